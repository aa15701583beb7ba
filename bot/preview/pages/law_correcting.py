"""Correcting one record of the legal data: the form, its checks, and what stands in the way."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Final

from flask import Response, flash, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import SQLAlchemyError
from werkzeug import Response as AnyResponse

from actions.legal.identity import canonical
from bot.preview.access.signed_in import law_editor_needed, visitor
from bot.preview.law import correction, past, reasons
from bot.preview.law.as_told import as_told
from bot.preview.law.correction import (
    ChangedMeanwhileError,
    Correction,
    NotLoadedError,
    NotWritableError,
    RefusedError,
)
from bot.preview.law.fields import fields_of, hows, plain, values_of
from bot.preview.law.folder import PlaceFile
from bot.preview.law.lengths import LONGEST, length_of
from bot.preview.law.records import WORDS, ShownRecord
from bot.preview.law.splicing import UnusualLayoutError
from bot.preview.notices import notice
from bot.preview.pages.law import found_place, found_record, pages
from bot.preview.pages.law_form import Shown, merged, opened, read_form, sent_base, typed, who

__all__ = ["pages"]

Answer = str | AnyResponse | tuple[str, int]


class _ReasonNotKeptError(Exception):
    """The preview's tables did not take the reason; nothing was changed."""


_PROBLEMS: Final[dict[type[Exception], str]] = {
    NotWritableError: "not_writable",
    NotLoadedError: "not_loaded",
    UnusualLayoutError: "layout",
    _ReasonNotKeptError: "no_reason_kept",
}
_CODES: Final[dict[type[Exception], int]] = {NotLoadedError: 503, _ReasonNotKeptError: 503}


@pages.get("/<code>/<word>/<int:number>/correct")
@law_editor_needed
def correct(code: str, word: str, number: int) -> Answer:
    """Show the form of a record, filled with what it says."""
    file = found_place(code)
    one = found_record(file, word, number)
    return _form(file, one, Shown(one.content, values_of(one.content, code, one.section)))


@pages.post("/<code>/<word>/<int:number>/correct")
@law_editor_needed
def save(code: str, word: str, number: int) -> Answer:
    """Write the correction, or say what stands in its way and lose nothing that was typed."""
    file = found_place(code)
    one = opened(file, word, number)
    wish, shown = read_form(file, one)
    if shown.wrong or request.form.get("sure") == "no":
        return _form(file, one, shown), 422 if shown.wrong else 200
    if wish.wanted is not None and canonical(wish.wanted) == canonical(wish.base):
        flash(notice("law", "same"), "done")
        return redirect(url_for("law.of_record", code=code, word=word, number=number))
    if request.form.get("sure") != "yes":
        return _asked(file, one, wish, shown)
    return _carried_out(file, one, wish, shown)


@pages.post("/<code>/<word>/<int:number>/patch")
@law_editor_needed
def patch(code: str, word: str, number: int) -> Answer:
    """Give the correction as a file, for where the data cannot be written."""
    file = found_place(code)
    one = opened(file, word, number)
    wish, shown = read_form(file, one)
    if shown.wrong:
        return _form(file, one, shown), 422
    text = ""

    def write() -> None:
        nonlocal text
        text = correction.patch(wish)

    if (refusal := _tried(file, one, shown, write)) is not None:
        return refusal
    name = f"{one.name}-{wish.day}.patch"
    answer = Response(text, mimetype="text/x-patch")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@pages.post("/<code>/<word>/<int:number>/remove")
@law_editor_needed
def remove(code: str, word: str, number: int) -> Answer:
    """Take a record out, with a reason, once it is said that this is meant."""
    file = found_place(code)
    one = opened(file, word, number)
    shown = Shown(sent_base(one.section), values_of(one.content, code, one.section))
    why = plain(request.form.get("why", ""))
    shown.check["remove"] = why
    if not why or length_of(why) > LONGEST["why"]:
        shown.wrong["remove"] = "long" if why else "missing"
        return _form(file, one, shown), 422
    if request.form.get("sure") == "no":
        return _form(file, one, shown)
    wish = Correction(code, one.section, shown.base, None, who(), why)
    if request.form.get("sure") != "yes":
        return _asked(file, one, wish, shown)
    return _carried_out(file, one, wish, shown)


@pages.errorhandler(CSRFError)
def too_late(_: CSRFError) -> tuple[str, int]:
    """Give back what was typed in a form that was open for too long; laws are long to read."""
    return render_template("law/too_late.html", typed=typed()), 400


def _asked(file: PlaceFile, one: ShownRecord, wish: Correction, shown: Shown) -> Answer:
    """Show what would change, and ask whether it is meant so; nothing is kept yet."""
    if (refusal := _tried(file, one, shown, lambda: correction.check(wish))) is not None:
        return refusal
    asked = {
        "file": file,
        "shown": one,
        "wish": wish,
        "base": json.dumps(wish.base, ensure_ascii=False),
        "typed": typed(),
        "read_before": as_told(file, wish.section, wish.base),
    }
    if wish.wanted is None:
        return render_template("law/take_out.html", **asked)
    return render_template(
        "law/sure.html",
        **asked,
        changes=past.changes(wish.base, wish.wanted),
        read_now=as_told(file, wish.section, wish.wanted),
    )


def _carried_out(file: PlaceFile, one: ShownRecord, wish: Correction, shown: Shown) -> Answer:
    """Carry a correction out; what stands in the way is said above the form."""
    code, index = file.code, 0

    def carry_out() -> None:
        nonlocal index
        try:
            with reasons.kept(wish, visitor()):
                index = correction.correct(wish)
        except SQLAlchemyError as error:
            raise _ReasonNotKeptError from error

    if (refusal := _tried(file, one, shown, carry_out)) is not None:
        return refusal
    if wish.wanted is None:
        flash(notice("law", "taken_out"), "done")
        return redirect(url_for("law.of_place", code=code))
    flash(notice("law", "corrected"), "done")
    address = url_for("law.of_record", code=code, word=WORDS[one.section], number=index + 1)
    return redirect(address)


def _tried(
    file: PlaceFile, one: ShownRecord, shown: Shown, act: Callable[[], object]
) -> tuple[str, int] | None:
    """Do it; give the form with what stands in the way, or None where it is done."""
    try:
        act()
    except ChangedMeanwhileError as error:
        return _form(file, one, merged(shown, file, one, error.now)), 409
    except RefusedError as error:
        shown.refused = error.by_field()
        return _form(file, one, shown), 422
    except tuple(_PROBLEMS) as error:
        shown.problem = _PROBLEMS[type(error)]
        return _form(file, one, shown), _CODES.get(type(error), 409)
    return None


def _form(file: PlaceFile, one: ShownRecord, shown: Shown) -> str:
    return render_template(
        "law/correct.html",
        file=file,
        shown=one,
        form=shown,
        fields=fields_of(file.code, one.section),
        hows=hows(file.code),
        base=json.dumps(shown.base, ensure_ascii=False),
        may_write=correction.may_write(file.code),
        today=dt.date.today().isoformat(),
        longest=LONGEST,
    )
