"""The legal data: by place, by topic, by what needs a look; each record in full, with its past."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, Final

from flask import Blueprint, abort, render_template, request

from actions.legal.freshness import stale_after_days
from actions.legal.identity import SECTIONS
from actions.legal.vocabulary import LAW_TOPICS
from bot.preview.access.signed_in import reader_needed
from bot.preview.law import past, reasons, splicing
from bot.preview.law.fields import ABOUT_THE_CHECK, fields_of, order_of, values_of
from bot.preview.law.folder import PlaceFile, path_of, place, places
from bot.preview.law.past import NoHistoryError
from bot.preview.law.records import ShownRecord, record, records, reviews
from bot.preview.records.database import now

pages = Blueprint("law", __name__, url_prefix="/law")

LOOKS: Final[dict[str, Callable[[ShownRecord], bool]]] = {
    "unread": lambda one: not one.read,
    "doubt": lambda one: "doubt" in one.content,
    "old": lambda one: one.stale,
}
"""What may need a look -> whether a record does."""

_OLDEST_FIRST: Final = dt.date.min


@pages.get("/")
@reader_needed
def overview() -> str:
    """Show all places, and how well each is known."""
    found = places()
    all_records = {one.code: list(records(one)) for one in found}
    counts = {
        look: sum(needs(one) for held in all_records.values() for one in held)
        for look, needs in LOOKS.items()
    }
    return render_template(
        "law/overview.html",
        places=found,
        records=all_records,
        counts=counts,
        topics=[topic for group in LAW_TOPICS.values() for topic in group],
        days=stale_after_days(),
        loaded=_known(past.bot_has_these_files),
    )


@pages.get("/topic/<topic>")
@reader_needed
def topic(topic: str) -> str:
    """Show the law of every place on one topic, and where none was found."""
    if topic not in {one for group in LAW_TOPICS.values() for one in group}:
        abort(404)
    found = [one for file in places() for one in records(file) if one.topic == topic]
    return render_template(
        "law/list.html", topic=topic, look=None, found=found, days=stale_after_days()
    )


@pages.get("/look/<look>")
@reader_needed
def look(look: str) -> str:
    """Show the records of all places that may need a look, the oldest check first."""
    if look not in LOOKS:
        abort(404)
    found = [one for file in places() for one in records(file) if LOOKS[look](one)]
    found.sort(key=lambda one: one.checked_on or _OLDEST_FIRST)
    return render_template(
        "law/list.html", topic=None, look=look, found=found, days=stale_after_days()
    )


@pages.get("/<code>/")
@reader_needed
def of_place(code: str) -> str:
    """Show everything that one place's file says."""
    file = found_place(code)
    sections: dict[str, list[ShownRecord]] = {section: [] for section in SECTIONS.values()}
    for one in records(file):
        sections[one.section].append(one)
    return render_template(
        "law/place.html",
        file=file,
        sections=sections,
        gone=_known(
            lambda: [
                (last, reasons.last_of(code, section, key))
                for section, key, last in past.gone(code)
            ]
        ),
        today=now().date().isoformat(),
        days=stale_after_days(),
    )


@pages.get("/<code>/on")
@reader_needed
def on_day(code: str) -> str:
    """Show what people were told of a place on a day."""
    file = found_place(code)
    try:
        day = dt.date.fromisoformat(request.args.get("day", ""))
        wrong = day > now().date()
    except ValueError:
        day, wrong = None, True
    said = None if wrong or day is None else _known(lambda: past.said_on(file.code, day))
    return render_template("law/on_day.html", file=file, day=day, wrong=wrong, said=said)


@pages.get("/<code>/<word>/<int:number>")
@reader_needed
def of_record(code: str, word: str, number: int) -> str:
    """Show one record in full, who checked it, and what it said before."""
    file = found_place(code)
    shown = found_record(file, word, number)
    text = path_of(code).read_text(encoding="utf-8")
    versions = _known(lambda: past.versions(code, shown.section, shown.key))
    why = reasons.reasons(code, shown.section, shown.key)
    return render_template(
        "law/record.html",
        file=file,
        shown=shown,
        fields=fields_of(code, shown.section),
        values=values_of(shown.content, code, shown.section),
        about_the_check=[name for name in order_of(code, shown.section) if name in ABOUT_THE_CHECK],
        reviews=reviews(file, shown),
        notes=splicing.comments(text, shown.section, number - 1),
        reasons=why,
        versions=versions and [(one, reasons.of_version(one, why)) for one in versions],
        days=stale_after_days(),
    )


def found_record(file: PlaceFile, word: str, number: int) -> ShownRecord:
    """Give a record by the parts of a page's address, or end in the page for 404."""
    shown = record(file, word, number)
    if shown is None:
        abort(404)
    return shown


def found_place(code: str) -> PlaceFile:
    """Give the file of a place, or end in the page for 404."""
    file = place(code)
    if file is None:
        abort(404)
    return file


def _known(ask: Callable[[], Any]) -> Any:
    """Give an answer of the bot's database, or None where it does not answer."""
    try:
        return ask()
    except NoHistoryError:
        return None
