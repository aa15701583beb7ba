"""Handouts: sheets to print and texts to copy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Blueprint, abort, redirect, render_template, request, url_for
from sqlalchemy.exc import SQLAlchemyError
from werkzeug import Response as AnyResponse

from actions.legal.queries import EmptyDatabaseError, LegalQueries, OlderDatabaseError, asking
from bot.preview.access.signed_in import reader_needed
from bot.preview.handouts.law_sheet import danger, law_sheet, national_lines
from bot.preview.handouts.passages import passages
from bot.preview.handouts.words import sheet_words
from bot.preview.law.folder import places
from bot.responses.script_index import shared_index

pages = Blueprint("handouts", __name__, url_prefix="/handouts")

_LOG_ROWS = 7


class LawUnavailableError(RuntimeError):
    """The bot's law database does not answer."""


@pages.get("/")
@reader_needed
def index() -> str:
    """Tell what each sheet is for."""
    sheets = {name: sheet_words(name) for name in ("screening", "awareness", "log", "law_sheet")}
    return render_template("handouts/index.html", sheets=sheets, places=places())


@pages.get("/screening")
@reader_needed
def screening() -> str:
    """Show the wording for intake."""
    return _of_script("screening")


@pages.get("/awareness")
@reader_needed
def awareness() -> str:
    """Show the texts to copy."""
    return _of_script("awareness")


@pages.get("/log")
@reader_needed
def log() -> str:
    """Show an empty log with a page to read first."""
    words = sheet_words("log")
    parts = [(section, passages(shared_index(), section)) for section in words.sections]
    return render_template("handouts/log.html", words=words, parts=parts, rows=_LOG_ROWS)


@pages.get("/law")
@reader_needed
def choose_law() -> AnyResponse:
    """Lead to the sheet of the place that was chosen."""
    return redirect(url_for("handouts.law_sheet", code=request.args.get("code", "")[:2] or "US"))


@pages.get("/law/<code>", endpoint="law_sheet")
@reader_needed
def law_sheet_of(code: str) -> str:
    """Show the sheet of one place."""
    with _law() as queries:
        sheet = law_sheet(queries, shared_index(), code)
        if sheet is None:
            abort(404)
        return render_template(
            "handouts/law.html",
            words=sheet_words("law_sheet"),
            sheet=sheet,
            danger=danger(shared_index()),
        )


@pages.get("/lines")
@reader_needed
def lines_sheet() -> str:
    """Show the lines and sites for the whole country."""
    with _law() as queries:
        return render_template(
            "handouts/lines.html",
            words=sheet_words("law_sheet"),
            lines=national_lines(queries, shared_index()),
            danger=danger(shared_index()),
            made_on=dt.date.today(),
        )


@pages.errorhandler(LawUnavailableError)
def unavailable(_: Exception) -> tuple[str, int]:
    """Say that the law database does not answer."""
    return render_template("handouts/unavailable.html"), 503


def _of_script(name: str) -> str:
    words = sheet_words(name)
    parts = [(section, passages(shared_index(), section)) for section in words.sections]
    return render_template(
        "handouts/script.html", name=name, words=words, parts=parts, made_on=dt.date.today()
    )


@contextmanager
def _law() -> Iterator[LegalQueries]:
    try:
        with asking() as queries:
            yield queries
    except (SQLAlchemyError, EmptyDatabaseError, OlderDatabaseError) as error:
        raise LawUnavailableError from error
