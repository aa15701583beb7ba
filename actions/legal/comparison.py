"""What a load would change: the records of the files against those that the database holds."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.legal.files import LegalFiles
from actions.legal.history import Key, all_records
from actions.legal.identity import Record
from actions.legal.models import RecordVersion


@dataclass(frozen=True)
class Change:
    """One record that is only in the files (`added`), only in the database (`removed`), or in both.

    `fields` has (name, in the database, in the file) for each field that differs.
    """

    kind: str
    key: Key
    fields: tuple[tuple[str, object, object], ...] = field(default=())


def changes(data: LegalFiles, session: Session) -> list[Change]:
    """Return the changes that a load of `data` would make, by place, section and record."""
    held = {
        (row.jurisdiction, row.section, row.record_key): row.content
        for row in session.scalars(select(RecordVersion).where(RecordVersion.valid_until.is_(None)))
    }
    return sorted(_changes(all_records(data), held), key=lambda change: change.key)


def _changes(wanted: Mapping[Key, Record], held: Mapping[Key, Record]) -> Iterator[Change]:
    for key in wanted.keys() - held.keys():
        yield Change("added", key)
    for key in held.keys() - wanted.keys():
        yield Change("removed", key)
    for key in wanted.keys() & held.keys():
        new, old = wanted[key], held[key]
        names = [name for name in {**old, **new} if old.get(name) != new.get(name)]
        if names:
            different = tuple((name, old.get(name), new.get(name)) for name in names)
            yield Change("changed", key, different)
