"""Reads a number that somebody typed in place of a choice: "2", "2️⃣", "the second one", "dos".

Only a message that says nothing else is one, so that an age, a ZIP code, "911" or "3 times" is
never taken for a choice. The words stand in data/patterns/choices/, one file a language.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.locations import PATTERNS
from bot.patterns.normalise import normalise
from bot.patterns.yaml_words import load

FOLDER = PATTERNS / "choices"
# A longer message says something else as well; in characters.
MOST_CHARACTERS = 60
# More numbers in a row are a phone number or a date.
MOST_NUMBERS = 4

_AT_THE_START = ' #([{"*.:'
_AT_THE_END = ' .)]}!?,:;"*'
_KEYCAP = "\u20e3"
_DIGITS = r"(?:0|0?[1-9]|[1-9]\d)"
_NUMBER_SIGN = re.compile(r"#\s*(?=\d)")
# Emoji and the like at either end; "2 👍" is a two.
_PICTURES = re.compile(
    r"^[\u2600-\u27bf\U0001f300-\U0001faff\s]+|[\u2600-\u27bf\U0001f300-\U0001faff\s]+$"
)
_AFTER_DIGITS = re.compile(r"(?<=\d)[.):](?=\s)")


@dataclass(frozen=True)
class _Words:
    """The words of all languages, ready to be looked for."""

    values: Mapping[str, int]
    last: frozenset[str]
    single: re.Pattern[str]
    joint: re.Pattern[str]
    never: frozenset[str]


def typed_numbers(text: str, count: int) -> tuple[int, ...]:
    """Numbers that a message consists of, in order; none when it says anything else.

    `count` is how many choices there are: "the last one" means it. A number may be higher.
    """
    if len(text) > MOST_CHARACTERS:
        return ()
    words = _words()
    typed = _plain(text)
    if re.sub(r"[\s.-]", "", typed) in words.never:
        return ()
    alone = _number(typed.replace(",", " "), count, words)
    if alone is not None:
        return (alone,)
    parts = words.joint.split(typed)
    numbers = [_number(part, count, words) for part in parts]
    if len(parts) > MOST_NUMBERS or None in numbers:
        return ()
    return tuple(number for number in numbers if number is not None)


def _number(text: str, count: int, words: _Words) -> int | None:
    match = words.single.fullmatch(" ".join(text.split()))
    if not match:
        return None
    found = match["digits"] or match["number"] or match["ordinal"]
    if found in words.last:
        return count
    return words.values.get(found, int(found) if found.isdecimal() else None)


def _plain(text: str) -> str:
    """Lower case, without accents, apostrophes, keycaps, and marks at either end."""
    text = _folded(normalise(text).replace(_KEYCAP, ""))
    if not _is_picture(text):
        text = _PICTURES.sub("", text)
    text = text.lstrip(_AT_THE_START).rstrip(_AT_THE_END)
    return _AFTER_DIGITS.sub(" ", _NUMBER_SIGN.sub("", text))


def _is_picture(text: str) -> bool:
    return len(text) == 1 and unicodedata.category(text) == "So"


def _folded(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in letters if unicodedata.category(one) != "Mn").replace("'", "")


@functools.lru_cache(maxsize=1)
def _words(folder: Path = FOLDER) -> _Words:
    languages = [load(file.read_text("utf-8")) for file in sorted(folder.glob("numbers.*.yml"))]

    def every(key: str) -> list[str]:
        return [_folded(str(word)) for language in languages for word in language[key]]

    def values(key: str) -> dict[str, int]:
        return {
            _folded(str(word)): int(number)
            for language in languages
            for number, words in language[key].items()
            for word in words
        }

    numbers, ordinals, last = values("numbers"), values("ordinals"), every("last")
    before, after = _any(every("before")), _any(every("after"))
    single = re.compile(
        rf"(?:{before} )*"
        rf"(?:(?:{_any(every('before_digits'))}\.? ?)?(?P<digits>{_DIGITS})"
        rf"|(?P<number>{_any(numbers)})"
        rf"|(?:{_any(every('before_ordinals'))} )?(?P<ordinal>{_any([*ordinals, *last])})"
        rf"(?: {_any(every('after_ordinals'))})?)"
        rf"(?: {after})*"
    )
    signs = [word for word in every("joints") if not word.isalpha()]
    spoken = [word for word in every("joints") if word.isalpha()]
    joint = re.compile(
        rf"\s*(?:,|{_any(signs)})\s*(?:\b{_any(spoken)}\b\s*)?|(?<=\d)\s+(?=\d)|\s+{_any(spoken)}\s+"
    )
    return _Words(
        {**numbers, **ordinals}, frozenset(last), single, joint, frozenset(every("never"))
    )


def _any(phrases: Iterable[str]) -> str:
    """A pattern for one of several phrases, the longest first."""
    return "(?:" + "|".join(re.escape(one) for one in sorted(phrases, key=len, reverse=True)) + ")"
