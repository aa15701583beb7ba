"""When two letters are a postal code, and when five digits are a ZIP code."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.nlu.places.context import city_announced, clause_ends, core, is_own
from bot.nlu.places.data import context, gazetteer
from bot.nlu.places.finding import Kind, Mention
from bot.nlu.places.text import Words
from bot.nlu.places.zips import zip_codes

_ZIP = re.compile(r"\d{5}(?:-\d{4})?")
_ZIP_WORD_REACH = 4  # tokens between "zip" and its number
_SHORT_ANSWER = 6  # tokens; in a longer text a bare number is rather an amount
_NO_ZIP_AFTER = re.compile(r"[$€£#]\s*$|[@*+=/.-]$")


@dataclass(frozen=True)
class _Letters:
    """Two letters that spell a code: tokens `first` up to `last`."""

    code: str
    first: int
    last: int
    upper: bool


def find_code(words: Words, index: int, previous: Mention | None, asked: bool) -> Mention | None:
    """The postal code at token `index`, if what stands there is meant as one.

    `previous` is the mention found last; a code right behind a city belongs to it.
    """
    letters = _letters(words, index)
    if letters is None:
        return None
    city = previous if previous and previous.last == index and words.beside(index) else None
    if city and city.kind in (Kind.CITY, Kind.AMBIGUOUS):
        if _behind_city(words, letters, city, asked):
            return Mention(index, letters.last, Kind.STATE, (letters.code,))
    elif _before_zip(words, letters, asked):
        return Mention(index, letters.last, Kind.STATE, (letters.code,))
    if not _alone(words, letters, asked):
        return None
    unsure = gazetteer().unsure_codes.get(letters.code)
    if unsure:
        return Mention(index, letters.last, Kind.AMBIGUOUS, unsure.codes, unsure.key)
    return Mention(index, letters.last, Kind.STATE, (letters.code,))


def _letters(words: Words, index: int) -> _Letters | None:
    token = words.tokens[index]
    text, last = token.text.removesuffix("'s"), index + 1
    if len(text) == 1 and words.gap(index + 1).strip() == "." and len(words.key(index + 1)) == 1:
        # "N.Y.", but neither "R.I.P." nor the end of "a.k.a."
        if (index and token.gap == ".") or _more_initials(words, index + 2):
            return None
        text, last = text + words.tokens[index + 1].text, index + 2
    code = text.upper()
    if code not in gazetteer().codes:
        return None
    return _Letters(code, index, last, text == code and not words.shouting)


def _more_initials(words: Words, index: int) -> bool:
    return words.gap(index) == "." and len(words.key(index)) == 1


def _behind_city(words: Words, found: _Letters, city: Mention, asked: bool) -> bool:
    ends, comma = clause_ends(words, found.last), "," in words.gap(found.first)
    known = found.code in city.codes
    if found.code in gazetteer().code_words:
        return (found.upper and (comma or ends)) or (known and ends)
    return found.upper or known or (ends and (comma or asked))


def _before_zip(words: Words, found: _Letters, asked: bool) -> bool:
    """Whether a ZIP code of that very place stands behind it: "TX 75001"."""
    if not (found.upper or asked) or found.last >= len(words.tokens):
        return False
    digits = words.tokens[found.last].text
    return bool(_ZIP.fullmatch(digits)) and found.code in zip_codes(digits)


def _alone(words: Words, found: _Letters, asked: bool) -> bool:
    book, lists = gazetteer(), context()
    size = len(words.tokens)
    if asked and found.last - found.first == size:
        return True
    before = words.key(found.first - 1) if words.spaced(found.first) else ""
    ends = clause_ends(words, found.last)
    if found.code in book.code_words:
        if before not in ("in", "from") or not ends:
            return False
        own = is_own(words, found.first)
        near = words.keys(max(0, found.first - 3), found.first)
        law = any(key in lists["law_words"] for key in near)
        if asked:
            return own or law or size <= 3
        return found.upper and (own or law)
    if asked and core(words) == (found.first, found.last):
        return True
    announced = before in lists["place_before"]
    if found.upper:
        by_law = words.spaced(found.last) and words.key(found.last) in lists["law_words"]
        return asked or announced or by_law
    if not announced:
        return False
    return found.code in book.code_any_case or (ends and (asked or is_own(words, found.first)))


def find_zip(words: Words, index: int, previous: Mention | None, asked: bool) -> Mention | None:
    """The ZIP code at token `index`, if the number there is one."""
    digits = words.tokens[index].text
    if not _ZIP.fullmatch(digits) or _NO_ZIP_AFTER.search(words.gap(index)):
        return None
    glued = (index and not words.gap(index)) or words.gap(index + 1)[:1] in ("%", "$", "€", "£")
    codes = zip_codes(digits)
    if glued or not codes:
        return None
    beside = (
        previous is not None
        and previous.last == index
        and words.beside(index)
        and bool(set(previous.codes) & set(codes))
    )
    bare = asked or (index > 0 and words.key(index - 1) in context()["zip_after"])
    if not (beside or _zip_word_near(words, index) or (bare and _bare_zip(words, index))):
        return None
    if len(codes) == 1:
        return Mention(index, index + 1, Kind.ZIP, codes)
    return Mention(index, index + 1, Kind.ZIP, codes, "other")


def _zip_word_near(words: Words, index: int) -> bool:
    zip_words = context()["zip_words"]
    for step in (-1, 1):
        at = index
        for _ in range(_ZIP_WORD_REACH):
            at += step
            if not 0 <= at < len(words.tokens):
                break
            if words.key(at) in zip_words:
                return True
            if set(words.gap(at if step > 0 else at + 1)) & set(".;!?\n"):
                break
    return False


def _bare_zip(words: Words, index: int) -> bool:
    lists = context()
    if words.key(index - 1) in lists["not_zip_before"]:
        return False
    if any(key in lists["not_zip_after"] for key in words.keys(index + 1, index + 4)):
        return False
    return len(words.tokens) <= _SHORT_ANSWER or city_announced(words, index)
