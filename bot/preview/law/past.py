"""What a record said before, and what a place said on a day: out of the database's history."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from actions.legal import files, history
from actions.legal.identity import PLACE, SECTIONS
from actions.legal.models import Load, RecordVersion
from actions.legal.queries import EmptyDatabaseError, LegalQueries, OlderDatabaseError, asking
from bot.preview.law.folder import folder
from bot.preview.review.difference import Piece, words_difference


class NoHistoryError(Exception):
    """The bot's law database does not answer, so what was said before is not known now."""


@dataclass(frozen=True)
class FieldChange:
    """A field that changed from one version to the next.

    `pieces` tell it word by word where both are prose; an address or a closed word changes whole.
    """

    name: str
    old: object
    new: object
    pieces: list[Piece]


@dataclass(frozen=True)
class Version:
    """What a record said from a time (UTC) until another; the one of now has no end."""

    since: dt.datetime
    until: dt.datetime | None
    content: Mapping[str, Any]
    changes: list[FieldChange]


def versions(code: str, section: str, key: str) -> list[Version]:
    """Give everything that a record ever said, the newest first.

    Raises NoHistoryError.
    """
    with _asking() as queries:
        rows = history.versions(queries.session, code, section, key)
        found: list[Version] = []
        for before, row in zip([None, *rows], rows, strict=False):
            changed = changes(before.content, row.content) if before else []
            found.append(Version(row.valid_from, row.valid_until, row.content, changed))
    return found[::-1]


def said_on(code: str, day: dt.date) -> dict[str, list[Version]]:
    """Give what a place said on a day (UTC), by section.

    Raises NoHistoryError.
    """
    found: dict[str, list[Version]] = {section: [] for section in (*SECTIONS.values(), PLACE)}
    with _asking() as queries:
        for row in history.said_on(queries.session, code, day):
            version = Version(row.valid_from, row.valid_until, row.content, [])
            found[row.section].append(version)
    return found


def gone(code: str) -> list[tuple[str, str, Version]]:
    """Give section, key and last version of the records that stand in the file no more.

    Raises NoHistoryError.
    """
    table = RecordVersion
    with _asking() as queries:
        rows = queries.session.scalars(
            select(table)
            .where(table.jurisdiction == code, table.section != PLACE)
            .order_by(table.valid_from, table.id)
        )
        last = {(row.section, row.record_key): row for row in rows}
        return [
            (section, key, Version(row.valid_from, row.valid_until, row.content, []))
            for (section, key), row in last.items()
            if row.valid_until is not None
        ]


def bot_has_these_files() -> bool:
    """Say whether the bot's database was loaded from the files as they are now.

    Raises NoHistoryError.
    """
    with _asking() as queries:
        last = queries.session.scalars(select(Load).order_by(Load.id.desc()).limit(1)).first()
        return last is not None and bool(last.content_hash == files.content_hash(folder()))


def changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[FieldChange]:
    """Give the fields that differ."""
    return [
        FieldChange(name, old.get(name), new.get(name), _pieces(old.get(name), new.get(name)))
        for name in {**old, **new}
        if old.get(name) != new.get(name)
    ]


def _pieces(old: object, new: object) -> list[Piece]:
    if not isinstance(old, str) or not isinstance(new, str) or " " not in old or " " not in new:
        return []
    return words_difference(old, new)


@contextmanager
def _asking() -> Iterator[LegalQueries]:
    try:
        with asking() as queries:
            yield queries
    except (SQLAlchemyError, EmptyDatabaseError, OlderDatabaseError) as error:
        raise NoHistoryError from error
