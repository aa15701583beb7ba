"""Who does it decides: the same words of the one who does it, of the accused, of a victim."""

from __future__ import annotations

import pytest

from tests.conversations.driver import Conversation, said


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("i put an airtag in my wifes car", "_tracker"),
        ("i hid a gps under her car last month", "_tracker"),
        ("i texted her like 50 times and she blocked me", "_contact"),
        ("i made a fake account to watch his stories", "_slip"),
        ("i drive by her house every night", ""),
        ("she told everyone im a stalker", "_accused"),
        ("i was falsely accused of stalking", "_accused"),
    ],
)
def test_who_does_it_themselves_is_no_victim(talk: Conversation, text: str, part: str) -> None:
    talk.say(text)
    assert said(f"utter_own_behaviour{part}") in talk.text


@pytest.mark.parametrize(
    "text",
    [
        "my wife put an airtag in my car",
        "i keep texting him to stop but he keeps calling me",
        "he drives by my house every night",
        "i found a gps tracker under my car and i put it in a bag",
    ],
)
def test_a_victim_is_not_taken_for_the_one_who_does_it(talk: Conversation, text: str) -> None:
    talk.say(text)
    assert "I can help you step back" not in talk.text
    assert said("utter_own_behaviour_contact") not in talk.text
    assert said("utter_own_behaviour_tracker") not in talk.text


def test_the_accused_can_say_that_it_is_the_other_way_round(talk: Conversation) -> None:
    talk.say("my ex says i stalk him")
    talk.tap("They harm me")
    talk.say("he keeps sending me messages every day")
    assert "Does that fit?" in talk.text


def test_a_grown_up_daughter_is_no_child(talk: Conversation) -> None:
    talk.say("my daughter is 22 and her ex texts her all day")
    assert talk.slots()["whom"] == "family"


def test_what_has_stopped_is_said_back_as_over(talk: Conversation) -> None:
    talk.say("he used to text me all day but it stopped last year")
    assert talk.slots()["goes_on"] == "over"


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("can i text her about the kids", "contact"),
        ("what if its an emergency", "contact"),
        ("can i get arrested", "law"),
    ],
)
def test_a_question_in_the_path_is_answered_for_the_one_who_does_it(
    talk: Conversation, text: str, part: str
) -> None:
    talk.say("she got a restraining order against me")
    talk.say(text)
    assert said(f"utter_own_behaviour_{part}") in talk.text


def test_the_same_question_of_a_victim_stays_theirs(talk: Conversation) -> None:
    talk.say("my ex texts me all day")
    talk.say("can i text him about the kids")
    assert said("utter_own_behaviour_contact") not in talk.text
