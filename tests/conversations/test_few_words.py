"""A few words after what was said before: whose they are, and what "it" is."""

from __future__ import annotations

import pytest

from tests.conversations.driver import Conversation, said

STORY = "someone keeps texting me every day"


@pytest.mark.parametrize("text", ["is that stalking", "does this count as harassment?"])
def test_a_question_about_what_was_told_shows_it(talk: Conversation, text: str) -> None:
    talk.say(STORY)
    talk.say(text)
    assert "So far I have" in talk.text


@pytest.mark.parametrize(
    ("text", "relation"), [("its my brother", "family"), ("no wait its my ex", "ex_partner")]
)
def test_who_does_it_can_be_put_right_in_a_few_words(
    talk: Conversation, text: str, relation: str
) -> None:
    talk.say(STORY)
    talk.say(text)
    assert said("utter_facts_corrected") in talk.text
    assert talk.slots()["stalker_relation"] == relation


@pytest.mark.parametrize(
    ("before", "text", "answer"),
    [
        ("i found a gps tracker under my car yesterday", "should i destroy it", "destroy_tracker"),
        ("what is the law in ohio", "how much does that cost", "order_cost"),
        ("what is the law in ohio", "how long does it last", "order_length"),
    ],
)
def test_it_is_what_was_spoken_of(talk: Conversation, before: str, text: str, answer: str) -> None:
    talk.say(before)
    talk.say(text)
    assert said(f"utter_answer_{answer}") in talk.text


def test_nobody_is_safe_who_did_not_say_so(talk: Conversation) -> None:
    talk.say("he left me")
    assert said("utter_safety_ok") not in talk.text


def test_a_threat_told_in_the_walk_is_asked_about(talk: Conversation) -> None:
    talk.choose('/start_walk{"walk_step": "threats"}')
    talk.say("yes")
    assert "Are you in danger now" in talk.text
    talk.say("no")
    assert "pictures or secrets" in talk.text
    talk.choose('/start_walk{"walk_step": "in_danger"}')
    talk.say("yes")
    assert said("utter_safety_first_immediate_danger") in talk.text


def test_a_number_in_no_use_is_no_place(talk: Conversation) -> None:
    talk.say("what is the law in my state")
    talk.say("99999")
    assert "Alaska" not in talk.text


@pytest.mark.parametrize(
    "text",
    [
        "they planted a microchip in my arm and steal my thoughts",
        "everybody in this town is in on it, and they beam waves at me",
    ],
)
def test_what_is_hard_to_explain_is_neither_believed_nor_argued_with(
    talk: Conversation, text: str
) -> None:
    talk.say(text)
    assert said("utter_not_stalking_hard_to_explain") in talk.text
    assert "believed" not in talk.text


def test_who_is_under_18_finds_their_own_choices_in_the_menu(talk: Conversation) -> None:
    talk.say("im 15")
    assert talk.slots()["underage_part"] == "none"
    talk.say("menu")
    assert talk.titles[1] == "Tell an adult"
    talk.say("help lines")
    assert talk.text.index("NCMEC") < talk.text.index("988 Suicide")


@pytest.mark.parametrize("text", ["im a nurse", "i teach 8th grade", "lcsw here"])
def test_who_names_their_work_is_met_as_a_professional(talk: Conversation, text: str) -> None:
    assert talk.say(text)[0] == said("utter_professional")


def test_the_law_begins_with_what_was_told(talk: Conversation) -> None:
    talk.say("my ex posted naked pictures of me online")
    talk.say("what is the law in texas")
    assert "I start with what you told me about" in talk.text
    assert "21.16" in talk.text
    assert "stalking" in talk.text.casefold()


def test_a_zip_code_in_a_question_is_a_place(talk: Conversation) -> None:
    talk.say("is it illegal in 90210")
    assert "California" in talk.text


@pytest.mark.parametrize(
    ("text", "slot", "value"),
    [
        ("its been like 8 months", "duration", "months"),
        ("since high school", "duration", "years"),
        ("every night", "frequency", "daily"),
        ("its like every tuesday", "frequency", "weekly"),
        ("it stopped in january", "goes_on", "over"),
    ],
)
def test_how_long_and_how_often_add_to_the_picture(
    talk: Conversation, text: str, slot: str, value: str
) -> None:
    talk.say("my ex reads my emails")
    talk.say(text)
    assert said("utter_course_noted") in talk.text
    assert talk.slots()[slot] == value
    assert "account" in talk.text


def test_every_day_answers_the_question_about_dying(talk: Conversation) -> None:
    talk.say("my ex reads my emails")
    talk.say("everyone would be better off without me")
    talk.say("every day")
    assert said("utter_course_noted") not in talk.text
    assert "988" in talk.text


def test_who_tells_of_another_is_thanked_for_standing_by_them(talk: Conversation) -> None:
    talk.say("someone keeps messaging my friend and showing up at her work")
    assert "standing by them" in talk.text
    assert "not their fault, nor yours" in talk.text
    assert "your fault" not in talk.text
