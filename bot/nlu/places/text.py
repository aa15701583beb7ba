"""Text into tokens that remember where they stood."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

MAX_CHARS = 4000
"""Longer texts are read up to here; nobody names their state later than that."""

_TOKEN = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)*|\d+(?:[.,]\d+)*(?:-\d{4}(?!\d))?")
_QUOTES = {"\u2019": "'", "\u2018": "'", "\u02bc": "'", "\u00b4": "'", "`": "'"}
# The Hawaiian okina and invisible characters: left out, so that Hawaiʻi reads as Hawaii.
_DROPPED = frozenset("\u02bb\u200b\u200c\u200d\u2060\ufeff\u00ad")
_WITHIN_NAME = re.compile(r"[\s\-]+")
_AFTER_SHORT = re.compile(r"\.[\s\-]?")
_ENDS_CLAUSE = re.compile(r"[.,;:!?()\"\n/]")
_BETWEEN_CITY_AND_STATE = re.compile(r"[.\"”]*\s*,?\s*[(\"“]?|\s*-\s*")


@dataclass(frozen=True)
class Token:
    """A word or number: `key` is its lower case without a trailing 's, `gap` what stands before."""

    text: str
    lower: str
    key: str
    gap: str
    start: int
    end: int


@dataclass(frozen=True)
class Words:
    """A text as tokens; `tail` is what follows the last, `shouting` that all of it is capitals."""

    tokens: tuple[Token, ...]
    tail: str
    shouting: bool

    def gap(self, index: int) -> str:
        """What stands before token `index`, or behind the last one."""
        return self.tokens[index].gap if index < len(self.tokens) else self.tail

    def key(self, index: int) -> str:
        """The key of token `index`; empty outside of the text."""
        return self.tokens[index].key if 0 <= index < len(self.tokens) else ""

    def spaced(self, index: int) -> bool:
        """Whether only blanks stand before token `index`."""
        return 0 < index < len(self.tokens) and not self.tokens[index].gap.strip()

    def follows(self, index: int) -> bool:
        """Whether token `index` can continue the name that token `index - 1` is part of."""
        gap = self.tokens[index].gap
        if _WITHIN_NAME.fullmatch(gap):
            return True
        return len(self.tokens[index - 1].text) <= 4 and bool(_AFTER_SHORT.fullmatch(gap))

    def breaks(self, index: int) -> bool:
        """Whether punctuation before token `index` ends a clause, or the text ends there."""
        return index >= len(self.tokens) or bool(_ENDS_CLAUSE.search(self.tokens[index].gap))

    def beside(self, index: int) -> bool:
        """Whether token `index` can be the state behind a city ("Portland, OR")."""
        return bool(_BETWEEN_CITY_AND_STATE.fullmatch(self.gap(index)))

    def keys(self, first: int, last: int) -> list[str]:
        """The keys of the tokens from `first` up to, not including, `last`."""
        return [token.key for token in self.tokens[first:last]]


def _flatten(text: str) -> tuple[str, Sequence[int]]:
    """The text in plain letters, and for each of its characters the place it came from."""
    if text.isascii() and "`" not in text:
        return text, range(len(text) + 1)
    chars: list[str] = []
    places: list[int] = []
    for index, char in enumerate(text):
        if char in _DROPPED or unicodedata.combining(char):
            continue
        plain = _QUOTES.get(char) or unicodedata.normalize("NFKD", char)[:1]
        chars.append(plain)
        places.append(index)
    return "".join(chars), [*places, len(text)]


def read(text: str) -> Words:
    """Split a text into tokens, with offsets into the text as it was given."""
    flat, places = _flatten(text[:MAX_CHARS])
    tokens: list[Token] = []
    before = 0
    for found in _TOKEN.finditer(flat):
        word = found.group()
        lower = word.lower()
        tokens.append(
            Token(
                text=word,
                lower=lower,
                key=lower[:-2] if lower.endswith("'s") else lower,
                gap=flat[before : found.start()],
                start=places[found.start()],
                end=places[found.end() - 1] + 1,
            )
        )
        before = found.end()
    # One or two words in capitals ("CA 90210") are a way of writing, not a way of speaking.
    shouting = sum(t.text.isalpha() for t in tokens) > 2 and flat.upper() == flat
    return Words(tuple(tokens), flat[before:], shouting)


def phrase(name: str) -> tuple[str, ...]:
    """A name as the tuple of token keys that it is looked up by."""
    return tuple(token.key for token in read(name).tokens)
