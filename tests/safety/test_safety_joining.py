"""Patterns and classifier together: either can raise the level, and each knows something alone."""

from __future__ import annotations

from typing import Any

from bot.safety.classifier import Reading
from bot.safety.joining import join
from bot.safety.model import combine

CLAUSE = "he told me to kill myself"


def pattern(level: str, **keys: Any) -> dict[str, Any]:
    return {
        "pattern": "p",
        "flag": "suicide_self",
        "level": level,
        "clause": CLAUSE,
        **keys,
    }


def reading(level: str, score: float = 0.9, act: float = 0.1, **keys: Any) -> Reading:
    entry = {"score": score, "act_score": act, "flag": "suicide_self", "level": level}
    return Reading(({**entry, "clause": f"so {CLAUSE} again", **keys},), score, words=9)


def level(by_patterns: list[dict[str, Any]], read: Reading | None) -> str:
    return combine(join(by_patterns, read)).level


def test_either_can_raise_the_level() -> None:
    assert level([pattern("act")], reading("check")) == "act"
    assert level([], reading("act")) == "act"
    assert level([pattern("check")], Reading(danger=0.9, words=9)) == "check"


def test_without_the_classifier_the_patterns_go_on_alone() -> None:
    assert level([pattern("act", unsure=True)], None) == "act"
    assert level([pattern("none", softened_by="idiom")], None) == "none"


def test_doubtful_words_count_less_in_a_harmless_message() -> None:
    harmless = Reading(danger=0.05, words=9)
    assert level([pattern("act", unsure=True)], harmless) == "check"
    assert level([pattern("check", unsure=True)], harmless) == "none"
    assert level([pattern("act")], harmless) == "act"


def test_a_word_alone_is_not_doubted() -> None:
    assert level([pattern("check", unsure=True)], Reading(danger=0.05, words=1)) == "check"


def test_a_quotation_keeps_the_classifier_from_going_higher() -> None:
    quoted = pattern("check", softened_by="quotation")
    assert level([quoted], reading("act")) == "check"
    assert level([pattern("none", softened_by="idiom")], reading("check")) == "none"
    assert level([quoted, pattern("act")], reading("act")) == "act"


def test_what_was_softened_is_another_danger_s_business() -> None:
    quoted = pattern("none", softened_by="third-person")
    assert level([quoted], reading("act", flag="suicide_other")) == "act"


def test_where_a_pattern_names_the_danger_the_classifier_adds_no_other_name() -> None:
    found = join([pattern("act")], reading("act", flag="violence_to_other"))
    assert {entry["flag"] for entry in found} == {"suicide_self"}


def test_both_together_answer_what_each_would_ask_about() -> None:
    assert level([pattern("check")], reading("check", act=0.4)) == "act"
    assert level([pattern("check", softened_by="not-want")], reading("check", act=0.4)) == "check"
