"""Put what the data files say into the database: all of it in one transaction, or nothing."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import delete, insert, select
from sqlalchemy.engine import URL, Connection
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from actions.legal import database, files
from actions.legal.history import write_versions
from actions.legal.models import Law, Load, NationalResource, ProtectiveOrder, Resource
from actions.legal.rows import Rows, table_rows


@dataclass(frozen=True)
class LoadResult:
    """What a load did; `changed` is false when the database already held the same files."""

    changed: bool
    counts: dict[str, int]


_COUNTED: Final = {
    "laws": Law,
    "protective_orders": ProtectiveOrder,
    "resources": Resource,
    "national_resources": NationalResource,
}


def load(folder: Path, url: URL, complete: bool = True) -> LoadResult:
    """Check the files in `folder` and make them the database's content.

    A second load of the same files does nothing. With a mistake in any file the old content stays.
    Tables, content and history change in one transaction: readers see the old or the new, never
    half.
    Raises BrokenDataError for the files, SQLAlchemyError for the database.
    """
    wanted = files.content_hash(folder)
    same = _loaded_counts(url, wanted)
    if same is not None:
        return LoadResult(False, same)
    data = files.read_folder(folder, complete)
    rows = table_rows(data)
    counts = {name: len(rows[table]) for name, table in _COUNTED.items()}
    counts["files"] = len(data.jurisdictions) + 1
    with database.writing(url) as connection:
        database.migrate(connection)
        now = dt.datetime.now(dt.timezone.utc).replace(tzinfo=None)
        _replace(connection, rows)
        write_versions(connection, data, now)
        connection.execute(
            insert(Load).values(content_hash=data.content_hash, loaded_at=now, **counts)
        )
    return LoadResult(True, counts)


def _loaded_counts(url: URL, wanted: str) -> dict[str, int] | None:
    """Return the counts of the last load when it was of the same content, else nothing."""
    try:
        with database.reading(url) as connection, Session(connection, future=True) as session:
            if database.revision(connection) != database.newest_revision():
                return None
            last = session.scalars(select(Load).order_by(Load.id.desc()).limit(1)).first()
            if last is None or last.content_hash != wanted:
                return None
            return {name: getattr(last, name) for name in (*_COUNTED, "files")}
    except SQLAlchemyError:
        return None  # no database yet, or an older one: load in full


def _replace(connection: Connection, rows: Rows) -> None:
    for table in reversed(list(rows)):
        connection.execute(delete(table))
    for table, items in rows.items():
        if items:
            connection.execute(insert(table), items)
