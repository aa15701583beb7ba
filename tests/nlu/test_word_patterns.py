"""Each pattern of the words that people use catches its examples and none of its counters."""

from __future__ import annotations

import pytest

from bot.locations import PATTERNS
from bot.patterns.pattern_set import Pattern, PatternSet

FOLDERS = (
    "age",
    "corrections",
    "hard_to_explain",
    "questions",
    "relation",
    "safety_talk",
    "short_answers",
    "telling",
    "whom",
)
SETS = {folder: PatternSet.load(PATTERNS / folder) for folder in FOLDERS}
ALL = [(folder, pattern) for folder in FOLDERS for pattern in SETS[folder].patterns]


def finds(folder: str, pattern: Pattern, text: str) -> bool:
    found = SETS[folder].find(text)
    return any((m.label, m.pattern_id) == (pattern.label, pattern.pattern_id) for m in found)


@pytest.mark.parametrize(
    ("folder", "pattern"), ALL, ids=lambda one: getattr(one, "pattern_id", str(one))
)
def test_every_pattern_catches_its_examples_and_no_counter(folder: str, pattern: Pattern) -> None:
    for example in pattern.examples:
        assert finds(folder, pattern, example), example
    for counter in pattern.counters:
        assert not finds(folder, pattern, counter), counter
