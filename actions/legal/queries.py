"""The questions that a conversation asks the database."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, cast

from sqlalchemy import func, select
from sqlalchemy.engine import URL
from sqlalchemy.orm import Session

from actions.legal import database
from actions.legal.models import (
    Jurisdiction,
    Law,
    Load,
    NationalResource,
    NoneFound,
    ProtectiveOrder,
    Resource,
)


class EmptyDatabaseError(RuntimeError):
    """The tables are there, but nothing was ever loaded: no answer may be drawn from that."""


class OlderDatabaseError(RuntimeError):
    """The tables are of another migration than this program; `load` brings them up to date."""


@contextmanager
def asking(url: URL | None = None) -> Iterator["LegalQueries"]:
    """Open the database for the questions of one answer; all of them see the same load.

    Raises SQLAlchemyError when the database is missing or locked, OlderDatabaseError when its
    tables are of another migration, EmptyDatabaseError when nothing was loaded.
    """
    with (
        database.reading(url or database.database_url()) as connection,
        Session(connection, future=True) as session,
    ):
        if database.revision(connection) != database.newest_revision():
            raise OlderDatabaseError("The law database is of another version of its tables.")
        if session.scalars(select(Load.id).limit(1)).first() is None:
            raise EmptyDatabaseError("The law database is empty.")
        yield LegalQueries(session)


class LegalQueries:
    """Asks the database that `asking` opened; what it returns may be read inside that only."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def jurisdiction(self, code: str) -> Jurisdiction | None:
        """Return the jurisdiction with this postal code, or None when there is no such code."""
        found = self._all(select(Jurisdiction).where(Jurisdiction.code == code.upper()))
        return cast(Jurisdiction, found[0]) if found else None

    def laws(self, code: str, topics: Sequence[str]) -> list[Law]:
        """Return the laws on these topics, in the order of `topics`, then of the file."""
        found = self._all(
            select(Law)
            .where(Law.jurisdiction == code.upper(), Law.topic.in_(topics))
            .order_by(Law.position)
        )
        return sorted(cast("list[Law]", found), key=lambda law: topics.index(law.topic))

    def all_laws(self, code: str) -> list[Law]:
        """Return all laws of a jurisdiction in the file's order."""
        return self._of(Law, code)

    def orders(self, code: str) -> list[ProtectiveOrder]:
        """Return all court orders of a jurisdiction in the file's order."""
        return self._of(ProtectiveOrder, code)

    def resources(self, code: str, kinds: Sequence[str] = ()) -> list[Resource]:
        """Return the offices and groups of a jurisdiction, of these kinds or all of them."""
        found = self._of(Resource, code)
        return [one for one in found if not kinds or one.kind in kinds]

    def none_found(self, code: str, what: Sequence[str] = ()) -> list[NoneFound]:
        """Return what was looked for there and not found, of these topics or kinds or all."""
        found = self._of(NoneFound, code)
        return [one for one in found if not what or one.what in what]

    def national(self, kinds: Sequence[str] = ()) -> list[NationalResource]:
        """Return the national resources of these kinds, or all of them, in the file's order."""
        query = select(NationalResource).order_by(NationalResource.position)
        if kinds:
            query = query.where(NationalResource.kind.in_(kinds))
        return cast("list[NationalResource]", self._all(query))

    def check_days(self) -> Counter[dt.date | None]:
        """Return how many records were checked on which day; None counts those not yet verified."""
        days: Counter[dt.date | None] = Counter()
        for table in (Law, ProtectiveOrder, Resource, NationalResource):
            query = select(table.checked_on, func.count()).group_by(table.checked_on)
            for day, records in self.session.execute(query):
                days[day] += records
        return days

    def _of(self, table: Any, code: str) -> list[Any]:
        return self._all(
            select(table).where(table.jurisdiction == code.upper()).order_by(table.position)
        )

    def _all(self, query: Any) -> list[Any]:
        return list(self.session.scalars(query))
