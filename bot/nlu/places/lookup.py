"""The one question this package answers: which jurisdiction does a text name?"""

from __future__ import annotations

from collections.abc import Iterable

from bot.nlu.places.finding import (
    OTHER,
    SEVERAL,
    Ambiguity,
    Mention,
    PlaceFinding,
    Role,
)
from bot.nlu.places.fuzzy import find_misspelled
from bot.nlu.places.scan import find_mentions
from bot.nlu.places.text import Words, read


def find_places(text: str, *, asked: bool) -> PlaceFinding:
    """Find the US jurisdiction that a person says is theirs.

    Never guesses: what could be two places comes back as ambiguous.

    Args:
        text: what the person wrote, any length; offsets in the answer point into it.
        asked: whether the bot has just asked for the place. Then short answers count ("ca",
            "90210", "mobile"), and misspelled names are matched more boldly.

    Returns:
        A finding that is certain, ambiguous or, as usual, empty.
    """
    words = read(text)
    if not words.tokens:
        return PlaceFinding()
    mentions = find_mentions(words, asked)
    if not mentions:
        misspelled = find_misspelled(words, asked)
        mentions = [misspelled] if misspelled else []
    return _decide(words, mentions, asked)


def _decide(words: Words, mentions: list[Mention], asked: bool) -> PlaceFinding:
    own = _settled([m for m in mentions if m.role is Role.SELF], mentions)
    if len(_meanings(own)) == 1:
        return _finding(words, own)
    present = _settled([m for m in mentions if m.role in (Role.SELF, Role.PLAIN)], mentions)
    elsewhere = [m for m in mentions if m.role in (Role.OTHER, Role.GONE)]
    named = [*present, *elsewhere]
    if not named:
        return PlaceFinding()
    if len(_meanings(named)) > 1:
        # A single foreign or former place says nothing about the person's own.
        if not present and not asked:
            return PlaceFinding()
        return _unsure(words, named, SEVERAL)
    if present:
        return _finding(words, present)
    # Somebody else's place, or one that was left: as an answer it is worth a question.
    return _unsure(words, named, named[0].key or OTHER) if asked else PlaceFinding()


def _settled(group: list[Mention], mentions: list[Mention]) -> list[Mention]:
    """The group, its unsure mentions settled by a sure one: "Portland ... that is in Oregon"."""
    trusted = [m for m in mentions if m.sure and m.role in (Role.SELF, Role.PLAIN)]
    for mention in group:
        if mention.sure:
            continue
        fitting = {m.codes[0] for m in trusted} & set(mention.codes)
        if len(fitting) == 1:
            mention.settle(fitting.pop())
            continue
        # Two unsure ones that have one place in common: a ZIP code in two states and a city.
        for other in group:
            common = set(other.codes) & set(mention.codes)
            if other is not mention and other.kind is not mention.kind and len(common) == 1:
                mention.settle(common.copy().pop())
                other.settle(common.pop())
                break
    return group


def _meanings(mentions: Iterable[Mention]) -> set[tuple[str | None, tuple[str, ...]]]:
    return {(mention.key, mention.codes) for mention in mentions}


def _finding(words: Words, same: list[Mention]) -> PlaceFinding:
    """The finding for mentions that all mean the same."""
    first = same[0]
    if first.key is not None:
        return _unsure(words, same[:1], first.key)
    start, end = _offsets(words, same[:1])
    return PlaceFinding(certain=first.codes[0], start=start, end=end)


def _unsure(words: Words, mentions: list[Mention], key: str) -> PlaceFinding:
    ordered = sorted(mentions, key=lambda mention: mention.first)
    codes = tuple(dict.fromkeys(code for mention in ordered for code in mention.codes))
    start, end = _offsets(words, ordered)
    return PlaceFinding(ambiguous=Ambiguity(key, codes), start=start, end=end)


def _offsets(words: Words, mentions: list[Mention]) -> tuple[int, int]:
    return words.tokens[mentions[0].first].start, words.tokens[mentions[-1].last - 1].end
