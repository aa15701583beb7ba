"""The talk about danger from outside: what is told there changes what is said."""

from __future__ import annotations

import pytest

from tests.conversations.driver import Conversation, said


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("my chest hurts", "hurt"),
        ("im pregnant", "hurt"),
        ("he wont let me leave", "held"),
        ("there is no signal only wifi", "held"),
        ("should i go look", "stay_in"),
        ("its my brother", "line_family"),
        ("the police said they cant do anything", "police_left"),
        ("i showered already", "after_assault"),
    ],
)
def test_a_new_fact_has_an_answer_of_its_own(talk: Conversation, text: str, step: str) -> None:
    talk.say("my ex is outside my door right now")
    talk.say(text)
    heard = said(f"utter_safety_step_{step}") in talk.text
    # What is grave by itself is answered with the first words again.
    assert heard or said("utter_safety_first_immediate_danger_again") in talk.text


@pytest.mark.parametrize(
    "text",
    ["security came and he ran off", "he drove off", "it was a raccoon lol", "im at a motel now"],
)
def test_danger_that_has_passed_is_believed(talk: Conversation, text: str) -> None:
    talk.say("someone is outside my house")
    talk.say(text)
    assert "glad you are out of danger" in talk.text


def test_whoever_is_outside_is_not_gone_out_to(talk: Conversation) -> None:
    talk.say("someone is banging on my door")
    assert "Stay in" in talk.text


@pytest.mark.parametrize(
    "text", ["no he doesnt live here anymore", "in 2019 tho", "hes not hitting me"]
)
def test_a_no_in_own_words_is_no_alarm(talk: Conversation, text: str) -> None:
    talk.say("my ex threatened to hurt me")
    assert "Are you in danger right now" in talk.text
    talk.say(text)
    assert said("utter_safety_first_immediate_danger") not in talk.text


def test_what_is_told_in_place_of_an_answer_keeps_911_in_view(talk: Conversation) -> None:
    talk.say("my ex threatened to hurt me")
    talk.say("he sits in his truck")
    assert said("utter_safety_first_immediate_danger") not in talk.text
    assert "911" in talk.text


@pytest.mark.parametrize(
    "text",
    [
        "like 10 times since sunday",
        "it started again last week",
        "would police even care",
        "my kids are asleep upstairs",
        "i have a court date tomorrow for the protective order",
        "he said it on the phone today",
    ],
)
def test_plain_facts_are_no_crisis(talk: Conversation, text: str) -> None:
    talk.say("my ex texts me all day")
    talk.say(text)
    assert "988" not in talk.text
    assert "Childhelp" not in talk.text


def test_a_parent_at_the_edge_hears_what_to_do_with_the_baby(talk: Conversation) -> None:
    talk.say("im scared im gonna hurt my baby")
    assert said("utter_safety_first_own_child") in talk.text
    assert "crib" in talk.text


@pytest.mark.parametrize(
    "text",
    ["my mom is 74 and he wants pictures of her", "my son is 19 and he is blackmailed with nudes"],
)
def test_grown_ups_are_no_children(talk: Conversation, text: str) -> None:
    talk.say(text)
    assert "Childhelp" not in talk.text


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("im undocumented", "papers"),
        ("i dont have a car", "no_ride"),
        ("what about my dog", "pets"),
        ("i need to get my stuff", "belongings"),
        ("im deaf", "line_deaf"),
    ],
)
def test_what_holds_somebody_back_in_practice_is_answered(
    talk: Conversation, text: str, step: str
) -> None:
    talk.say("my husband is coming home and he said he will kill me tonight")
    talk.say(text)
    assert said(f"utter_safety_step_{step}") in talk.text
