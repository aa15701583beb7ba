"""What a short answer says by its words: a command to leave, an end, "I heard", "I don't know".

The words stand in `data/patterns/short_answers/`.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.locations import PATTERNS
from bot.patterns.pattern_set import PatternMatch
from bot.patterns.shared import shared_patterns

FOLDER = PATTERNS / "short_answers"
MOST_WORDS_OF_A_COMMAND = 4
MOST_WORDS_OF_AN_OPEN_ANSWER = 8


def is_command(text: str) -> bool:
    """Whether somebody asks to go, in few words: "please close this chat"."""
    return len(text.split()) <= MOST_WORDS_OF_A_COMMAND and any(_found("command", text))


def is_ending(text: str) -> bool:
    """Whether a text says that something is over; enough of the questions, or the worst."""
    return any(_found("ending", text))


def only_heard(text: str) -> bool:
    """Whether every word of a text says no more than that something was heard: "ok thanks"."""
    words = text.split()
    return bool(words) and all(any(_found("heard", word)) for word in words)


def is_goodbye(text: str) -> bool:
    """Whether a text says goodbye."""
    return any(_found("goodbye", text))


def says_safe(text: str) -> bool:
    """Whether a text has a word of somebody who is safe or well."""
    return any(_found("says_safe", text))


def does_not_know(text: str) -> bool:
    """Whether a short text says that the person does not know."""
    return _is_short(text) and any(_found("not_knowing", text))


def is_helpless(text: str) -> bool:
    """Whether a short text begins by asking for help, or what to do."""
    return _is_short(text) and any(not text[: m.start].strip() for m in _found("helpless", text))


def _is_short(text: str) -> bool:
    return len(text.split()) <= MOST_WORDS_OF_AN_OPEN_ANSWER


def _found(label: str, text: str) -> Iterator[PatternMatch]:
    return (match for match in shared_patterns(FOLDER).find(text) if match.label == label)
