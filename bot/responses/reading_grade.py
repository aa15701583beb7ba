"""How hard a text is to read: the Flesch-Kincaid grade.

Kincaid, Fishburne, Rogers and Chissom 1975: 0.39 words a sentence + 11.8 syllables a word - 15.59.
Syllables are counted as groups of vowels without a silent e, which errs on the hard side.
"""

from __future__ import annotations

import re

_SENTENCE_END = re.compile(r"[.!?:]+(?:\s|$)|\n+")
_WORD = re.compile(r"[A-Za-z][A-Za-z'’]*")
# What no plain word can replace: names, addresses and citations are left out of the count.
_UNCOUNTED = re.compile(r"\{[a-z_]+\}|https?://\S+|\b[\w-]+\.(?:org|gov|com|net)\b|§+\s*[\w.()-]+")
# Below this many words the formula says nothing.
LEAST_WORDS = 14


def reading_grade(text: str) -> float | None:
    """US school grade of a text, or None when it is too short to tell."""
    text = _UNCOUNTED.sub("", text)
    words = _WORD.findall(text)
    if len(words) < LEAST_WORDS:
        return None
    sentences = sum(1 for part in _SENTENCE_END.split(text) if _WORD.search(part))
    syllables = sum(_syllables(word.lower()) for word in words)
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


def word_count(text: str) -> int:
    """Number of words; list marks and numbers do not count."""
    return len(_WORD.findall(text))


def _syllables(word: str) -> int:
    groups = len(re.findall(r"[aeiouy]+", word))
    if word.endswith("e") and not word.endswith(("le", "ee")) and groups > 1:
        groups -= 1
    if word.endswith("ed") and not word.endswith(("ted", "ded")) and groups > 1:
        groups -= 1
    return max(groups, 1)
