"""The lists of names and context words, read once from data/patterns/places/.

All languages that have files there are always on: `states.<language>.yml`, `cities.<language>.yml`
and `context.<language>.yml` are merged. `zip_prefixes.yml` has no language.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.nlu.places.finding import OTHER, Kind
from bot.nlu.places.text import phrase

FOLDER = Path(__file__).resolve().parents[3] / "data" / "patterns" / "places"


@dataclass(frozen=True)
class Name:
    """What a phrase means; `key` is None if it means the one code in `codes`."""

    kind: Kind
    codes: tuple[str, ...]
    key: str | None = None
    person: bool = False  # also a given name
    asked_only: bool = False  # a short form that is also an everyday word
    word: bool = False  # a city that is also an everyday word or a given name


@dataclass(frozen=True)
class Gazetteer:
    """All names by their token keys, and the postal codes."""

    names: dict[tuple[str, ...], Name]
    longest: dict[str, int]  # first token key -> tokens in the longest name that starts so
    codes: frozenset[str]
    code_words: frozenset[str]  # postal codes that are everyday words or short forms
    code_any_case: frozenset[str]  # postal codes that are no word at all
    unsure_codes: dict[str, Name]  # "LA"
    as_state: dict[str, str]  # ambiguity key -> the code that "the state" behind the name means
    spellings: dict[str, Name]  # correct names, for fuzzy matching


def _files(kind: str) -> list[dict[str, Any]]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found = sorted(FOLDER.glob(kind))
    if not found:
        raise FileNotFoundError(f"no {kind} in {FOLDER}")
    # Both loaders are safe ones.
    return [yaml.load(path.read_text(encoding="utf-8"), Loader=loader) for path in found]  # noqa: S506


def load_zip_table() -> dict[str, Any]:
    """The ZIP table as written: `prefixes` and `codes`.

    Raises:
        FileNotFoundError: the file is missing.
    """
    return _files("zip_prefixes.yml")[0]


@lru_cache(maxsize=1)
def context() -> dict[str, frozenset[str]]:
    """The lists of context words by name.

    Raises:
        FileNotFoundError: there is no context file.
    """
    merged: dict[str, set[str]] = {}
    for content in _files("context.*.yml"):
        for key, words in content.items():
            if key != "language":
                merged.setdefault(key, set()).update(words)
    return {key: frozenset(words) for key, words in merged.items()}


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """All names.

    Raises:
        FileNotFoundError: a file is missing.
        ValueError: the same name is given two meanings.
    """
    book: dict[tuple[str, ...], Name] = {}
    spellings: dict[str, Name] = {}
    states: list[dict[str, Any]] = []
    unsure: dict[str, Name] = {}
    as_state: dict[str, str] = {}

    def add(names: Iterable[str], meaning: Name, *, spelled_right: bool = False) -> None:
        for name in names:
            keys = phrase(name)
            spaceless = ("".join(keys),)
            if book.setdefault(keys, meaning).codes != meaning.codes:
                raise ValueError(f"{name!r} means {book[keys].codes} and {meaning.codes}")
            if len(keys) > 1 and len(spaceless[0]) >= 8:
                book.setdefault(spaceless, meaning)
            if spelled_right:
                spellings.setdefault(" ".join(keys), meaning)

    for content in _files("states.*.yml"):
        states.extend(content["states"])
        for state in content["states"]:
            sure = Name(Kind.STATE, (state["code"],), person=state.get("person", False))
            add([state["name"]], sure, spelled_right=True)
            for field in ("also", "abbreviations", "misspellings"):
                add(state.get(field, []), sure)
            add(state.get("asked_only", []), Name(Kind.STATE, sure.codes, asked_only=True))
        for entry in content["ambiguous"]:
            codes, person = tuple(entry["codes"]), entry.get("person", False)
            unsure_name = Name(Kind.AMBIGUOUS, codes, entry["key"], person=person)
            add(entry.get("names", [])[:1], unsure_name, spelled_right=True)
            add(entry.get("names", [])[1:], unsure_name)
            asked = Name(Kind.AMBIGUOUS, codes, entry["key"], asked_only=True)
            add(entry.get("asked_only", []), asked)
            if "state" in entry:
                as_state[entry["key"]] = entry["state"]
            if "code" in entry:
                unsure[entry["code"]] = unsure_name
    for content in _files("cities.*.yml"):
        for code, groups in content["cities"].items():
            add(groups["names"], Name(Kind.CITY, (code,)), spelled_right=True)
            add(groups["words"], Name(Kind.CITY, (code,), word=True), spelled_right=True)
        for entry in content["shared"]:
            word = entry.get("word", False)
            shared = Name(Kind.CITY, tuple(entry["codes"]), entry["key"], word=word)
            add(entry["names"], shared, spelled_right=entry["key"] != OTHER)

    longest: dict[str, int] = {}
    for keys in book:
        longest[keys[0]] = max(longest.get(keys[0], 0), len(keys))
    return Gazetteer(
        names=book,
        longest=longest,
        codes=frozenset(state["code"] for state in states),
        code_words=frozenset(s["code"] for s in states if s.get("code_word")),
        code_any_case=frozenset(s["code"] for s in states if s.get("code_any_case")),
        unsure_codes=unsure,
        as_state=as_state,
        spellings=spellings,
    )
