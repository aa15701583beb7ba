"""What was said once holds: the path somebody is in, and the walk they were asked in."""

from __future__ import annotations

import pytest

from bot.channels.reply import scripted
from tests.conversations.driver import Conversation

CLINICIAN = "i am a counselor, how do i ask my clients"
TEEN = "im 15 years old, is there help for teens"
HARMED = "what can i do when my own therapist does it"


def first_bubble(name: str) -> str:
    return scripted(name).text.split("\n\n")[0]


@pytest.mark.parametrize(
    ("begin", "said", "answer"),
    [
        ("how can i help my daughter", "do i take the phone away", "for_someone_child_phone"),
        ("how can i help my daughter", "should i call the school", "for_someone_child_school"),
        ("how can i help my friend", "what should i not say", "for_someone_listen"),
        ("how can i help my friend", "she went back to him again", "for_someone_stay"),
        (CLINICIAN, "what do i write down", "professional_notes"),
        (CLINICIAN, "who do i send them to", "professional_refer"),
        (TEEN, "what can the school do", "under_18_adult"),
        (TEEN, "how do i block him", "under_18_today"),
        (HARMED, "can i get my file", "harmed_by_professional_records"),
        ("i live in canada", "how do i get the pictures down", "outside_us_pictures"),
        ("i keep checking on my ex and want to stop", "can i get in trouble", "own_behaviour_law"),
    ],
)
def test_a_question_in_a_path_need_not_name_the_path(
    talk: Conversation, begin: str, said: str, answer: str
) -> None:
    talk.say(begin)
    talk.say(said)
    assert first_bubble(f"utter_{answer}") in talk.text


@pytest.mark.parametrize(
    ("said", "shows"),
    [
        ("what is the law in ohio", "for Ohio"),
        ("who can read this", "Nobody at the clinic"),
        ("menu", "What would help you most"),
    ],
)
def test_other_questions_mean_the_same_in_every_path(
    talk: Conversation, said: str, shows: str
) -> None:
    talk.say("how can i help my daughter")
    talk.say(said)
    assert shows in talk.text


def test_a_mother_is_a_mother_until_she_says_otherwise(talk: Conversation) -> None:
    talk.say("im the mom, its not me, its my boy")
    assert "You are here for a child." in talk.text
    talk.say("he found his new number and calls him all day long")
    assert talk.slots()["whom"] == "child"
    talk.say("its not my son, its me")
    assert talk.slots()["whom"] == "self"
    talk.say("do i take the phone away")
    assert first_bubble("utter_for_someone_child_phone") not in talk.text


def test_who_does_it_can_be_put_right(talk: Conversation) -> None:
    talk.say("my ex follows me everywhere")
    assert talk.slots()["stalker_relation"] == "ex_partner"
    talk.say("hes not my ex")
    assert "an ex does it" not in talk.text
    talk.say("he's my landlord, he isn't my ex")
    assert talk.slots()["stalker_relation"] == "stranger"
    talk.say("No, it's me who does it")
    assert first_bubble("utter_own_behaviour") in talk.text
    talk.say("what have i told you")
    assert "not someone close" not in talk.text


def in_the_walk(talk: Conversation) -> str:
    talk.choose("/start_walk")
    talk.tap("From the start")
    return talk.text


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("what does that mean", "utter_type_what_location_tracking"),
        ("who can read this", "utter_privacy"),
        ("are you a real person", "utter_is_a_bot"),
        ("asdf qwerty zxcv", "utter_not_understood"),
    ],
)
def test_an_aside_in_the_walk_is_answered_and_the_question_comes_again(
    talk: Conversation, said: str, answer: str
) -> None:
    question = in_the_walk(talk)
    talk.say(said)
    assert first_bubble(answer) in talk.text
    assert talk.text.endswith(question)
    talk.say("no")
    assert "things that you only said, wrote or looked up" in talk.text


def test_a_story_told_in_the_walk_is_kept_and_not_asked_again(talk: Conversation) -> None:
    in_the_walk(talk)
    talk.say("yes my ex put a gps tracker under my car")
    assert "location_tracking" in talk.slots()["abuse_types"]
    assert "It may be called" not in talk.text
    assert "where you are or where you went" not in talk.text
    assert "Skip" in talk.titles


def test_who_wants_out_of_the_walk_is_out(talk: Conversation) -> None:
    question = in_the_walk(talk)
    talk.say("menu")
    assert question not in talk.text
    in_the_walk(talk)
    talk.say("stop")
    assert question not in talk.text


def test_danger_in_the_walk_is_no_aside(talk: Conversation) -> None:
    question = in_the_walk(talk)
    talk.say("i want to kill myself")
    assert "988" in talk.text
    assert question not in talk.text
