"""All mentions of places in a text, each with whose place it is."""

from __future__ import annotations

from rapidfuzz.distance import OSA

from bot.nlu.places.codes import find_code, find_zip
from bot.nlu.places.context import (
    city_announced,
    is_all,
    is_own,
    named_as_place,
    no_place,
    place_word,
    role,
)
from bot.nlu.places.data import Name, context, gazetteer
from bot.nlu.places.finding import OTHER, Kind, Mention
from bot.nlu.places.text import Words

# Names that come in pairs, told apart by the word before them alone: with that word misspelled,
# "wst virginia", the rest must not count as the other of the pair.
_PAIRED = {"virginia": ("VA", "WV"), "carolina": ("NC", "SC"), "dakota": ("ND", "SD")}


def find_mentions(words: Words, asked: bool) -> list[Mention]:
    """Every place named in the text, in order; a city and the state behind it are one."""
    found: list[Mention] = []
    index = 0
    while index < len(words.tokens):
        previous = found[-1] if found else None
        last, name = _longest_name(words, index)
        if name:
            mention = _from_name(words, index, last, name, previous, asked)
        elif words.tokens[index].key[0].isdigit():
            mention = find_zip(words, index, previous, asked)
        else:
            mention = find_code(words, index, previous, asked)
        if mention is None and name and last == index + 1:
            mention = find_code(words, index, previous, asked)
        if mention is None:
            # A short form that did not count may hide a name: "the d" of "the dc area".
            index = index + 1 if name is None or name.asked_only else last
            continue
        index = mention.last
        _settle_by_apposition(words, mention)
        if not (previous and _joins(words, previous, mention)):
            found.append(mention)
    kept = [mention for mention in found if not mention.tentative]
    for before, mention in zip([None, *kept], kept, strict=False):
        mention.role = role(words, mention, before)
    return kept


def _longest_name(words: Words, index: int) -> tuple[int, Name | None]:
    """The longest known name that starts at a token: where it ends, and what it means."""
    book = gazetteer()
    keys: list[str] = []
    ends, best = index, None
    for last in range(index, min(index + book.longest.get(words.key(index), 0), len(words.tokens))):
        if last > index and not words.follows(last):
            break
        keys.append(words.key(last))
        name = book.names.get(tuple(keys))
        if name:
            ends, best = last + 1, name
    return ends, best


def _from_name(
    words: Words, first: int, last: int, name: Name, previous: Mention | None, asked: bool
) -> Mention | None:
    if no_place(words, first, last):
        return None
    mention = Mention(first, last, name.kind, name.codes, name.key)
    alone = asked and is_all(words, first, last)
    behind_city = (
        previous is not None
        and previous.last == first
        and previous.kind is Kind.CITY
        and words.beside(first)
    )
    if name.kind is Kind.CITY:
        announced = city_announced(words, first)
        if name.word:
            capital = words.tokens[first].text[0].isupper() and not words.shouting
            counts = asked and announced and (capital or is_own(words, first))
        else:
            counts = asked or announced
        mention.tentative = not (alone or counts)
        return mention
    if name.asked_only and not (alone or behind_city):
        return mention if _short_form_counts(words, first, last, asked) else None
    whole = (first, last) == (0, len(words.tokens))
    if name.person and not (asked or behind_city or whole or named_as_place(words, first, last)):
        return None
    return _doubted(words, mention, asked)


def _short_form_counts(words: Words, first: int, last: int, asked: bool) -> bool:
    """Whether "mass" or "ill" stands for a place: asked, after "in"; unasked, only "in Mass."."""
    if place_word(words, first) is None:
        return False
    written_short = words.tokens[first].text[0].isupper() and words.gap(last).startswith(".")
    return asked or (written_short and not words.shouting)


def _doubted(words: Words, mention: Mention, asked: bool) -> Mention | None:
    """The mention of a state, made ambiguous if a word beside it puts it in doubt."""
    if words.spaced(mention.last) and words.key(mention.last) in context()["elsewhere_after"]:
        mention.key = OTHER  # "Delaware County" lies in four states
        return mention if asked else None
    pair = _PAIRED.get(words.key(mention.last - 1))
    if pair and mention.last - mention.first == 1 and words.spaced(mention.first):
        before = words.key(mention.first - 1)
        if any(OSA.distance(before, side) == 1 for side in ("west", "north", "south")):
            mention.codes, mention.key = pair, OTHER
    return mention


def _settle_by_apposition(words: Words, mention: Mention) -> None:
    """ "Georgia, USA" and "Vancouver (US)" are not the ones abroad; "Washington, the state"."""
    code = gazetteer().as_state.get(mention.key or "")
    if code and words.beside(mention.last):
        after = mention.last + (words.key(mention.last) == "the")
        if words.key(after) == "state" and (after == mention.last or words.spaced(after)):
            mention.settle(code)
            return
    abroad_too = mention.key is not None and len(mention.codes) == 1
    country = words.key(mention.last) in context()["country_words"] and words.beside(mention.last)
    if abroad_too and country:
        mention.settle(mention.codes[0])


def _joins(words: Words, city: Mention, state: Mention) -> bool:
    """Make a city and the state right behind it one mention; False if they are not that."""
    if city.last != state.first or not words.beside(state.first):
        return False
    if city.kind not in (Kind.CITY, Kind.AMBIGUOUS) or state.kind not in (
        Kind.STATE,
        Kind.AMBIGUOUS,
    ):
        return False
    common = set(city.codes) & set(state.codes)
    if state.sure:
        code = state.codes[0]
    elif len(common) == 1:
        code = common.pop()
    elif len(state.codes) == 1 and city.kind is Kind.CITY:
        code = state.codes[0]
    else:
        return False
    city.settle(code)
    city.last, city.kind = state.last, Kind.STATE
    return True
