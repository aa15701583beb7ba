"""A typed answer means the button that it names, and nothing else does."""

from __future__ import annotations

import pytest
from rasa.shared.core.events import ActiveLoop, BotUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.choice_resolver import ChoiceResolver, chosen_payload, unclear_number

CHOICES = [
    {"title": "Yes, that fits", "payload": "/type_fits"},
    {"title": "No, not really", "payload": "/type_fits_not"},
    {"title": "Not sure", "payload": "/not_sure"},
    {"title": "See my options", "payload": "/list_options"},
]


@pytest.mark.parametrize(
    ("typed", "intent", "payload"),
    [
        ("yes", "affirm", "/type_fits"),
        ("Yes, that fits!", "affirm", "/type_fits"),
        ("nope", "deny", "/type_fits_not"),
        ("i don't know", "not_sure", "/not_sure"),
        ("not sure", "deny", "/not_sure"),
        ("2", None, "/type_fits_not"),
        ("option 4", None, "/list_options"),
        ("see my optoins", "list_options", "/list_options"),
        ("SEE MY OPTIONS", None, "/list_options"),
        ("see my", None, "/list_options"),
        ("yes that fits", None, "/type_fits"),
        ("yes taht fits", None, "/type_fits"),
        ("the last one", "out_of_scope", "/list_options"),
        ("tow", "nlu_fallback", "/type_fits_not"),
        ("2️⃣", "nlu_fallback", "/type_fits_not"),
        ("dos", "other_language", "/type_fits_not"),
        ("3 Not sure", None, "/not_sure"),
        ("4. see my options", None, "/list_options"),
        # Where the two differ, the words are what somebody meant.
        ("2 see my options", None, "/list_options"),
    ],
)
def test_a_typed_choice_is_understood(typed: str, intent: str | None, payload: str) -> None:
    assert chosen_payload(typed, intent, [CHOICES]) == payload


@pytest.mark.parametrize(
    ("typed", "intent"),
    [
        ("5", None),
        ("911", None),
        ("98101", None),
        ("0", None),
        ("I'm 17", "tell_underage"),
        ("2 years", "tell_what_happened"),
        ("2 weeks ago", "tell_what_happened"),
        ("he called 3 times", "tell_what_happened"),
        ("2019", None),
        ("555 123 4567", None),
        ("2 and 3", "affirm"),
        ("9", "affirm"),
        ("see", None),
        ("yes, that does not fit", None),
        ("my ex keeps texting me", "tell_what_happened"),
        ("yes but first tell me who can read this chat", "ask_privacy"),
        ("thank you", "thank"),
    ],
)
def test_what_means_something_else_is_no_choice(typed: str, intent: str | None) -> None:
    assert chosen_payload(typed, intent, [CHOICES]) is None


def test_a_no_is_not_taken_for_not_sure_or_not_now() -> None:
    choices = [
        {"title": "Not sure", "payload": "/not_sure"},
        {"title": "Not now", "payload": "/stop"},
    ]
    assert chosen_payload("no", "deny", [choices]) is None


def test_a_bare_yes_answers_the_question_that_was_read_last() -> None:
    last = [{"title": "Yes", "payload": "/suicide_self"}]
    assert chosen_payload("yes", "affirm", [CHOICES, last]) == "/suicide_self"
    assert chosen_payload("see my options", None, [CHOICES, last]) == "/list_options"
    assert chosen_payload("5", None, [CHOICES, last]) == "/suicide_self"


def test_nothing_was_offered() -> None:
    assert chosen_payload("yes", "affirm", []) is None


def test_nobody_is_taken_to_be_safe_by_half_a_sentence() -> None:
    choices = [
        {"title": "I am safe now", "payload": "/safety_ok"},
        {"title": "No, not now or soon", "payload": "/safety_ok"},
        {"title": "Not what I meant", "payload": "/safety_not_meant"},
        {"title": "Leave this chat", "payload": "/leave"},
    ]
    for typed in ("i am safe", "no not now", "not what i", "i am not safe now", "i am unsafe now"):
        assert chosen_payload(typed, None, [choices]) is None, typed
    assert chosen_payload("i am safe now", None, [choices]) == "/safety_ok"
    assert chosen_payload("leave this", None, [choices]) == "/leave"


def test_first_words_that_two_choices_share_mean_neither() -> None:
    choices = [
        {"title": "Go on here", "payload": "/device_safe"},
        {"title": "Go on there", "payload": "/menu"},
    ]
    assert chosen_payload("go on", None, [choices]) is None


@pytest.mark.parametrize(
    ("typed", "intent"),
    [
        *(("5", "no_such_choice"), ("0", "no_such_choice"), ("17", "no_such_choice")),
        *(("option 9", "no_such_choice"), ("2 and 3", "several_choices")),
        *(("1,3", "several_choices"), ("2", None), ("911", None), ("98101", None)),
        *(("2 and 9", None), ("yes", None), ("17 years", None)),
    ],
)
def test_a_number_that_names_no_one_choice_is_told(typed: str, intent: str | None) -> None:
    assert unclear_number(typed, [CHOICES]) == intent


def test_without_choices_a_number_is_only_a_number() -> None:
    assert unclear_number("5", []) is None


def talk(text: str, *buttons: tuple[str, str]) -> DialogueStateTracker:
    tracker = DialogueStateTracker("person", [])
    shown = [{"title": title, "payload": payload} for title, payload in buttons]
    tracker.update(BotUttered(text, data={"buttons": shown}))
    return tracker


def test_an_answer_to_a_question_that_was_not_asked_is_none() -> None:
    ranking = [
        {"name": "help_worked", "confidence": 0.7},
        {"name": "tell_feeling", "confidence": 0.2},
    ]
    message = Message({TEXT: "a bit, but not the other thing"})
    message.set(INTENT, dict(ranking[0]))
    message.set(INTENT_RANKING_KEY, list(ranking))
    ChoiceResolver().process([message], talk("What now?", ("Menu", "/menu")))
    assert message.get(INTENT)["name"] == "nlu_fallback"
    assert [one["name"] for one in message.get(INTENT_RANKING_KEY)] == ["tell_feeling"]


def test_the_same_words_answer_the_question_when_it_was_asked() -> None:
    message = Message({TEXT: "a bit, thank you"})
    message.set(INTENT, {"name": "help_worked", "confidence": 0.7})
    message.set(INTENT_RANKING_KEY, [{"name": "help_worked", "confidence": 0.7}])
    helped = '/help_worked{"helped_exercise": "slow_breath"}'
    ChoiceResolver().process([message], talk("Did it?", ("That helped a bit", helped)))
    assert message.get("entities")[0]["value"] == "slow_breath"


@pytest.mark.parametrize(("in_a_form", "intent"), [(False, "no_such_choice"), (True, "tell_place")])
def test_the_choices_are_shown_again_but_a_form_asks_by_itself(
    in_a_form: bool, intent: str
) -> None:
    tracker = talk("Which state?", ("Ohio", "/tell_place"), ("Menu", "/menu"))
    if in_a_form:
        tracker.update(ActiveLoop("state_form"))
    message = Message({TEXT: "12"})
    message.set(INTENT, {"name": "tell_place", "confidence": 0.9})
    ChoiceResolver().process([message], tracker)
    assert message.get(INTENT)["name"] == intent
