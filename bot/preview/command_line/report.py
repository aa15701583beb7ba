"""`report`: what is signed, in a terminal or as a table."""

from __future__ import annotations

import sys
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.table import Table

from bot.preview.records.database import migrate, opened
from bot.preview.review.exports import report_csv, written_time
from bot.preview.review.report import Report
from bot.preview.review.report import report as made_report
from bot.preview.review.states import Tally
from bot.responses.script_index import shared_index

_COVERED: Final = (
    "A signature is for one response exactly as it stood: text, buttons, conditions, channels, "
    "source and settings. The SHA-256 is over all of that. It does not cover when a response is "
    "said, nor law, help lines and other responses' words that are filled in."
)


def report(
    csv: Annotated[bool, typer.Option(help="Write a table for a spreadsheet.")] = False,
) -> None:
    """Report what is signed, by whom and when; what changed since, and what never was."""
    migrate()
    with opened() as session:
        made = made_report(session, shared_index())
    if csv:
        sys.stdout.buffer.write(report_csv(made))
        return
    console = Console()
    console.print(f"What is signed, {written_time(made.at)} UTC", style="bold")
    console.print(_COVERED + "\n")
    console.print(_counts(made))
    for one in _decided_lines(made):
        # As it is: a name in square brackets is a name and no style.
        console.print(one, markup=False, highlight=False, soft_wrap=True)
    if made.gone:
        console.print(f"\nSigned once, and gone from the scripts: {', '.join(made.gone)}")


def _counts(made: Report) -> Table:
    table = Table("script", "signed", "changed", "change asked", "never")
    for theme in made.themes:
        table.add_row(theme.name or "others", *_cells(theme.tally), style="bold")
        for script in theme.scripts:
            table.add_row(f"  {script.name}", *_cells(script.tally))
    table.add_section()
    table.add_row("all", *_cells(made.tally), style="bold")
    return table


def _cells(tally: Tally) -> list[str]:
    others = (str(tally.of[state]) for state in ("changed", "asked", "never"))
    return [f"{tally.of['signed']} of {tally.total}", *others]


def _decided_lines(made: Report) -> list[str]:
    return [
        f"{one.state.value}: {one.name}, by {by.by_name}, {by.by_job}, {written_time(by.at)}, "
        f"SHA-256 {by.wording}{f': {by.reason}' if by.reason else ''}"
        for theme in made.themes
        for script in theme.scripts
        for one in script.responses
        if (by := one.decided)
    ]
