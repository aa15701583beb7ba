"""A number decides whether somebody is under 18, not the likeness of a sentence."""

from __future__ import annotations

import pytest
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.age_guard import AgeGuard


def read(text: str) -> Message:
    ranking = [
        {"name": "tell_underage", "confidence": 0.8},
        {"name": "tell_feeling", "confidence": 0.1},
    ]
    message = Message({TEXT: text})
    message.set(INTENT, dict(ranking[0]))
    message.set(INTENT_RANKING_KEY, ranking)
    return AgeGuard.process(AgeGuard(), [message])[0]


@pytest.mark.parametrize(
    "text", ["im 20 im not a child", "I'm 34 and in college", "I am an adult", "i am over 18 ok"]
)
def test_an_adult_is_not_taken_for_a_child(text: str) -> None:
    message = read(text)
    assert message.get(INTENT)["name"] == "tell_feeling"
    assert message.get("entities")[0]["value"] == "adult"


@pytest.mark.parametrize(
    "text",
    [
        "im 15",
        "i am 17 and scared",
        "I'm 9",
        "my son is 20",
        "im in 11th grade",
        "im 16, im not a kid",
        "I'm not a child anymore",
        "im 15 but i say i am 18",
        "im 20 miles away",
    ],
)
def test_everybody_else_is_left_as_they_are(text: str) -> None:
    message = read(text)
    assert message.get(INTENT)["name"] == "tell_underage"
    assert not message.get("entities")
