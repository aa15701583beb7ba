"""Commands that show what the database says: show, history, export."""

import datetime as dt
from collections.abc import Callable, Mapping
from enum import Enum
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from actions.legal import export as exporting
from actions.legal.command_line.app import Place, UnknownPlaceError, app, out
from actions.legal.history import said_on, versions
from actions.legal.identity import SECTIONS, RecordName, parse_name, record_key
from actions.legal.models import RecordVersion
from actions.legal.queries import LegalQueries, asking

_WORDS: Final = {section: word for word, section in SECTIONS.items()}


class Format(str, Enum):
    """What `export` can write."""

    json = "json"
    csv = "csv"
    html = "html"


@app.command()
def show(
    context: typer.Context,
    code: Annotated[str, typer.Argument(help="Postal code such as CA, or US for federal law.")],
    on: Annotated[
        dt.datetime | None, typer.Option(formats=["%Y-%m-%d"], help="What it said on that day.")
    ] = None,
) -> None:
    """Print what the database says of one place, now or on a day in the past (UTC)."""
    place: Place = context.obj
    code = code.upper()
    with asking(place.url) as queries:
        found = queries.jurisdiction(code)
        if found is None:
            raise UnknownPlaceError(f"There is no place with the code {code}.")
        day = on.date() if on else dt.datetime.now(dt.timezone.utc).date()
        held = said_on(queries.session, code, day)
        if on is None:
            held = [version for version in held if version.valid_until is None]
        out().print(f"{found.name} ({code}){f' on {day}' if on else ''}")
        if not held:
            out().print("The database held nothing of it on that day.")
        for version in _in_order(held):
            _print_version(version, _name(queries, version))


@app.command()
def history(
    context: typer.Context,
    record: Annotated[str, typer.Argument(help="Its name, such as OH.laws.3 (see `show`).")],
) -> None:
    """Print everything that a record ever said, with the days from and until."""
    place: Place = context.obj
    name = parse_name(record)
    with asking(place.url) as queries:
        key = _key(queries, name)
        for version in versions(queries.session, name.code, name.section, key):
            until = version.valid_until
            end = until.isoformat(" ", "minutes") if until else "now"
            out().print(f"From {version.valid_from.isoformat(' ', 'minutes')} until {end} (UTC):")
            _print_version(version, str(name))


@app.command()
def export(
    context: typer.Context,
    to: Annotated[Path, typer.Argument(help="Folder to write to; made if there is none.")],
    as_: Annotated[Format, typer.Option("--as", help="What to write.")] = Format.html,
    of: Annotated[list[str] | None, typer.Option("--of", help="Codes of places (html).")] = None,
) -> None:
    """Write the database out: a page a place for a printer, or JSON, or CSV."""
    place: Place = context.obj
    to.mkdir(parents=True, exist_ok=True)
    codes = [code.upper() for code in of or []]
    ways: dict[Format, Callable[[LegalQueries], list[Path]]] = {
        Format.json: lambda queries: exporting.export_json(queries, to),
        Format.csv: lambda queries: exporting.export_csv(queries, to),
        Format.html: lambda queries: exporting.export_html(queries, to, codes),
    }
    with asking(place.url) as queries:
        unknown = [code for code in codes if queries.jurisdiction(code) is None]
        if unknown:
            raise UnknownPlaceError(f"There is no place with the code {', '.join(unknown)}.")
        written = ways[as_](queries)
    out().print(f"{len(written)} files written to {to}.")


def _in_order(held: list[RecordVersion]) -> list[RecordVersion]:
    order = ["place", *SECTIONS.values()]
    return sorted(held, key=lambda version: (order.index(version.section), version.id))


def _current(queries: LegalQueries, code: str, section: str) -> list[Mapping[str, Any]]:
    """Return the records of a section that hold now, in the file's order, as their keys need it."""
    if section == "laws":
        found: list[Any] = queries.all_laws(code)
    elif section == "protective_orders":
        found = queries.orders(code)
    elif section == "resources":
        found = queries.resources(code)
    else:
        found = queries.none_found(code)
    return [vars(one) for one in found]


def _key(queries: LegalQueries, name: RecordName) -> str:
    records = _current(queries, name.code, name.section)
    if name.number > len(records):
        raise UnknownPlaceError(f"There is no {name}; the database has {len(records)} there.")
    return record_key(name.section, records[name.number - 1])


def _name(queries: LegalQueries, version: RecordVersion) -> str:
    """Return the name that a record has now; empty when it is no longer there."""
    if version.section not in _WORDS:
        return ""
    records = _current(queries, version.jurisdiction, version.section)
    for number, item in enumerate(records, 1):
        if record_key(version.section, item) == version.record_key:
            return str(RecordName(version.jurisdiction, version.section, number))
    return "(no longer there)"


def _print_version(version: RecordVersion, name: str) -> None:
    content = version.content
    head = content.get("title") or content.get("name") or content.get("what")
    out().print(f"\n{name} {head}".rstrip())
    for field, value in content.items():
        if field not in ("title", "name", "what"):
            said = ", ".join(map(str, value)) if isinstance(value, list) else value
            out().print(f"  {field}: {said}")
