"""Commands that keep the data right: check, load, diff, stale, verify, links, coverage."""

import asyncio
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from actions.legal import freshness, links
from actions.legal.command_line.app import Place, app, out
from actions.legal.comparison import Change, changes
from actions.legal.coverage import table
from actions.legal.files import LegalFiles
from actions.legal.identity import Record, RecordName, parse_name
from actions.legal.loading import load as load_files
from actions.legal.queries import asking
from actions.legal.rows import TABLES
from actions.legal.verification import verify as verify_record
from actions.legal.vocabulary import NATIONAL


@app.command()
def load(context: typer.Context) -> None:
    """Fill the database from the data files: all of them, or, with any mistake, nothing."""
    place: Place = context.obj
    result = load_files(place.needed_folder(), place.url)
    counts = ", ".join(f"{n} {name.replace('_', ' ')}" for name, n in result.counts.items())
    out().print(f"{'Loaded' if result.changed else 'Already loaded'}: {counts}.")


@app.command()
def check(context: typer.Context) -> None:
    """Check the data files: form, citations, doubles, phone numbers; names file, line and field."""
    place: Place = context.obj
    data = place.read()
    days = freshness.stale_after_days()
    old = list(_stale(data, days))
    out().print(f"{len(data.jurisdictions) + 1} files checked, no mistakes.")
    if old:
        out().print(f"{len(old)} records were checked more than {days} days ago; see `stale`.")


@app.command()
def stale(
    context: typer.Context,
    older_than: Annotated[
        int | None, typer.Option(min=0, help="Days since the check; else the setting, or 365.")
    ] = None,
) -> None:
    """List the records whose check is too long ago, the oldest first."""
    place: Place = context.obj
    days = freshness.stale_after_days() if older_than is None else older_than
    old = sorted(_stale(place.read(), days), key=lambda one: one[1]["checked_on"])
    if not old:
        out().print(f"Nothing was checked more than {days} days ago.")
        return
    rows = Table("record", "checked on", "what", box=None)
    for name, item in old:
        rows.add_row(name, item["checked_on"], item.get("citation") or item.get("name") or "")
    out().print(rows)
    out().print(f"{len(old)} records were checked more than {days} days ago.")


@app.command()
def diff(context: typer.Context) -> None:
    """Show what a load would change: the data files against the database."""
    place: Place = context.obj
    data = place.read()
    with asking(place.url) as queries:
        found = changes(data, queries.session)
    for change in found:
        _print_change(change)
    out().print(f"{len(found)} records differ." if found else "Files and database say the same.")


@app.command()
def verify(
    context: typer.Context,
    record: Annotated[str, typer.Argument(help="Its name, such as OH.laws.3 (see `show`).")],
    source: Annotated[str, typer.Option(help="Address of the page that you read.")],
    by: Annotated[str, typer.Option(help="Who checked it.")],
    how: Annotated[
        str | None,
        typer.Option(help="official, text_copy, guide or other_page; else by the address."),
    ] = None,
) -> None:
    """Note that you read a page today and that it says what the record says."""
    place: Place = context.obj
    name = parse_name(record)
    today = dt.date.today()
    done = verify_record(place.needed_folder(), name, source, by, how, today)
    out().print(f"{name} is marked as read on {today} ({done['how']}). Now run `load`.")
    out().print(done.get("citation") or done.get("name") or done.get("says"))
    if "doubt" in done:
        out().print(f"It still says what is unsure: {done['doubt']}")


@app.command(name="links")
def check_links(
    context: typer.Context,
    of: Annotated[list[str] | None, typer.Option("--of", help="Codes of places.")] = None,
    seconds: Annotated[float, typer.Option(min=0.1, help="Wait this long for each.")] = 15,
) -> None:
    """Ask every web address whether it still answers. This goes out to the network."""
    place: Place = context.obj
    wanted = links.addresses(place.read(), [code.upper() for code in of or []])
    dead = asyncio.run(links.dead_links(wanted, seconds))
    for link in dead:
        out().print(f"{link.url} {link.reason}: {', '.join(link.named_by)}")
    out().print(f"{len(wanted)} addresses asked, {len(dead)} without an answer.")
    if dead:
        raise typer.Exit(1)


@app.command()
def coverage(
    context: typer.Context,
    write: Annotated[Path | None, typer.Option(help="File to write the table to.")] = None,
) -> None:
    """Show what the data covers, place by place, and what is missing."""
    place: Place = context.obj
    text = table(place.read())
    if write is None:
        out().print(text)
    else:
        write.write_text(text, encoding="utf-8")
        out().print(f"Written: {write}.")


def _stale(data: LegalFiles, days: int) -> Iterator[tuple[str, Record]]:
    """Give every record that was checked too long ago, by name."""
    today = dt.date.today()
    named = [
        (str(RecordName(record["code"], section, number)), item)
        for record in data.jurisdictions
        for section in TABLES
        for number, item in enumerate(record.get(section, []), 1)
    ]
    national = data.national.get("resources", [])
    named += [(f"{NATIONAL}.resources.{number}", item) for number, item in enumerate(national, 1)]
    for name, item in named:
        day = item.get("checked_on")
        if day and freshness.is_stale(dt.date.fromisoformat(day), today, days):
            yield name, item


def _print_change(change: Change) -> None:
    code, section, key = change.key
    mark = {"added": "+", "removed": "-", "changed": "~"}[change.kind]
    out().print(f"{mark} {code} {section} {key}".rstrip())
    for name, old, new in change.fields:
        out().print(f"    {name}: {old!r} -> {new!r}")
