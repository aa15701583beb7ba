"""The list of what is to be done, and the report of what is signed: to read and to take away."""

from __future__ import annotations

from flask import Response, render_template, request

from bot.preview.access.signed_in import reader_needed
from bot.preview.catalogue.scripts import all_scripts
from bot.preview.pages.review.routes import pages
from bot.preview.records.database import now, opened
from bot.preview.review.comments import Remark
from bot.preview.review.exports import comments_csv, report_csv
from bot.preview.review.report import Report, report
from bot.preview.review.to_do import to_do
from bot.responses.script_index import shared_index


@pages.get("/comments")
@reader_needed
def comments() -> str:
    """List the open comments and wishes for a change, of all themes or of one."""
    index = shared_index()
    with opened() as session:
        every = to_do(session, index)
    return render_template(
        "review/comments.html",
        comments=[one for one in every if _theme() in ("", one.theme)],
        themes=sorted({script.theme for script in all_scripts(index).values() if script.theme}),
        theme=_theme(),
        scripts=all_scripts(index),
        responses=index.responses,
    )


@pages.get("/comments.csv")
@reader_needed
def comments_table() -> Response:
    """Give the same as a table for a spreadsheet."""
    return _file(comments_csv(_open_comments()), "text/csv", "comments", "csv")


@pages.get("/comments.md")
@reader_needed
def comments_text() -> Response:
    """Give the same as a text for the authors."""
    text = render_template("review/comments.md", comments=_open_comments(), at=now())
    return _file(text.encode(), "text/markdown", "comments", "md")


@pages.get("/report")
@reader_needed
def signed() -> str:
    """Show what is signed, and by whom."""
    return render_template("review/report.html", report=_report())


@pages.get("/report.csv")
@reader_needed
def signed_table() -> Response:
    """Give the same as a table for a spreadsheet."""
    return _file(report_csv(_report()), "text/csv", "signed", "csv")


def _theme() -> str:
    return request.args.get("theme", "")


def _open_comments() -> list[Remark]:
    with opened() as session:
        return to_do(session, shared_index(), _theme())


def _report() -> Report:
    with opened() as session:
        return report(session, shared_index())


def _file(content: bytes, kind: str, name: str, ending: str) -> Response:
    answer = Response(content, content_type=f"{kind}; charset=utf-8")
    answer.headers["Content-Disposition"] = (
        f'attachment; filename="{name}-{now():%Y-%m-%d}.{ending}"'
    )
    return answer
