"""People of the load: what each says in turn, and whether an answer is one, and their own.

The program that loads reads it in an environment without Rasa, so nothing of Lantern is imported.
"""

from __future__ import annotations

import json
import random
import secrets
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

import yaml

from tests.end_to_end.client import Answer

# Seconds in which a person has to read the whole answer: the channel's deadline, and the network.
DEADLINE_SECONDS = 5.0
# Tries of a telling that only found trouble.
TRIES = 4
# Rounds of one chat; then the person forgets it and begins anew.
ROUNDS = 2
EMERGENCY, LIFELINE = "911", "988"


class Outcome(str, Enum):
    """What came of a message."""

    ANSWERED = "answered"
    HONEST = "honest error"
    """Trouble was said, with 911 and 988."""
    CUT = "cut off"
    """No whole answer came: the page itself names 911 and 988, and offers to try again."""
    OVER = "chat lost"
    """The session was over before its time."""
    MIXED = "another's words"
    WRONG = "wrong"


@dataclass(frozen=True)
class Step:
    """One message: what is sent, what its answer has to hold, and what it must not hold."""

    body: Mapping[str, Any]
    kind: str = "plain"
    own: tuple[str, ...] = ()
    strange: tuple[str, ...] = ()


Script = Generator[Step, Outcome, None]


def read_words() -> dict[str, Any]:
    """Give what people say, and their marks (people.yml)."""
    file = Path(__file__).with_name("people.yml")
    words: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return words


class Person:
    """Somebody with a telling, a place and a feeling of their own, by their number."""

    def __init__(self, number: int, words: Mapping[str, Any], danger_share: float) -> None:
        self.number = number
        self._words = words
        self._chance = random.Random(number)
        self._danger_share = danger_share
        tellings, places = words["tellings"], words["places"]
        self._telling = tellings[number % len(tellings)]
        self._place = places[number // len(tellings) % len(places)]
        self._feeling = words["feelings"][number % len(words["feelings"])]
        self._strange_tellings = tuple(
            word for one in tellings if one is not self._telling for word in one["own"]
        )
        self._strange_places = tuple(one["own"] for one in places if one is not self._place)

    def script(self) -> Script:
        """Yield the steps of one whole chat; each is answered with what came of it."""
        yield Step({"start": True})
        yield _tapped("/device_safe")
        told = yield from self._until_answered(self._tells())
        for _ in range(ROUNDS):
            yield from self._now_and_then_danger()
            if told:
                yield self._picture()
            yield Step({"text": self._feeling}, "feeling")
            yield _tapped("/menu")
            yield Step(
                {"text": self._place["say"]}, "law", (self._place["own"],), self._strange_places
            )
            yield from self._now_and_then_danger()
            yield _tapped("/menu")
            if told:
                yield self._picture()

    def _tells(self) -> Step:
        own = tuple(self._telling["own"])
        return Step({"text": self._telling["say"]}, "telling", own, self._strange_tellings)

    def _picture(self) -> Step:
        own = tuple(self._telling["own"])
        return Step({"choice": "/show_pattern"}, "picture", own, self._strange_tellings)

    def _until_answered(self, step: Step) -> Generator[Step, Outcome, bool]:
        for _ in range(TRIES):
            if (yield step) is Outcome.ANSWERED:
                return True
        return False

    def _now_and_then_danger(self) -> Generator[Step, Outcome, None]:
        if self._chance.random() < self._danger_share:
            yield Step({"text": self._chance.choice(self._words["dangers"])}, "safety")
            yield _tapped("/safety_ok")


def _tapped(payload: str) -> Step:
    return Step({"choice": payload}, "tap")


def with_id(step: Step) -> dict[str, Any]:
    """Give a message's body with an id, as the page sends it."""
    return {**step.body, "id": secrets.token_hex(8)}


def judge(step: Step, answer: Answer | None) -> Outcome:
    """Say what came of a message; `answer` is None where the connection broke."""
    if answer is None:
        return Outcome.CUT
    if answer.status != 200:
        return _judge_error(answer)
    if any(word in answer.text for word in step.strange):
        return Outcome.MIXED
    said = [line for _, line in answer.lines if line["type"] == "message"]
    if step.kind == "safety":
        # Who is in danger was answered when the first bubble is there, whatever comes after it.
        helps = EMERGENCY in answer.text or LIFELINE in answer.text
        safe = bool(said) and said[0]["kind"] == "safety" and helps
        return Outcome.ANSWERED if safe else Outcome.WRONG
    if not answer.lines or answer.kinds[-1] != "done":
        return Outcome.CUT
    if any(line["kind"] == "notice" and LIFELINE in line["text"] for line in said):
        return Outcome.HONEST  # also behind a whole answer: what was told may not have been kept
    if step.own and all(word in answer.text for word in step.own):
        return Outcome.ANSWERED
    if step.kind in ("law", "picture") and said and said[0]["kind"] == "safety":
        return Outcome.ANSWERED  # some turns after a danger the bot first asks about it once more
    if EMERGENCY in answer.text and LIFELINE in answer.text and (step.own or len(said) == 1):
        return Outcome.HONEST
    return Outcome.ANSWERED if said and not step.own else Outcome.WRONG


def _judge_error(answer: Answer) -> Outcome:
    try:
        error = answer.error
    except (ValueError, KeyError, TypeError):
        return Outcome.CUT  # not the channel's own: the page speaks for itself
    if error["code"] == "session_over":
        return Outcome.OVER
    told = EMERGENCY in error["message"] and LIFELINE in error["message"]
    return Outcome.HONEST if told else Outcome.WRONG


def seconds_of(step: Step, answer: Answer | None, seconds: float) -> float:
    """Give the time that counts: of danger the first bubble's, else the whole answer's."""
    if step.kind == "safety" and answer is not None and answer.lines:
        return answer.lines[0][0]
    return seconds


def record(
    person: int, step: Step, began: float, seconds: float, outcome: Outcome, turn: int
) -> str:
    """Write down one message as a line of JSON: no words, times in seconds."""
    return json.dumps(
        {
            "person": person,
            "kind": step.kind,
            "turn": turn,
            "began": round(began, 3),
            "seconds": round(seconds, 4),
            "outcome": outcome.value,
        }
    )
