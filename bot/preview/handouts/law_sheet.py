"""The sheet of one place: every record that the bot can show, in the bot's own words."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from actions.law_answers import FIRST_LINES
from actions.law_records import RecordWords
from actions.law_words import Words
from actions.legal.freshness import stale_after_days
from actions.legal.models import ProtectiveOrder
from actions.legal.queries import LegalQueries
from actions.legal.vocabulary import FEDERAL, LAW_TOPICS, LINE_GROUPS
from bot.responses.script_index import ScriptIndex

_LABEL: Final = re.compile(r"^(?P<label>[A-Z][^.:?]{1,48}[:?]) (?P<rest>.+)$")
_RECORDS: Final = "{records}"


@dataclass(frozen=True)
class Line:
    """One line under a record, with what stands before its colon or question mark."""

    label: str
    text: str


@dataclass(frozen=True)
class Entry:
    """A record on the sheet. `read` says whether somebody read a page; `source` is that page.

    The pages read about national lines are many; they stand in the legal data, not on paper.
    """

    head: str
    plain: tuple[str, ...]
    lines: tuple[Line, ...]
    read: bool
    source: str


@dataclass(frozen=True)
class Part:
    """Records under one heading; `word` names it in `data/handouts/law_sheet.en.yml`."""

    word: str
    entries: list[Entry]
    intro: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class LawSheet:
    """All that the bot's database says of a place on the day the sheet is made."""

    code: str
    name: str
    notes: str
    made_on: dt.date
    parts: list[Part]
    lines: list[Entry]


def law_sheet(queries: LegalQueries, index: ScriptIndex, code: str) -> LawSheet | None:
    """Put the sheet of a place together; None for a code that is none."""
    place = queries.jurisdiction(code)
    if place is None:
        return None
    say = _say(index)
    parts = []
    for topic, names in LAW_TOPICS.items():
        laws = [_entry(law, say.law(law), 2) for law in queries.laws(place.code, names)]
        silent = not laws and not queries.none_found(place.code, names)
        none = _intro(index, "utter_law_none", place.name) if silent else []
        parts.append(Part(topic, laws, none))
    orders = queries.orders(place.code)
    entries = [_entry(order, say.order(order), 1) for order in orders]
    parts.append(Part("orders", entries, _about_orders(index, place.code, place.name, orders)))
    absent = queries.none_found(place.code)
    parts.append(Part("none_found", [_entry(one, say.none_found(one), 0) for one in absent]))
    offices = queries.resources(place.code)
    about = [] if place.code == FEDERAL else _intro(index, _help(bool(offices)), place.name)
    parts.append(Part("resources", [_entry(one, say.resource(one), 0) for one in offices], about))
    return LawSheet(
        code=place.code,
        name=place.name,
        notes=place.notes,
        made_on=dt.date.today(),
        parts=[part for part in parts if part.entries or part.intro],
        lines=_first_lines(queries, say),
    )


def national_lines(queries: LegalQueries, index: ScriptIndex) -> list[Part]:
    """Give the lines and sites of the whole country, group by group."""
    say = _say(index)
    groups = {group: queries.national(kinds) for group, kinds in LINE_GROUPS.items()}
    return [
        Part(group, [_entry(one, say.national(one), 1) for one in found])
        for group, found in groups.items()
    ]


def _first_lines(queries: LegalQueries, say: RecordWords) -> list[Entry]:
    """Give the lines that the bot shows before any other, so that the sheet stays short."""
    by_kind = {line.kind: line for line in reversed(queries.national(FIRST_LINES))}
    return [
        _entry(by_kind[kind], say.national(by_kind[kind]), 1)
        for kind in FIRST_LINES
        if kind in by_kind
    ]


def danger(index: ScriptIndex) -> str:
    """Give what the bot says about 911 and 988 before any line."""
    return _intro(index, "utter_lines_intro", "")[0]


def _say(index: ScriptIndex) -> RecordWords:
    words = Words(index.responses)
    return RecordWords(words, dt.date.today(), stale_after_days())


def _entry(record: Any, said: str, plain: int) -> Entry:
    """Take what the bot says apart: its first line, `plain` lines as they are, then the others."""
    head, *rest = said.split("\n")
    source = getattr(record, "source", None) or ""
    return Entry(
        head=head,
        plain=tuple(rest[:plain]),
        lines=tuple(map(_line, rest[plain:])),
        read=record.check_mark == "read",
        source="" if source in said else source,
    )


def _line(said: str) -> Line:
    found = _LABEL.match(said)
    return Line(found["label"], found["rest"]) if found else Line("", said)


def _about_orders(
    index: ScriptIndex, code: str, name: str, orders: Sequence[ProtectiveOrder]
) -> list[str]:
    """Give what the bot says before the orders of a place, also where there are none."""
    if code == FEDERAL:
        return _intro(index, "utter_federal_orders_intro", name) if orders else []
    if not orders:
        return _intro(index, "utter_orders_none", name)
    open_ones = any(order.open_to_stranger == "yes" for order in orders)
    which = "utter_orders_intro" if open_ones else "utter_orders_intro_no_stranger"
    return _intro(index, which, name)


def _help(found: bool) -> str:
    return "utter_law_help_intro" if found else "utter_law_help_none"


def _intro(index: ScriptIndex, response: str, name: str) -> list[str]:
    """Give the lines of a response that are no records, with the name of the place put in."""
    fill: Callable[[str], str] = lambda line: line.replace("{state}", name)  # noqa: E731
    return [fill(line) for line in index.text(response).split("\n") if line != _RECORDS and line]
