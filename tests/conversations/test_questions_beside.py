"""A question beside a story is answered in that turn, and the story is in the picture."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conversations.driver import Conversation, Lantern

MESSAGES = Path(__file__).with_name("questions_beside.yml")
ASKED = yaml.safe_load(MESSAGES.read_text(encoding="utf-8"))["questions"]

STORIES = [
    "my ex texts me all day from new numbers. why is he doing this to me?",
    "he put my address online, what did I ever do to him",
    "a man follows me home from work each night. is this stalking?",
    "she keeps writing to my boss about me. how can somebody be so cruel",
    "my ex has my passwords and reads my mail. he asked me can i come back",
    "he texted me 50 times today like who does that",
]


def told(parsed: dict[str, Any]) -> set[str]:
    return {one["value"] for one in parsed["entities"] if one["entity"] == "abuse_type"}


@pytest.mark.parametrize("asked", ASKED, ids=lambda asked: str(asked["text"])[:40])
def test_the_question_decides_and_the_story_is_kept(
    lantern: Lantern, asked: dict[str, Any]
) -> None:
    parsed = lantern.parse(asked["text"])
    assert parsed["intent"]["name"] not in ("tell_what_happened", "nlu_fallback")
    assert parsed["intent"]["name"] == asked.get("intent", parsed["intent"]["name"])
    assert told(parsed)
    assert asked.get("type") in (None, *told(parsed))


@pytest.mark.parametrize("said", STORIES)
def test_a_question_that_asks_for_no_fact_is_part_of_the_story(lantern: Lantern, said: str) -> None:
    parsed = lantern.parse(said)
    assert parsed["intent"]["name"] == "tell_what_happened"
    assert told(parsed)


def test_what_is_only_asked_about_is_not_taken_for_told(lantern: Lantern) -> None:
    parsed = lantern.parse("can somebody put spyware on a phone from far away")
    assert not told(parsed)
    parsed = lantern.parse("he texts me all day long. how do i check my phone for spyware")
    assert "stalkerware_spyware" not in told(parsed)


def test_the_law_comes_in_that_turn_with_a_word_of_thanks(talk: Conversation) -> None:
    talk.say("My ex calls me all day from new numbers. What is the law in Ohio?")
    assert talk.text.startswith("Thank you for telling me.")
    assert "for Ohio" in talk.text
    assert "It may be called" not in talk.text
    talk.say("what have i told you")
    assert "(harassment)" in talk.text
    assert "an ex does it" in talk.text
    talk.say("he also put a tracker under my car. is that illegal")
    assert talk.text.startswith("Thank you for telling me more.")


def test_one_s_own_doing_is_not_taken_for_somebody_else_s(lantern: Lantern) -> None:
    parsed = lantern.parse(
        "i put a tracker on her car and read her texts. how do i stop doing this to her"
    )
    assert parsed["intent"]["name"] == "worry_own_behaviour"
