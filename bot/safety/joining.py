"""Joins what the patterns and the classifier found in one message. Either can raise the level.

Two things only the other one knows: a pattern sees that "I want to kill myself" was a quotation or
a saying, and the classifier sees whether doubtful words ("my pills") stand in a dangerous message.
"""

from __future__ import annotations

from typing import Any

from bot.safety.classifier import Reading
from bot.safety.model import LEVELS, Level

# Chance of danger anywhere in the message below which doubtful words count one step less.
DOUBT_SCORE = 0.12
# In fewer words the classifier has too little to go by: "suicide", and nothing else.
LEAST_WORDS_TO_DOUBT = 4
# Chance of danger to be answered from which the classifier answers together with a pattern.
AGREED_ACT_SCORE = 0.25
# Chance of danger to be answered from which a word about the past or a laugh no longer keeps the
# classifier back: it has read it, too ("since I was 13 I think of killing myself, lol").
UNMOVED_ACT_SCORE = 0.95
LESSER = {"used-to", "joking"}
# What "he says I should kill myself" looks like to the classifier, and is not, by level.
MISREAD: dict[Level, set[str]] = {
    "act": {"suicide_other", "violence_to_other"},
    "check": {"suicide_other", "violence_to_other", "immediate_danger", "child_at_risk"},
}
_LOWER: dict[str, Level] = {"act": "check", "check": "none"}
Entry = dict[str, Any]


def join(by_patterns: list[Entry], reading: Reading | None) -> list[Entry]:
    """Return the evidence of both; without a reading, that of the patterns.

    `by_patterns` may hold entries of level "none", which were softened away.
    """
    found = list(by_patterns)
    if reading:
        found = [_doubted(entry, reading) for entry in by_patterns]
        sure = {
            one["flag"]
            for one in found
            if one["level"] != "none" and not {"softened_by", "told"} & one.keys()
        }
        found += [
            _agreed(_softened(entry, by_patterns), sure)
            for entry in reading.evidence
            if not _named_otherwise(entry, found)
        ]
    known = ({k: v for k, v in entry.items() if k != "unsure"} for entry in found)
    return [entry for entry in known if entry["level"] != "none"]


def _doubted(entry: Entry, reading: Reading) -> Entry:
    certain = not entry.get("unsure") or reading.words < LEAST_WORDS_TO_DOUBT
    if certain or reading.danger >= DOUBT_SCORE or entry["level"] == "none":
        return entry
    return entry | {"level": _LOWER[entry["level"]], "softened_by": "classifier"}


def _named_otherwise(entry: Entry, by_patterns: list[Entry]) -> bool:
    """Whether patterns name the danger in the same words, and none by this flag: they know best."""
    same = [other for other in by_patterns if _same_words(entry, other)]
    if any("told" in other for other in same) and entry["flag"] in MISREAD[entry["level"]]:
        return True
    named = {other["flag"] for other in same if other["level"] == "act"}
    return bool(named) and entry["flag"] not in named


def _same_words(entry: Entry, other: Entry) -> bool:
    return other["clause"] in entry["clause"] or entry["clause"] in other["clause"]


def _agreed(entry: Entry, sure: set[str]) -> Entry:
    """Answer what one alone would only ask about, where both see the same danger."""
    if entry["flag"] in sure and entry["act_score"] >= AGREED_ACT_SCORE:
        return entry | {"level": "act"}
    return entry


def _softened(entry: Entry, by_patterns: list[Entry]) -> Entry:
    """Take the classifier's word no higher than a softened pattern in the same words, unless it
    has no doubt at all.
    """
    inside = [
        other
        for other in by_patterns
        if other["flag"] == entry["flag"] and _same_words(entry, other)
    ]
    if not inside or not all("softened_by" in other for other in inside):
        return entry
    by = {other["softened_by"] for other in inside}
    if by <= LESSER and entry["act_score"] >= UNMOVED_ACT_SCORE:
        return entry
    gravest = max(inside, key=lambda other: LEVELS.index(other["level"]))
    if LEVELS.index(gravest["level"]) >= LEVELS.index(entry["level"]):
        return entry
    return entry | {"level": gravest["level"], "softened_by": gravest["softened_by"]}
