"""The database written out: one JSON file, a CSV file a table, or a page a place for a printer."""

import csv
import datetime as dt
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from sqlalchemy import select

from actions.legal.models import Jurisdiction, Load, NationalResource
from actions.legal.queries import LegalQueries
from actions.legal.rows import TABLES
from actions.legal.vocabulary import FEDERAL, LAW_TOPICS

TEMPLATES: Final = Path(__file__).resolve().parents[2] / "data" / "legal" / "print"
"""Where the words around the records of a printed page stand."""

_INTERNAL: Final = frozenset({"id", "position"})

Rows = list[dict[str, Any]]


def export_json(queries: LegalQueries, folder: Path) -> list[Path]:
    """Write everything into `legal.json`; returns the files written."""
    content = {**_everything(queries), "loaded_at": _loaded_at(queries)}
    path = folder / "legal.json"
    text = json.dumps(content, ensure_ascii=False, indent=1, default=str)
    path.write_text(text + "\n", encoding="utf-8")
    return [path]


def export_csv(queries: LegalQueries, folder: Path) -> list[Path]:
    """Write one CSV file a table, UTF-8 with a mark that spreadsheets know; lists with `; `."""
    written = []
    for name, rows in _everything(queries).items():
        path = folder / f"{name}.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, fieldnames=list(rows[0]) if rows else [])
            writer.writeheader()
            writer.writerows([{key: _cell(value) for key, value in row.items()} for row in rows])
        written.append(path)
    return written


def export_html(queries: LegalQueries, folder: Path, codes: Sequence[str] = ()) -> list[Path]:
    """Write a page a place, and an index, that can be printed without anything from the network."""
    templates = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(["html", "j2"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    all_places = list(queries.session.scalars(select(Jurisdiction).order_by(Jurisdiction.name)))
    places = [place for place in all_places if not codes or place.code in codes]
    written = []
    for place in places:
        page = templates.get_template("place.html.j2").render(
            place=place,
            federal=place.code == FEDERAL,
            laws={topic: queries.laws(place.code, names) for topic, names in LAW_TOPICS.items()},
            orders=queries.orders(place.code),
            resources=queries.resources(place.code),
            none_found=queries.none_found(place.code),
            printed_on=dt.date.today().isoformat(),
        )
        written.append(_write(folder / f"{place.code}.html", page))
    index = templates.get_template("index.html.j2").render(places=places)
    return [*written, _write(folder / "index.html", index)]


def _everything(queries: LegalQueries) -> dict[str, Rows]:
    tables: Mapping[str, Any] = {
        "jurisdictions": Jurisdiction,
        **TABLES,
        "national_resources": NationalResource,
    }
    return {
        name: [
            {
                column.name: getattr(record, column.name)
                for column in table.__table__.columns
                if column.name not in _INTERNAL
            }
            for record in queries.session.scalars(
                select(table).order_by(*table.__table__.primary_key)
            )
        ]
        for name, table in tables.items()
    }


def _loaded_at(queries: LegalQueries) -> str:
    last = queries.session.scalars(select(Load).order_by(Load.id.desc()).limit(1)).one()
    return f"{last.loaded_at.isoformat(timespec='seconds')}Z"


def _cell(value: object) -> object:
    if isinstance(value, list):
        return "; ".join(map(str, value))
    # A spreadsheet would run a text that begins like a formula.
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@" and value else value


def _write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path
