"""Finds the choice whose label somebody typed: as it stands, misspelt, or its first words."""

from __future__ import annotations

import functools
import re
from collections.abc import Container, Sequence

from rapidfuzz import fuzz

from bot.locations import PATTERNS
from bot.patterns.yaml_words import load

FOLDER = PATTERNS / "choices"
# An answer longer than a label by more than this many characters says something else too.
SPARE_CHARACTERS = 8
# Share of equal characters (0..100) from which a misspelt label still counts.
LABEL_LIKENESS = 86
# Fewer first words of a label say too little: in characters, and as a share of the label (0..1).
LEAST_CHARACTERS = 5
LEAST_SHARE = 0.4


def meant_label(typed: str, titles: Sequence[str], whole: Container[int] = ()) -> int | None:
    """Place of the one label that a text means; None when it means none, or could mean two.

    `whole` are the places of labels that must be typed whole: nobody is to be taken to be safe
    by half a sentence.
    """
    text = plain(typed)
    labels = [plain(title) for title in titles]
    if text in labels:
        return labels.index(text)
    likeness = [_likeness(text, label) for label in labels]
    if any(likeness):
        return likeness.index(max(likeness))
    begun = {
        label: place
        for place, label in reversed(list(enumerate(labels)))
        if place not in whole and _begins(text, label)
    }
    return next(iter(begun.values())) if len(begun) == 1 else None


def plain(text: str) -> str:
    """Lower case, words and commas only."""
    return re.sub(r"[^\w' ,]", "", text.casefold().replace("’", "'")).strip(" ,")


def _likeness(text: str, label: str) -> float:
    """Share of equal characters (0..100) of a misspelt label; 0 when it is none."""
    if len(label) <= 4 or len(text) > len(label) + SPARE_CHARACTERS:
        return 0
    ratio = fuzz.ratio(text, label)
    alike = ratio >= LABEL_LIKENESS and _turned(text) == _turned(label)
    return float(ratio) if alike else 0


def _begins(text: str, label: str) -> bool:
    words = text.split()
    beginning = " ".join(label.split()[: len(words)])
    if beginning == label or len(text) < max(LEAST_CHARACTERS, LEAST_SHARE * len(label)):
        return False
    return text == beginning or (len(words) > 1 and _likeness(text, beginning) > 0)


def _turned(text: str) -> int:
    """How many words of a text turn its meaning round."""
    return sum(word in _negations() for word in re.findall(r"[\w']+", text))


@functools.lru_cache(maxsize=1)
def _negations() -> frozenset[str]:
    files = sorted(FOLDER.glob("negations.*.yml"))
    return frozenset(str(word) for file in files for word in load(file.read_text("utf-8"))["words"])
