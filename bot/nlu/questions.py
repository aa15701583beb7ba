"""Where a message asks something: its question, and what is told beside it.

"My ex calls all day. What is the law in Ohio?" tells a story and asks for the law. How questions
begin stands in `data/patterns/questions/`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.locations import PATTERNS
from bot.patterns import normalise
from bot.patterns.shared import shared_patterns

FOLDER = PATTERNS / "questions"
OPENER, JOINT, REPORTED = "opener", "joint", "reported"
# "What??" and "and me?" ask for nothing by themselves.
LEAST_WORDS = 3
_LINE_ENDS = re.compile(r"\s*\n+\s*")
_SENTENCE = re.compile(r"[^.!?]+[.!?]*")
_CLAUSE_ENDS = (".", "!", "?", ",", ";", ":", "-", "(")


@dataclass(frozen=True)
class Asked:
    """A question out of a message, and the rest of the message."""

    question: str
    beside: str


def question_of(text: str) -> Asked | None:
    """Give the last question of a text; None when it asks nothing, or tells nothing beside it."""
    plain = normalise(_LINE_ENDS.sub(" . ", text.strip()))
    openers = _openers(plain)
    for sentence in reversed(list(_SENTENCE.finditer(plain))):
        inside = [place for place in openers if sentence.start() <= place < sentence.end()]
        words = sentence.group().split()
        marked = len(words) >= LEAST_WORDS and words[-1].endswith("?")
        if len(words) < 2 or not (inside or marked):
            continue
        start = inside[0] if inside else sentence.start()
        end = _end(plain, start, sentence.end(), inside)
        beside = " ".join(f"{plain[:start]} {plain[end:]}".split()).strip(" ,;:-")
        question = plain[start:end].strip(" ,")
        return Asked(question, beside) if len(beside.split()) > 1 else None
    return None


def asks(text: str) -> bool:
    """Whether a text asks something: it has a question's beginning, or its mark."""
    plain = normalise(text)
    return "?" in plain or bool(_openers(plain))


def _end(plain: str, start: int, sentence_end: int, openers: list[int]) -> int:
    """Where a question ends: at its sentence's end, or where its story goes on behind a comma."""
    comma = plain.find(",", start, sentence_end)
    after = plain[comma + 1 : sentence_end]
    if comma < 0 or len(after.split()) < LEAST_WORDS or any(place > comma for place in openers):
        return sentence_end
    return comma + 1


def _openers(plain: str) -> list[int]:
    """Places at which a question begins that is put to the bot."""
    found = shared_patterns(FOLDER).find_normalised(plain)
    ends = {
        label: {match.end for match in found if match.label == label} for label in (JOINT, REPORTED)
    }
    places = set()
    for match in found:
        if match.label != OPENER:
            continue
        before = plain[: match.start].rstrip()
        begins = not before or before.endswith(_CLAUSE_ENDS) or len(before) in ends[JOINT]
        if (begins or match.keys.get("anywhere")) and len(before) not in ends[REPORTED]:
            places.add(match.start)
    return sorted(places)
