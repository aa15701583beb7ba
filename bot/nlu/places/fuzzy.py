"""Names that are misspelled in a way that no list has."""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.nlu.places.context import core, is_own, place_word
from bot.nlu.places.data import Name, context, gazetteer
from bot.nlu.places.finding import OTHER, Kind, Mention
from bot.nlu.places.text import Words

_LONGEST = 4  # words in a name
_SHORT = 6  # tokens; in a longer answer only "I live in" and the like announce a place
_SURE_LENGTH = 7  # letters; unasked, shorter names are too near to other words


@lru_cache(maxsize=1)
def _choices() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names to compare with: all of them, and the states only."""
    spellings = gazetteer().spellings
    # Everyday words lie one letter from a short name ("fishes", Fishers), so of the cities only
    # long names count that are no everyday words themselves.
    every = tuple(
        s for s, n in spellings.items() if n.kind is not Kind.CITY or (len(s) >= 6 and not n.word)
    )
    states = tuple(s for s, n in spellings.items() if n.kind is Kind.STATE and not n.person)
    return every, tuple(s for s in states if len(s) >= _SURE_LENGTH)


def _allowed(name: str) -> int:
    """How many letters may be wrong, missing, too many or swapped in a name of this length."""
    return 1 if len(name) <= 8 else 2 if len(name) <= 11 else 3


def _starts_alike(written: str, name: str) -> bool:
    """Whether the words begin alike: people seldom get a first letter wrong, but may swap two."""
    theirs, ours = written.split(), name.split()
    if written[0] not in name[:2] or len(theirs) > len(ours):
        return False
    return len(theirs) < len(ours) or all(a[0] in b[:2] for a, b in zip(theirs, ours, strict=True))


def _nearest(written: str, choices: tuple[str, ...], limit: int) -> list[tuple[int, Name]]:
    """The best matches, all at the same distance."""
    found = process.extract(
        written, choices, scorer=OSA.distance, score_cutoff=limit, limit=6, processor=None
    )
    near = [
        (int(d), gazetteer().spellings[name])
        for name, d, _ in found
        if d <= _allowed(name) and _starts_alike(written, name)
    ]
    best = min((d for d, _ in near), default=0)
    return [(d, name) for d, name in near if d == best]


def _mention(first: int, last: int, near: list[tuple[int, Name]]) -> Mention | None:
    names = [name for _, name in near]
    if not names:
        return None
    codes = tuple(dict.fromkeys(code for name in names for code in name.codes))
    keys = {name.key for name in names}
    if len(codes) == 1 and keys == {None}:
        return Mention(first, last, Kind.STATE, codes)
    key = keys.pop() if len(keys) == 1 else None
    return Mention(first, last, Kind.AMBIGUOUS, codes, key or OTHER)


def _spans(words: Words, asked: bool) -> list[tuple[int, int]]:
    """Where a misspelled name may stand, the likeliest first."""
    spans: list[tuple[int, int]] = []
    first, last = core(words)
    if asked and 1 <= last - first <= _LONGEST:
        spans.append((first, last))
    for index in range(1, len(words.tokens)):
        bold = asked and (len(words.tokens) <= _SHORT or is_own(words, index))
        if asked and not bold:
            continue
        if place_word(words, index) == index - 1:
            most = index + (3 if asked else 2)
            for end in range(min(most, len(words.tokens)), index, -1):
                if all(words.follows(at) for at in range(index + 1, end)):
                    spans.append((index, end))
    return spans


def find_misspelled(words: Words, asked: bool) -> Mention | None:
    """A name that is close to a known one and to no everyday word.

    Unasked, only a long state name with one letter wrong, right behind "in", "from" and the like.
    """
    lists = context()
    if any(t.lower in lists["negations"] or t.key in lists["gone_words"] for t in words.tokens):
        return None
    every, states = _choices()
    for first, last in _spans(words, asked):
        keys = words.keys(first, last)
        written = " ".join(keys)
        if len(written) < (4 if asked else _SURE_LENGTH) or not written.replace(" ", "").isalpha():
            continue
        if written in lists["not_fuzzy"] or keys[0] in lists["place_before"]:
            continue
        if asked:
            near = _nearest(written, every, 3)
        else:
            near = [hit for hit in _nearest(written, states, 1) if hit[0] == 1]
        mention = _mention(first, last, near)
        if mention:
            return mention
    return None
