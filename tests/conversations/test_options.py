"""Options: what was tried and feared, what fits, each with its risks first, and one's own list."""

from __future__ import annotations

import json

import pytest

from bot.responses.script_index import shared_index
from tests.conversations.driver import Conversation

INDEX = shared_index()


def values_of(base: str) -> list[str]:
    return sorted(
        name.removeprefix(f"{base}_") for name in INDEX.responses if name.startswith(f"{base}_")
    )


def words(name: str, *, under_18: bool = False) -> str:
    """The text for an adult, or for somebody under 18 where there is one."""
    variations = INDEX.responses[name]
    for one in variations:
        young = one.get("condition", [{}])[0].get("value") == "under_18"
        if young == under_18 and (young or not one.get("condition")):
            return str(one["text"])
    return words(name)


@pytest.mark.parametrize("under_18", [False, True])
@pytest.mark.parametrize("option", values_of("utter_option_name"))
def test_every_option_names_its_risks_before_its_steps(
    talk: Conversation, option: str, under_18: bool
) -> None:
    if under_18:
        talk.choose("/tell_underage")
    talk.choose("/ask_option" + json.dumps({"option": option}))
    before, steps, more = (
        words(f"utter_option_{part}_{option}", under_18=under_18)
        for part in ("before", "steps", "more")
    )
    assert before.replace("\n\n", "\n") in talk.text
    assert steps.split("\n\n")[0] not in talk.text
    talk.tap("How it goes")
    assert steps.replace("\n\n", "\n") in talk.text
    talk.tap("When it may not fit")
    assert more.replace("\n\n", "\n") in talk.text


@pytest.mark.parametrize("option", values_of("utter_option_name"))
def test_every_option_can_be_kept_and_found_on_the_list(talk: Conversation, option: str) -> None:
    talk.choose("/ask_option" + json.dumps({"option": option}))
    talk.tap("Put on my list: now")
    talk.tap("My next steps")
    assert f"- {words(f'utter_option_plan_{option}')}" in talk.text


@pytest.mark.parametrize("tried", values_of("utter_tried_name"))
def test_whatever_was_tried_is_honoured_and_leads_on(talk: Conversation, tried: str) -> None:
    group = INDEX.responses[f"utter_tried_name_{tried}"][0]["metadata"]["group"]
    talk.choose("/list_options")
    talk.tap("What I tried")
    talk.choose("/list_tried" + json.dumps({"tried_group": group.removeprefix("tried_")}))
    talk.tap(INDEX.buttons(f"utter_tried_name_{tried}")[0]["title"])
    assert words(f"utter_tried_{tried}").replace("\n\n", "\n") in talk.text
    assert any(payload.startswith("/ask_option{") for payload in talk.payloads)


@pytest.mark.parametrize("fear", values_of("utter_fear_of_name"))
def test_whatever_is_feared_is_taken_seriously_and_leads_on(talk: Conversation, fear: str) -> None:
    group = INDEX.responses[f"utter_fear_of_name_{fear}"][0]["metadata"]["group"]
    talk.choose("/list_options")
    talk.tap("What I fear")
    talk.choose("/list_fears" + json.dumps({"fear_group": group.removeprefix("fears_")}))
    talk.tap(INDEX.buttons(f"utter_fear_of_name_{fear}")[0]["title"])
    assert words(f"utter_fear_of_{fear}").replace("\n\n", "\n") in talk.text
    assert any(payload.startswith("/ask_option{") for payload in talk.payloads)


def test_what_fits_is_offered_first_and_what_was_sorted_is_not_offered_again(
    talk: Conversation,
) -> None:
    talk.say("someone posted nude pictures of me on a website")
    talk.choose("/show_fitting")
    assert talk.titles[0] == "Remove private pictures"
    talk.tap("Remove private pictures")
    talk.tap("Not for me")
    talk.tap("Other options")
    assert "Remove private pictures" not in talk.titles
    assert "Keep a record" in talk.titles


def test_the_list_is_in_the_person_s_own_order(talk: Conversation) -> None:
    for option, mark in (("documenting", "now"), ("advocate", "now"), ("civil_suit", "later")):
        talk.choose("/ask_option" + json.dumps({"option": option}))
        talk.tap(f"Put on my list: {mark}")
    first, second, later = (
        words(f"utter_option_plan_{option}") for option in ("documenting", "advocate", "civil_suit")
    )
    talk.say("show me my next steps")
    assert talk.text.index(first) < talk.text.index(second) < talk.text.index(later)
    talk.tap("Change the order")
    talk.tap(INDEX.buttons("utter_option_name_advocate")[0]["title"])
    talk.tap("My next steps")
    assert talk.text.index(second) < talk.text.index(first)
    talk.tap("Take one off")
    talk.tap(INDEX.buttons("utter_option_name_documenting")[0]["title"])
    talk.tap("My next steps")
    assert first not in talk.text


def test_before_the_list_goes_on_paper_there_is_a_warning(talk: Conversation) -> None:
    talk.choose('/sort_option{"sorted_option": "advocate:now", "sorted_as": "now"}')
    talk.choose("/print_plan")
    assert "could find" in talk.replies[0].text
    assert talk.replies[-1].paper == "list"
    assert words("utter_option_plan_advocate") in talk.text


def test_an_empty_list_is_nothing_to_print(talk: Conversation) -> None:
    talk.choose("/print_plan")
    assert not any(reply.paper for reply in talk.replies)
    assert "empty" in talk.text


def test_the_log_is_blank_and_can_be_printed(talk: Conversation) -> None:
    talk.say("do you have a blank log I can fill in")
    assert talk.replies[-1].paper == "log"
    assert "police report number" in talk.text


def test_waiting_can_have_a_day_to_look_again(talk: Conversation) -> None:
    talk.choose('/ask_option{"option": "waiting"}')
    talk.tap("How it goes")
    talk.tap("In two weeks")
    talk.tap("My next steps")
    assert "Look at it again in two weeks." in talk.text


@pytest.mark.parametrize(
    ("told", "shown", "not_shown"),
    [
        ("a stranger I never met keeps sending me messages", "2903.214", "3113.31"),
        ("my ex husband keeps sending me messages", "3113.31", "no court order"),
        ("I have no idea who it is, somebody keeps messaging me", "needs a person", "2903.214"),
    ],
)
def test_the_law_that_fits_is_by_who_does_it(
    talk: Conversation, told: str, shown: str, not_shown: str
) -> None:
    talk.say(told)
    talk.choose('/ask_law{"law_topic": "fitting"}')
    talk.say("Ohio")
    assert shown in talk.text
    assert not_shown not in talk.text
    assert "not legal advice" in talk.text


def test_who_says_that_they_are_grown_up_gets_the_tools_for_adults(talk: Conversation) -> None:
    talk.choose("/tell_underage")
    talk.say("im 20 im not a child")
    assert talk.slots()["age_band"] == "adult"
    talk.choose('/ask_option{"option": "images_removal"}')
    talk.tap("How it goes")
    assert "StopNCII" in talk.text


def test_an_option_that_was_not_understood_is_asked_about_once(talk: Conversation) -> None:
    talk.choose('/ask_option{"option": "none"}')
    assert "Put on my list: now" not in talk.titles
    assert talk.titles.count("Menu") == 1


@pytest.mark.parametrize("said", ["i think i just wait and do nothing", "id rather wait for now"])
def test_waiting_is_an_option_and_no_alarm(talk: Conversation, said: str) -> None:
    talk.say(said)
    assert words("utter_option_before_waiting").split("\n\n")[0] in talk.text
