"""The questions that a conversation asks the database."""

from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import select
from sqlalchemy.engine import URL
from sqlalchemy.orm import Session

from actions.legal import database
from actions.legal.models import (
    Jurisdiction,
    Law,
    Load,
    NationalResource,
    ProtectiveOrder,
    Resource,
)


class EmptyDatabaseError(RuntimeError):
    """The tables are there, but nothing was ever loaded: no answer may be drawn from that."""


class LegalQueries:
    """Asks one database; every method opens and closes its own session, so threads may share this.

    Raises SQLAlchemyError when the database is missing, locked or of an older migration, and
    EmptyDatabaseError when nothing was loaded.
    """

    def __init__(self, url: URL | None = None) -> None:
        self.url = url or database.database_url()

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

    def orders(self, code: str) -> list[ProtectiveOrder]:
        """Return all court orders of a jurisdiction in the file's order."""
        return self._of(ProtectiveOrder, code)

    def resources(self, code: str) -> list[Resource]:
        """Return all offices and groups of a jurisdiction in the file's order."""
        return self._of(Resource, code)

    def national(self, kinds: Sequence[str] = ()) -> list[NationalResource]:
        """Return the national resources of these kinds, or all of them, in the file's order."""
        query = select(NationalResource).order_by(NationalResource.position)
        if kinds:
            query = query.where(NationalResource.kind.in_(kinds))
        return cast("list[NationalResource]", self._all(query))

    def _of(self, table: Any, code: str) -> list[Any]:
        return self._all(
            select(table).where(table.jurisdiction == code.upper()).order_by(table.position)
        )

    def _all(self, query: Any) -> list[Any]:
        engine = database.reading_engine(self.url)
        with Session(engine, future=True, expire_on_commit=False) as session:
            found = list(session.scalars(query))
            if not found and session.scalars(select(Load.id).limit(1)).first() is None:
                raise EmptyDatabaseError("The law database is empty.")
            session.expunge_all()
            return found
