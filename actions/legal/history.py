"""What every record said, from when until when: written at each load, asked by day."""

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import insert, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from actions.legal.files import LegalFiles
from actions.legal.identity import PLACE, Record, canonical, record_key
from actions.legal.models import RecordVersion
from actions.legal.rows import TABLES
from actions.legal.vocabulary import NATIONAL

Key = tuple[str, str, str]
"""Jurisdiction (or `national`), section, and the record's key in it."""

_BATCH: Final = 500


def all_records(data: LegalFiles) -> dict[Key, Record]:
    """Return every record of the files by its key; a place's name and notes are a record too."""
    return dict(_records(data))


def write_versions(connection: Connection, data: LegalFiles, now: dt.datetime) -> int:
    """End the versions that no longer hold and begin the new ones; returns how many began.

    `now` is UTC without a time zone, as the tables hold it. Runs in the load's own transaction.
    """
    wanted = all_records(data)
    table = RecordVersion
    held = connection.execute(
        select(table.id, table.jurisdiction, table.section, table.record_key, table.content).where(
            table.valid_until.is_(None)
        )
    ).all()
    ended, same = [], set()
    for row in held:
        key: Key = (row.jurisdiction, row.section, row.record_key)
        if key in wanted and canonical(wanted[key]) == canonical(row.content):
            same.add(key)
        else:
            ended.append(row.id)
    for start in range(0, len(ended), _BATCH):
        some = ended[start : start + _BATCH]
        connection.execute(update(table).where(table.id.in_(some)).values(valid_until=now))
    begun = [
        {
            "jurisdiction": key[0],
            "section": key[1],
            "record_key": key[2],
            "content": content,
            "valid_from": now,
        }
        for key, content in wanted.items()
        if key not in same
    ]
    if begun:
        connection.execute(insert(table), begun)
    return len(begun)


def versions(session: Session, jurisdiction: str, section: str, key: str) -> list[RecordVersion]:
    """Return everything that one record ever said, oldest first."""
    return _ordered(
        session,
        RecordVersion.jurisdiction == jurisdiction,
        RecordVersion.section == section,
        RecordVersion.record_key == key,
    )


def said_on(session: Session, jurisdiction: str, day: dt.date) -> list[RecordVersion]:
    """Return all that the records of a place said at some time on `day` (UTC), oldest first."""
    begin = dt.datetime.combine(day, dt.time.min)
    end = begin + dt.timedelta(days=1)
    until: Any = RecordVersion.valid_until
    return _ordered(
        session,
        RecordVersion.jurisdiction == jurisdiction,
        RecordVersion.valid_from < end,
        until.is_(None) | (until > begin),
    )


def _ordered(session: Session, *conditions: Any) -> list[RecordVersion]:
    order = (RecordVersion.valid_from, RecordVersion.id)
    return list(session.scalars(select(RecordVersion).where(*conditions).order_by(*order)))


def _records(data: LegalFiles) -> Iterator[tuple[Key, Record]]:
    for record in data.jurisdictions:
        code = record["code"]
        yield (code, PLACE, ""), {"name": record["name"], "notes": record["notes"]}
        for section in TABLES:
            for item in record.get(section, []):
                yield (code, section, record_key(section, item)), item
    for item in data.national.get("resources", []):
        yield (NATIONAL, "resources", record_key("resources", item)), item
