"""Splits a text into messages where a person would: counted as text messages are.

That count is never below an app's own, so that one way of splitting fits every app.
"""

from __future__ import annotations

import re
import unicodedata

from bot.channels.messaging.gsm7 import EXTENSION, is_gsm7

# A mark such as "(1/3) " and a word or two have to fit.
LEAST_CHARACTERS = 40

# Choices stand below their question: rather the question goes with them into the next message.
_PARAGRAPH_BUT_CHOICES = re.compile(r"\n{2,}(?!\d{1,2} \S)")
_PARAGRAPH = re.compile(r"\n{2,}")
_LINE = re.compile(r"\n+")
_SENTENCE = re.compile(r"(?<=[.!?])[\"')]*\s+")
# A phone number may be written with spaces: none of them is an end of a word.
_WORD = re.compile(r"(?<![\d)])\s+|\s+(?![\d(])")
_ANY_SPACE = re.compile(r"\s+")
_CHOICE_LINE = re.compile(r"^\d{1,2} \S.*$", re.MULTILINE)


def split(text: str, most_characters: int) -> list[str]:
    """Split a text into messages of at most so many characters (as `length` counts them).

    It is split after a paragraph, else a line, a sentence, a word, and not inside a number, an
    address or the line of a choice, unless one of these alone is longer than a message. Several
    messages carry "(1/3)" at their start, since they may arrive out of order.

    Raises:
        ValueError: so few characters are allowed that no message would hold a word.
    """
    if most_characters < LEAST_CHARACTERS:
        raise ValueError(f"most_characters is at least {LEAST_CHARACTERS}, not {most_characters}.")
    text = text.strip()
    if not text:
        return []
    if length(text) <= most_characters:
        return [text]
    digits = 1
    while True:
        mark = len("(/) ") + 2 * digits
        parts = _parts(text, most_characters - mark)
        if len(str(len(parts))) <= digits:
            marks = [f"({number}/{len(parts)})" for number in range(1, len(parts) + 1)]
            return [_marked(mark, part) for mark, part in zip(marks, parts, strict=True)]
        digits += 1


def _marked(mark: str, part: str) -> str:
    # A choice's number has to open its line.
    return f"{mark}\n{part}" if _CHOICE_LINE.match(part) else f"{mark} {part}"


def _parts(text: str, most: int) -> list[str]:
    parts = []
    while text:
        cut = _cut(text, most)
        parts.append(text[:cut].rstrip())
        text = text[cut:].lstrip()
    return parts


def _cut(text: str, most: int) -> int:
    """Where the first part of a text ends that holds at most so many characters."""
    end = _fitting(text, most)
    if end == len(text):
        return end
    # An early paragraph would leave the message almost empty: then a later line is better.
    for pattern in (_PARAGRAPH_BUT_CHOICES, _PARAGRAPH, _LINE, _SENTENCE):
        found = _last_break(text, pattern, end // 3, end)
        if found:
            return found
    for pattern in (_LINE, _WORD, _ANY_SPACE):
        found = _last_break(text, pattern, 0, end)
        if found:
            return found
    return _whole_sign(text, end)


def _last_break(text: str, pattern: re.Pattern[str], least: int, end: int) -> int:
    """End of what stands before the last fitting break; 0 when there is none."""
    inside = [match.span() for match in _CHOICE_LINE.finditer(text[: end + 1])]
    found = 0
    for match in pattern.finditer(text):
        # What stands before the spaces has to fit, not the spaces.
        closing = match.end() - len(match[0]) + len(match[0].rstrip())
        if closing > end:
            break
        in_a_choice = any(start < closing < stop for start, stop in inside)
        if closing > least and not (in_a_choice and pattern is not _ANY_SPACE):
            found = closing
    return found


def _fitting(text: str, most: int) -> int:
    """How many of a text's first characters fit; every shorter beginning fits too."""
    as_gsm7 = as_ucs2 = 0
    plain = True
    for place, char in enumerate(text):
        plain = plain and is_gsm7(char)
        as_gsm7 += 2 if char in EXTENSION else 1
        as_ucs2 += 2 if ord(char) > 0xFFFF else 1
        if (as_gsm7 if plain else as_ucs2) > most:
            return place
    return len(text)


def _whole_sign(text: str, end: int) -> int:
    """A cut that leaves a sign with its accents and an emoji with what colours it."""
    for place in range(end, max(end - 10, 0), -1):
        follows = unicodedata.category(text[place]) in {"Mn", "Me", "Cf"}
        if not follows and text[place - 1] != "\u200d":
            return place
    return end


def length(text: str) -> int:
    """How many characters a text counts for: an emoji two, and what GSM-7 has to escape."""
    return sum(widths(text))


def widths(text: str) -> list[int]:
    """What each character of a text counts for, in its smallest encoding."""
    if is_gsm7(text):
        return [2 if char in EXTENSION else 1 for char in text]
    return [2 if ord(char) > 0xFFFF else 1 for char in text]
