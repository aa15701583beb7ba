"""A typed answer means the button that it names, and nothing else does."""

from __future__ import annotations

import pytest
from rasa.shared.core.events import BotUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.choice_resolver import ChoiceResolver, chosen_payload

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
