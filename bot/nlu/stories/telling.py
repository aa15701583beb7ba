"""What is denied is not told: "nobody has threatened me"."""

from __future__ import annotations

import re

from bot.locations import PATTERNS
from bot.patterns.shared import shared_patterns

FOLDER = PATTERNS / "telling"
DENIAL, FIRST_PERSON = "denial", "first_person"
# How far before the words of a pattern a no still belongs to them.
WORDS_BEFORE = 3
_CLAUSE_END = re.compile(r"[.!?,;\n]")


def is_denied(text: str, start: int) -> bool:
    """Whether what begins at a place of a text is denied there."""
    before = _CLAUSE_END.split(text[:start])[-1].split()[-WORDS_BEFORE:]
    return _says(DENIAL, " ".join(before))


def has_denial(text: str) -> bool:
    """Whether a text says no or not."""
    return _says(DENIAL, text)


def in_first_person(text: str) -> bool:
    """Whether a text says "I" or "we"."""
    return _says(FIRST_PERSON, text)


def _says(label: str, text: str) -> bool:
    return any(match.label == label for match in shared_patterns(FOLDER).find(text))
