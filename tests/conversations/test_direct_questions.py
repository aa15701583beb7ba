"""A direct question gets the answer that was written for it, and nothing else does."""

from __future__ import annotations

import pytest
import yaml

from bot.locations import DATA
from bot.responses.project import Project
from bot.responses.script_index import shared_index
from tests.conversations.driver import Conversation, Lantern
from tests.evaluation.direct_questions import judge, questions

ANSWER = "utter_answer_"
# Floors a little below what `make evaluate` printed; its report lists every miss.
LEAST_RIGHT = 0.66
MOST_NEEDLESS = 0.04


def test_most_questions_get_their_answer(lantern: Lantern) -> None:
    judged = judge(lantern.parse)
    assert len(judged.right) > 100
    assert sum(judged.right) / len(judged.right) >= LEAST_RIGHT
    assert sum(judged.needless) / len(judged.needless) <= MOST_NEEDLESS


def test_no_question_that_is_judged_is_trained_on() -> None:
    trained = {
        line.strip().removeprefix("- ").casefold()
        for file in (DATA / "nlu").rglob("*.yml")
        for block in yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]
        for line in block.get("examples", "").splitlines()
    }
    assert not trained & {text.casefold() for texts in questions().values() for text in texts}


def test_each_answer_has_examples_and_each_example_an_answer() -> None:
    answers = {
        name.removeprefix(ANSWER) for name in shared_index().files if name.startswith(ANSWER)
    }
    assert answers == Project.read().labels["question"]
    assert answers <= questions().keys()


@pytest.mark.parametrize(
    ("said", "answered"),
    [
        ("should i throw the airtag away?", "It is proof"),
        ("does a factory reset get the spyware off?", "removes a spy app"),
        ("can you look up a phone number for me", "I don't search for people"),
    ],
)
def test_the_answer_comes_first(talk: Conversation, said: str, answered: str) -> None:
    talk.say(said)
    assert answered in talk.text
    assert "Menu" in talk.titles


def test_what_is_told_beside_the_question_is_kept(talk: Conversation) -> None:
    talk.say("my ex hid an airtag in my bag. should i throw it away?")
    assert "It is proof" in talk.text
    talk.say("what have i told you")
    assert "location tracking" in talk.text


@pytest.mark.parametrize("said", ["i want to leave my husband", "i cant leave, he has my papers"])
def test_who_speaks_of_leaving_somebody_is_not_sent_away(talk: Conversation, said: str) -> None:
    talk.say(said)
    assert "You can leave now" not in talk.text
    assert talk.titles


@pytest.mark.parametrize("said", ["leave", "bye", "i have to go", "exit"])
def test_who_wants_to_go_goes_at_once(talk: Conversation, said: str) -> None:
    talk.say(said)
    assert "You can leave now" in talk.text


@pytest.mark.parametrize(
    "said",
    [
        "my ex is stalking me",
        "someone stalks me",
        "im being cyberstalked",
        "my neighbor harasses me",
        "a guy from work wont leave me alone",
        "she follows me everywhere",
    ],
)
def test_few_plain_words_are_heard_as_what_happens(lantern: Lantern, said: str) -> None:
    assert lantern.parse(said)["intent"]["name"] == "tell_what_happened"
