"""The product's seven paths as somebody walks them in an app with buttons."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

# Seconds for an answer on a machine that has other things to do.
ANSWER_SECONDS = 30.0


class Somebody(Protocol):
    """A person in an app, and the bot they write to."""

    def writes(self, text: str) -> None: ...

    def taps(self, title: str) -> None:
        """Tap this as soon as it is there."""

    def everything(self) -> list[str]:
        """All that the bot ever wrote to them, in order."""


class Talk:
    """Writes and taps, and waits for what has to be read then."""

    def __init__(self, person: Somebody) -> None:
        self.person = person
        self.seen = 0

    def say(self, text: str, *expected: str) -> str:
        return self._then(lambda: self.person.writes(text), expected)

    def tap(self, title: str, *expected: str) -> str:
        return self._then(lambda: self.person.taps(title), expected)

    def _then(self, do: Callable[[], None], expected: tuple[str, ...]) -> str:
        self.seen = len(self.person.everything())
        do()
        return self.wait_for(*expected)

    def wait_for(self, *expected: str) -> str:
        """Wait until all of these are read, and give what is read by then."""
        deadline = time.monotonic() + ANSWER_SECONDS
        while True:
            read = "\n\n".join(self.person.everything()[self.seen :])
            missing = [words for words in expected if words not in read]
            if not missing:
                return read
            assert time.monotonic() < deadline, f"{missing} not in {read!r}"
            time.sleep(0.05)


def welcome(talk: Talk) -> None:
    first = talk.say("hello", "a program, not a person", "umbrella", "Is it safe for you to chat")
    assert "911" in first
    assert "988" in first
    talk.tap("Who can read this?", "On my side nothing is kept")
    talk.tap("Menu", "What would help you most right now?")


def recognise(talk: Talk) -> None:
    talk.say("my ex put a tracker on my car", "location tracking", "Does that fit?")
    talk.tap("Yes, that fits", "It can be hard to see it named")
    talk.tap("What helps first", "What would you like now?")


def be_heard(talk: Talk) -> None:
    talk.say("i feel so scared", "Fear is not weakness", "one small thing")
    talk.tap("Not now")
    talk.say("i am so ashamed of myself", "shame")


def options(talk: Talk) -> None:
    talk.say("what can i do about my phone", "What would you like to see?")
    talk.tap("How it goes")
    talk.say("menu", "What would help you most right now?")


def law(talk: Talk) -> None:
    talk.say("what is the law in texas", "Tex. Penal Code § 42.072", "not legal advice")
    talk.tap("Local help", "Texas")


def safety(talk: Talk) -> None:
    talk.say("i want to kill myself", "988", "What would help most right now?")
    talk.tap("Not what I meant", "988")


def moving_around(talk: Talk) -> None:
    talk.say("what is doxxing")
    talk.say("menu", "What would help you most right now?")
    talk.say("what is the law in ohio", "Ohio")
    talk.say("back", "What would help you most right now?")
    talk.say("start over", "we start fresh")
    talk.say("leave", "I have forgotten this chat")
    talk.say("hello", "a program, not a person")


PATHS = {
    path.__name__: path
    for path in (welcome, recognise, be_heard, options, law, safety, moving_around)
}
