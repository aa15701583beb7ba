"""How much the bot says at once: nobody in fear reads a page (at most 3 bubbles, 60 words)."""

from __future__ import annotations

from typing import Any

import pytest

from bot.channel_names import MESSAGING_APPS, WEB_CHAT, variants_for
from bot.responses.reading_grade import reading_grade, word_count
from bot.responses.script_index import ScriptIndex

MOST_BUBBLES = 3
MOST_WORDS = 60
INDEX = ScriptIndex.read()


def variants(name: str, channel: str) -> list[str]:
    """Texts that may be said in the place of a response, by a slot's value or a condition."""
    found = [one["text"] for one in variants_for(INDEX.responses[name], channel)]
    if (INDEX.responses[name][0].get("metadata") or {}).get("by_slot"):
        for other, variations in INDEX.responses.items():
            if other.startswith(f"{name}_"):
                found += [one["text"] for one in variants_for(variations, channel)]
    return found


def turns() -> list[tuple[str, list[str]]]:
    """Name and responses of each rule."""
    found = []
    for rule in INDEX.rules:
        said = [step["action"] for step in rule["steps"] if step.get("action") in INDEX.responses]
        if said:
            found.append((rule["rule"], said))
    return found


def bubbles(text: str) -> int:
    return len([bubble for bubble in text.split("\n\n") if bubble.strip()])


def test_there_are_turns_to_look_at() -> None:
    assert len(turns()) >= 100


@pytest.mark.parametrize(("rule", "said"), turns(), ids=lambda value: str(value)[:40])
def test_no_turn_is_longer_than_a_frightened_person_reads(rule: str, said: list[str]) -> None:
    for channel in (WEB_CHAT, *MESSAGING_APPS):
        texts = [variants(name, channel) for name in said]
        assert sum(max(map(word_count, some)) for some in texts) <= MOST_WORDS, channel
        assert sum(max(map(bubbles, some)) for some in texts) <= MOST_BUBBLES, channel


def test_half_of_all_texts_are_at_grade_six_or_below() -> None:
    def text(variation: dict[str, Any]) -> str:
        return str(variation.get("text") or "")

    grades = [
        grade
        for variations in INDEX.responses.values()
        for one in variations
        if (grade := reading_grade(text(one))) is not None
    ]
    assert len(grades) > 300
    assert sorted(grades)[len(grades) // 2] <= 6
