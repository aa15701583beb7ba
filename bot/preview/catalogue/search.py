"""Full-text search over the scripts: texts, buttons, names and sources; accents and case aside."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import Final

from bot.preview.catalogue.scripts import Script
from bot.preview.catalogue.words import readable
from bot.responses.script_index import ScriptIndex

LONGEST_QUERY: Final = 200
_TERM = re.compile(r'"([^"]+)"|(\S+)')
_SAID: Final = frozenset({"text", "button"})
_FIRST_THEME: Final = "safety"
_SMALL: Final = frozenset(
    {"a", "an", "and", "are", "as", "at", "be", "but", "by", "for", "from", "had", "has", "have",
     "he", "her", "him", "his", "i", "i'm", "if", "in", "into", "is", "it", "its", "me", "my", "of",
     "on", "or", "our", "she", "so", "than", "that", "the", "their", "them", "then", "there",
     "they", "this", "to", "us", "was", "we", "were", "will", "with", "you", "your",
     "el", "en", "es", "la", "las", "los", "mi", "para", "por", "que", "su", "tu", "un", "una", "y"}
)  # fmt: skip
"""Words that stand nearly everywhere: they do not count beside others."""

Parts = tuple[tuple[str, bool], ...]
"""A text in pieces, each with whether it is a hit; put together they are the text."""


Rank = tuple[bool, bool, bool]
"""What a hit lacks: that all of it is said, in the order of the query, in whole words."""

_LAST: Final[Rank] = (True, True, True)


@dataclass(frozen=True)
class Folded:
    """A text without accents and case; `places` tells where each of its letters came from."""

    text: str
    places: tuple[int, ...]


@dataclass(frozen=True)
class Field:
    """One searchable text of a response: a bubble, a button, its name or its source."""

    kind: str
    text: str
    folded: Folded


@dataclass(frozen=True)
class FoundField:
    """A field with a hit in it."""

    kind: str
    parts: Parts


@dataclass(frozen=True)
class FoundScript:
    """A script with the responses that were found in it, each with its fields that have a hit."""

    script: Script
    title: Parts
    responses: list[tuple[str, list[FoundField]]]


class Search:
    """Looks through the scripts of one reading of the files."""

    def __init__(self, index: ScriptIndex, scripts: dict[str, Script]) -> None:
        self._scripts = scripts
        self._fields = {name: list(_fields(name, index)) for name in index.responses}

    def find(self, query: str, among: Container[str] | None = None) -> list[FoundScript]:
        """Give the scripts with what holds every word of the query, the nearest hits first.

        Words stand whole or with their beginning; those in quotation marks stand together. Words
        that are said come before names and sources, then those in the order of the query, then
        the safety theme, then whole words. `among` limits it to some responses. A script whose own
        name or title holds every word is found too.
        """
        terms, together = terms_of(query), _together(query)
        found = []
        for script in self._scripts.values() if terms else ():
            ranked = sorted(
                (rank, name)
                for name in script.responses
                if (among is None or name in among)
                and (rank := self._rank(name, terms, together)) is not None
            )
            responses = [(name, self._hits(name, terms)) for _, name in ranked]
            own = fold(f"{script.name} {script.title}").text
            titled = all(_places(own, term) for term in terms)
            if responses or (titled and among is None):
                best = ranked[0][0] if ranked else _LAST
                safe = script.theme == _FIRST_THEME
                order = (*best[:2], not safe, best[2], not titled, script.name)
                found.append((order, FoundScript(script, marked(script.title, terms), responses)))
        return [one for _, one in sorted(found, key=lambda pair: pair[0])]

    def _rank(self, name: str, terms: list[str], together: str) -> Rank | None:
        """Tell how near the hits of a response are, the smallest first; None: a word is missing."""
        fields = self._fields[name]
        if not all(any(_places(one.folded.text, term) for one in fields) for term in terms):
            return None
        said = [one.folded.text for one in fields if one.kind in _SAID]
        all_said = all(any(_places(text, term) for text in said) for term in terms)
        in_order = any(_places(text, together) for text in said)
        whole = all(any(_whole(text, term) for text in said) for term in terms)
        return (not all_said, not in_order, not whole)

    def _hits(self, name: str, terms: list[str]) -> list[FoundField]:
        return [
            FoundField(one.kind, marked(one.text, terms))
            for one in self._fields[name]
            if any(_places(one.folded.text, term) for term in terms)
        ]


def terms_of(query: str) -> list[str]:
    """Give the words of a query, folded, each once; those in quotation marks as one.

    Small words that stand nearly everywhere are left out where there are others.
    """
    words = _words(query)
    telling = [word for word, quoted in words if quoted or word not in _SMALL]
    return list(dict.fromkeys(telling or [word for word, _ in words]))


def _words(query: str) -> list[tuple[str, bool]]:
    """Give the words of a query, folded, each with whether it stood in quotation marks."""
    found = [
        (" ".join(fold(quoted or word).text.split()), bool(quoted))
        for quoted, word in _TERM.findall(query[:LONGEST_QUERY])
    ]
    return [(word, quoted) for word, quoted in found if word.strip('"')]


def _together(query: str) -> str:
    """Give the query from its first telling word to its last, as it would stand in a sentence."""
    words, terms = [word for word, _ in _words(query)], set(terms_of(query))
    at = [place for place, word in enumerate(words) if word in terms]
    return " ".join(words[at[0] : at[-1] + 1]) if at else ""


def _places(text: str, term: str) -> list[int]:
    """Give where a word begins with a term: it never counts inside of a word."""
    found, start = [], text.find(term)
    while start >= 0:
        if start == 0 or not text[start - 1].isalnum() or not term[0].isalnum():
            found.append(start)
        start = text.find(term, start + 1)
    return found


def _whole(text: str, term: str) -> bool:
    ends = (place + len(term) for place in _places(text, term))
    return any(end == len(text) or not text[end].isalnum() for end in ends)


def fold(text: str) -> Folded:
    """Take accents and case out of a text; each line break and blank counts as one blank."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        plain = " " if letter.isspace() else letter.replace("’", "'")
        for part in unicodedata.normalize("NFKD", plain):
            if not unicodedata.combining(part):
                letters.extend(part.casefold())
                places.extend([place] * len(part.casefold()))
    return Folded("".join(letters), tuple(places))


def marked(text: str, terms: list[str]) -> Parts:
    """Cut a text into what is a hit and what is not."""
    folded = fold(text)
    hit = [False] * len(text)
    for term in terms:
        for start in _places(folded.text, term):
            for place in folded.places[start : start + len(term)]:
                hit[place] = True
    parts: list[tuple[str, bool]] = []
    for letter, is_hit in zip(text, hit, strict=True):
        if parts and parts[-1][1] == is_hit:
            parts[-1] = (parts[-1][0] + letter, is_hit)
        else:
            parts.append((letter, is_hit))
    return tuple(parts)


def _fields(name: str, index: ScriptIndex) -> Iterator[Field]:
    texts: list[tuple[str, str]] = []
    sources: list[tuple[str, str]] = []
    for variation in index.responses[name]:
        bubbles = str(variation.get("text") or "").split("\n\n")
        texts.extend(("text", one.strip()) for one in bubbles)
        texts.extend(("button", str(one["title"])) for one in variation.get("buttons") or [])
        source = (variation.get("metadata") or {}).get("source")
        sources.append(("source", str(source or "")))
    names = [("name", name), ("name", readable(name))]
    for kind, text in dict.fromkeys([*texts, *names, *sources]):
        if text:
            yield Field(kind, text, fold(text))
