"""Put what the data files say into the database: all of it in one transaction, or nothing."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.engine import URL, Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from actions.legal import database, files
from actions.legal.models import (
    Jurisdiction,
    Law,
    Load,
    NationalResource,
    ProtectiveOrder,
    Resource,
)


@dataclass(frozen=True)
class LoadResult:
    """What a load did; `changed` is false when the database already held the same files."""

    changed: bool
    counts: dict[str, int]


def load(folder: Path, url: URL, complete: bool = True) -> LoadResult:
    """Check the files in `folder` and make them the database's content.

    A second load of the same files does nothing. With a mistake in any file the old content stays.
    Readers see the old content or the new, never half.
    Raises BrokenDataError for the files, SQLAlchemyError for the database.
    """
    wanted = files.content_hash(folder)
    same = _loaded_counts(url, wanted)
    if same is not None:
        return LoadResult(False, same)
    data = files.read_folder(folder, complete)
    rows = _rows(data)
    counts = {name: len(rows[table]) for name, table in _COUNTED.items()}
    counts["files"] = len(data.jurisdictions) + 1
    engine = database.writing_engine(url)
    try:
        database.migrate(engine)
        _replace(engine, rows, data.content_hash, counts)
    finally:
        engine.dispose()
    return LoadResult(True, counts)


_COUNTED = {
    "laws": Law,
    "protective_orders": ProtectiveOrder,
    "resources": Resource,
    "national_resources": NationalResource,
}


def _loaded_counts(url: URL, wanted: str) -> dict[str, int] | None:
    """Return the counts of the last load when it was of the same content, else nothing."""
    try:
        with Session(database.reading_engine(url), future=True) as session:
            last = session.scalars(select(Load).order_by(Load.id.desc()).limit(1)).first()
            if last is None or last.content_hash != wanted:
                return None
            return {name: getattr(last, name) for name in (*_COUNTED, "files")}
    except SQLAlchemyError:
        return None  # no database yet, or an older one: load in full


def _replace(
    engine: Engine, rows: dict[type, list[dict[str, Any]]], content: str, counts: dict[str, int]
) -> None:
    with engine.begin() as connection:
        for table in reversed(list(rows)):
            connection.execute(delete(table))
        for table, items in rows.items():
            if items:
                connection.execute(insert(table), items)
        now = dt.datetime.now(dt.timezone.utc).replace(tzinfo=None)
        connection.execute(insert(Load).values(content_hash=content, loaded_at=now, **counts))


def _rows(data: files.LegalFiles) -> dict[type, list[dict[str, Any]]]:
    """Turn the records into rows, table by table, in the order in which they can be inserted."""
    rows: dict[type, list[dict[str, Any]]] = {
        Jurisdiction: [],
        Law: [],
        ProtectiveOrder: [],
        Resource: [],
        NationalResource: [],
    }
    for record in data.jurisdictions:
        code = record["code"]
        rows[Jurisdiction].append({name: record[name] for name in ("code", "name", "notes")})
        for section, table in (
            ("laws", Law),
            ("protective_orders", ProtectiveOrder),
            ("resources", Resource),
        ):
            for position, item in enumerate(record[section]):
                rows[table].append(_row(table, item, position, jurisdiction=code))
    for position, item in enumerate(data.national.get("resources", [])):
        sources = item.get("source", [])
        rest = {name: value for name, value in item.items() if name != "source"}
        rest.setdefault("read_fields", [])
        rows[NationalResource].append(_row(NationalResource, rest, position, sources=sources))
    return rows


_RENAMED = {"check": "check_mark", "for": "who_for"}
"""Field names of the files that a column may not have (words of SQL and of Python)."""


def _row(table: Any, item: files.Record, position: int, **more: object) -> dict[str, Any]:
    # Every row of a table names every column, so that one statement inserts them all.
    row: dict[str, Any] = {
        column.name: None for column in table.__table__.columns if column.name != "id"
    }
    row.update({_RENAMED.get(name, name): value for name, value in item.items()})
    if row["checked_on"] is not None:
        row["checked_on"] = dt.date.fromisoformat(row["checked_on"])
    row.update(more, position=position)
    return row
