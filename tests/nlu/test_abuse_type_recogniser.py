"""What a pattern found is not said back where the person denies it."""

from __future__ import annotations

import pytest

from bot.nlu.abuse_type_recogniser import PATTERN_FOLDER, is_denied
from bot.patterns import normalise
from bot.patterns.pattern_set import PatternSet

PATTERNS = PatternSet.load(PATTERN_FOLDER)


def named(text: str) -> set[str]:
    plain = normalise(text)
    found = PATTERNS.find_normalised(plain)
    return {match.label for match in found if not is_denied(plain, match.start)}


@pytest.mark.parametrize(
    "text",
    ["Nobody has threatened me", "she never threatened my family", "he hasn't threatened me"],
)
def test_what_is_denied_is_not_named(text: str) -> None:
    assert "threats" not in named(text)


@pytest.mark.parametrize(
    "text",
    [
        "he threatened me",
        "I never wrote back, and then he threatened me",
        "nobody helps. my ex threatened me again",
    ],
)
def test_a_no_about_something_else_hides_nothing(text: str) -> None:
    assert "threats" in named(text)
