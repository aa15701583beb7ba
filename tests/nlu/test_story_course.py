"""How long and how often: what a story tells of it, and what it does not."""

from __future__ import annotations

import pytest

from bot.nlu.stories.course import FOLDER, VALUES, course_of
from bot.patterns.pattern_set import PatternSet

PATTERNS = PatternSet.load(FOLDER).patterns


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.pattern_id)
def test_every_pattern_catches_its_examples_and_no_counter(pattern) -> None:
    value = pattern.keys["value"]
    assert value in VALUES[pattern.label]
    for example in pattern.examples:
        assert course_of([example]).get(pattern.label) == value, example
    for counter in pattern.counters:
        assert course_of([counter]).get(pattern.label) != value, counter


def test_the_longest_and_the_most_often_count() -> None:
    told = ["he texts me every day", "it started for me in march and has gone on for two years"]
    assert course_of([*told, "twice a week he calls too"]) == {
        "duration": "years",
        "frequency": "daily",
    }


def test_what_is_not_told_is_not_made_up() -> None:
    assert course_of(["my ex of five years posted my address", "i am 40 years old"]) == {}
