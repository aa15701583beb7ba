"""What the form of a correction sends and shows: what was typed, and what is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from flask import abort, request

from actions.legal.files import Record
from actions.legal.identity import SECTIONS, record_key
from bot.preview.access.signed_in import visitor
from bot.preview.law import check_told
from bot.preview.law.correction import Correction
from bot.preview.law.fields import ABOUT_THE_CHECK, WORDED, fields_of, plain, said, values_of
from bot.preview.law.folder import PlaceFile
from bot.preview.law.lengths import LONGEST, length_of
from bot.preview.law.records import ShownRecord, records

CHECK_INPUTS: Final = ("known", "source", "checked_on", "how", "source_date", "read_fields", "why")
"""What the form asks beside the fields of the record."""

_NOT_TYPED: Final = ("csrf_token", "base", "sure")


@dataclass
class Shown:
    """What the form shows: the values typed, and what has to be said about them.

    `theirs` has what a field said before and says now through somebody else, and whether something
    else was typed here; `their_check` the same of how the record is known.
    """

    base: Record
    values: dict[str, Any]
    check: dict[str, str] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    theirs: dict[str, tuple[Any, Any, bool]] = field(default_factory=dict)
    their_check: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    problem: str = ""


def read_form(file: PlaceFile, one: ShownRecord) -> tuple[Correction, Shown]:
    """Give the correction that is wanted, and the form as it was sent, with what is wrong in it."""
    sent, base = request.form, sent_base(one.section)
    known, wrong = check_told.told(sent, file.code, base)
    text = said(sent, file.code, one.section, base)
    wanted = _in_form_order({**text, **known}, base)
    shown = Shown(
        base,
        _typed(file.code, one.section),
        {name: sent.get(name, "") for name in CHECK_INPUTS},
        dict(wrong),
    )
    for name in fields_of(file.code, one.section):
        if name.required and not wanted.get(name.name):
            shown.wrong[name.name] = "missing"
    shown.wrong.update(_too_long(values_of(base, file.code, one.section)))
    wording_only = sent.get("known") == check_told.WORDING
    touched = {name for name in {**base, **wanted} if base.get(name) != wanted.get(name)}
    if wording_only and not touched <= WORDED and "known" not in shown.wrong:
        shown.wrong["known"] = "not_wording"
    why = plain(sent.get("why", ""))
    if not why:
        shown.wrong["why"] = "missing"
    wish = Correction(file.code, one.section, base, wanted, who(), why, wording_only=wording_only)
    return wish, shown


def _too_long(before: Mapping[str, Any]) -> dict[str, str]:
    """Name the texts that are too long; one that was so before and is not touched may stay."""
    typed = {name: request.form.get(name, "") for name in LONGEST}
    return {
        name: "long"
        for name, text in typed.items()
        if length_of(text) > LONGEST[name] and plain(text) != plain(str(before.get(name, "")))
    }


def opened(file: PlaceFile, word: str, number: int) -> ShownRecord:
    """Give the record that the form was opened for, wherever it stands by now, or as it was."""
    section = SECTIONS.get(word, "")
    if not section:
        abort(404)
    one = ShownRecord(file.code, file.name, section, number, sent_base(section))
    return next((other for other in records(file) if other.is_same(one)), one)


def typed() -> list[tuple[str, list[str]]]:
    """Give every input of the form with what somebody typed or ticked in it."""
    return [(name, values) for name, values in request.form.lists() if name not in _NOT_TYPED]


def _typed(code: str, section: str) -> dict[str, Any]:
    """Give what was typed, as it was typed."""
    return {
        one.name: request.form.getlist(one.name)
        if one.kind == "choices"
        else request.form.get(one.name, "")
        for one in fields_of(code, section)
    }


def sent_base(section: str) -> Record:
    """Give what the record said when the form was opened."""
    try:
        base = json.loads(request.form.get("base", ""))
        record_key(section, base)
    except (ValueError, KeyError, TypeError):
        abort(400)
    return dict(base)


def _in_form_order(wanted: Record, base: Record) -> Record:
    first = {name: wanted[name] for name in base if name in wanted}
    return {**first, **wanted}


def merged(shown: Shown, file: PlaceFile, one: ShownRecord, now: Record | None) -> Shown:
    """Take over what somebody else changed meanwhile, and keep what was typed here."""
    if now is None:
        shown.problem = "gone"
        return shown
    before = values_of(shown.base, file.code, one.section)
    theirs = values_of(now, file.code, one.section)
    for name in before:
        if theirs[name] == before[name]:
            continue
        mine = shown.values[name]
        untouched = mine == before[name] or plain(str(mine)) == plain(str(before[name]))
        shown.theirs[name] = (before[name], theirs[name], not untouched)
        if untouched:
            shown.values[name] = theirs[name]
    for name in ABOUT_THE_CHECK:
        if shown.base.get(name) != now.get(name):
            shown.their_check[name] = (shown.base.get(name, ""), now.get(name, ""))
    shown.base = now
    shown.problem = "changed"
    return shown


def who() -> str:
    """Give name and job of whoever is signed in."""
    person = visitor()
    return f"{person.full_name}, {person.job}"
