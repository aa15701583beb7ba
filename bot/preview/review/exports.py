"""Comments and the report as rows of a table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from bot.preview.notices import notice
from bot.preview.review.comments import Remark
from bot.preview.review.report import Report
from bot.preview.review.spreadsheet import csv_file
from bot.preview.word_file import word_file


def comments_csv(comments: Iterable[Remark]) -> bytes:
    """Give comments and wishes as a CSV file, one a row."""
    return csv_file(_heading("comments"), (_comment_row(one) for one in comments))


def report_csv(report: Report) -> bytes:
    """Give the report as a CSV file, one response a row."""
    return csv_file(_heading("report"), _report_rows(report))


def written_time(moment: dt.datetime) -> str:
    """Give a time of the tables as people and spreadsheets read it."""
    return moment.strftime("%Y-%m-%d %H:%M")


def _heading(table: str) -> Sequence[str]:
    return word_file("pages").sentences("tables", table)


def _comment_row(one: Remark) -> tuple[str, ...]:
    return (
        notice("cells", "wish" if one.wish else "comment"),
        str(one.id), one.theme, one.script, one.response, one.text, one.by_name, one.by_job,
        written_time(one.at),
        notice("cells", "changed" if one.wording_changed else "unchanged"),
    )  # fmt: skip


def _report_rows(report: Report) -> Iterator[tuple[str, ...]]:
    made = written_time(report.at)
    for theme in report.themes:
        for script in theme.scripts:
            for one in script.responses:
                decided: tuple[str, ...] = ("", "", "", "", "")
                if by := one.decided:
                    decided = (by.by_name, by.by_job, written_time(by.at), by.wording, by.reason)
                yield (
                    made,
                    theme.name,
                    script.name,
                    one.name,
                    one.state.value,
                    one.wording,
                    *decided,
                )
