"""The records of the data files -> the rows of the tables that a load replaces."""

import datetime as dt
from typing import Any, Final

from actions.legal.files import LegalFiles
from actions.legal.identity import Record
from actions.legal.models import (
    Jurisdiction,
    Law,
    NationalResource,
    NoneFound,
    ProtectiveOrder,
    Resource,
    Review,
)
from actions.legal.vocabulary import open_to_stranger

TABLES: Final = {
    "laws": Law,
    "protective_orders": ProtectiveOrder,
    "resources": Resource,
    "none_found": NoneFound,
}
"""Section of a jurisdiction's file -> its table."""

Rows = dict[type, list[dict[str, Any]]]

_RENAMED: Final = {"check": "check_mark", "for": "who_for"}
"""Field names of the files that a column may not have (words of SQL and of Python)."""


def table_rows(data: LegalFiles) -> Rows:
    """Return the rows table by table, in the order in which they can be inserted."""
    rows: Rows = {Jurisdiction: [], **{table: [] for table in TABLES.values()}}
    rows |= {Review: [], NationalResource: []}
    for record in data.jurisdictions:
        code = record["code"]
        rows[Jurisdiction].append({name: record[name] for name in ("code", "name", "notes")})
        for section, table in TABLES.items():
            for position, item in enumerate(record.get(section, [])):
                rows[table].append(_row(table, item, position, jurisdiction=code))
        rows[Review] += [_review(review, code) for review in record.get("reviews", [])]
    for position, item in enumerate(data.national.get("resources", [])):
        rest = {name: value for name, value in item.items() if name != "source"}
        rest.setdefault("read_fields", [])
        sources = item.get("source", [])
        rows[NationalResource].append(_row(NationalResource, rest, position, sources=sources))
    return rows


def _row(table: Any, item: Record, position: int, **more: object) -> dict[str, Any]:
    # Every row of a table names every column, so that one statement inserts them all.
    row: dict[str, Any] = {
        column.name: None for column in table.__table__.columns if column.name != "id"
    }
    row.update({_RENAMED.get(name, name): value for name, value in item.items()})
    if row["checked_on"] is not None:
        row["checked_on"] = dt.date.fromisoformat(row["checked_on"])
    if table is ProtectiveOrder:
        row["open_to_stranger"] = open_to_stranger(item)
        limit = item.get("time_limit", {})
        days = limit.get("days")
        row["time_limit"] = limit.get("says")
        row["time_limit_days"] = int(days) if days else None
    row.update(more, position=position)
    return row


def _review(review: Record, code: str) -> dict[str, Any]:
    rest = {name: value for name, value in review.items() if name != "record"}
    rest["checked_on"] = dt.date.fromisoformat(review["checked_on"])
    return {"jurisdiction": code, "record_key": review["record"], **rest}
