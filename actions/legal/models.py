"""The tables of the legal-resources database.

The data files are the truth; the tables are a copy to ask questions of. A load replaces them whole,
all but `loads` and `record_versions`, which keep what was said before.
"""

import datetime as dt
from typing import Any, cast

from sqlalchemy import (
    JSON,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Text,
)
from sqlalchemy.orm import Mapped, declared_attr, registry
from sqlalchemy.orm.decl_api import DeclarativeMeta
from sqlalchemy.types import TypeEngine

mapper_registry = registry(
    metadata=MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
)


def _optional(kind: "TypeEngine[Any] | type[TypeEngine[Any]]") -> Any:
    """Make a column that may be empty; the typing plugin takes any column for a full one."""
    return Column(kind, nullable=True)


class Base(metaclass=DeclarativeMeta):
    """What every table shares."""

    __abstract__ = True
    registry = mapper_registry
    metadata = mapper_registry.metadata
    __init__ = mapper_registry.constructor


class Checked:
    """How far a record can be trusted.

    `check_mark` is `read` (a page was read, on `checked_on`) or `recalled` (not yet verified);
    `how` says what kind of page that was (docs/legal-data.md).
    """

    check_mark: Mapped[str] = Column(String(8), nullable=False)
    how: Mapped[str | None] = _optional(String(12))
    checked_on: Mapped[dt.date | None] = _optional(Date)
    source_date: Mapped[str | None] = _optional(Text)
    doubt: Mapped[str | None] = _optional(Text)


class OfJurisdiction:
    """What is said of one jurisdiction."""

    id: Mapped[int] = Column(Integer, primary_key=True)

    @declared_attr
    def jurisdiction(cls) -> Mapped[str]:  # noqa: N805
        """Postal code of the jurisdiction."""
        column = Column(ForeignKey("jurisdictions.code"), nullable=False, index=True)
        return cast("Mapped[str]", column)


class Listed(OfJurisdiction):
    """An entry in a list of a jurisdiction's file; `position` is its place there."""

    position: Mapped[int] = Column(Integer, nullable=False)


class Reachable:
    """How an office or a line is reached."""

    phone: Mapped[str | None] = _optional(Text)
    text: Mapped[str | None] = _optional(Text)
    chat: Mapped[str | None] = _optional(Text)
    url: Mapped[str | None] = _optional(Text)
    hours: Mapped[str | None] = _optional(Text)
    languages: Mapped[str | None] = _optional(Text)


class Jurisdiction(Base):
    """A state, the District of Columbia, a territory, or the federal law (`US`)."""

    __tablename__ = "jurisdictions"

    code: Mapped[str] = Column(String(2), primary_key=True)
    name: Mapped[str] = Column(Text, nullable=False)
    notes: Mapped[str] = Column(Text, nullable=False)


class Law(Listed, Checked, Base):
    """A law: what it is about, in plain words, with citation and link."""

    __tablename__ = "laws"

    topic: Mapped[str] = Column(String(40), nullable=False)
    kind: Mapped[str] = Column(String(20), nullable=False)
    citation: Mapped[str] = Column(Text, nullable=False)
    title: Mapped[str] = Column(Text, nullable=False)
    electronic: Mapped[str] = Column(String(10), nullable=False)
    summary: Mapped[str] = Column(Text, nullable=False)
    penalty: Mapped[str | None] = _optional(Text)
    url: Mapped[str | None] = _optional(Text)
    source: Mapped[str | None] = _optional(Text)


class ProtectiveOrder(Listed, Checked, Base):
    """A court order: for whom, who may start it, and whether a stalked stranger can use it."""

    __tablename__ = "protective_orders"

    name: Mapped[str] = Column(Text, nullable=False)
    citation: Mapped[str] = Column(Text, nullable=False)
    conduct: Mapped[list[str]] = Column(JSON, nullable=False)
    relation_needed: Mapped[list[str]] = Column(JSON, nullable=False)
    open_to_stranger: Mapped[str] = Column(String(8), nullable=False)
    who_may_start: Mapped[list[str]] = Column(JSON, nullable=False)
    who_for: Mapped[str] = Column(Text, nullable=False)
    time_limit: Mapped[str | None] = _optional(Text)
    time_limit_days: Mapped[int | None] = _optional(Integer)
    online_conduct_counts: Mapped[str] = Column(String(10), nullable=False)
    fee: Mapped[str | None] = _optional(Text)
    duration: Mapped[str | None] = _optional(Text)
    minors: Mapped[str | None] = _optional(Text)
    minor_may_start: Mapped[str | None] = _optional(String(8))
    forms_url: Mapped[str | None] = _optional(Text)
    source: Mapped[str | None] = _optional(Text)


class Resource(Listed, Reachable, Checked, Base):
    """An office or group in one jurisdiction."""

    __tablename__ = "resources"

    kind: Mapped[str] = Column(String(30), nullable=False)
    name: Mapped[str] = Column(Text, nullable=False)
    who_for: Mapped[str | None] = _optional(Text)
    about: Mapped[str | None] = _optional(Text)
    source: Mapped[str | None] = _optional(Text)


class NoneFound(Listed, Checked, Base):
    """Something that was looked for in one jurisdiction and not found, and what is nearest."""

    __tablename__ = "none_found"

    what: Mapped[str] = Column(String(40), nullable=False)
    says: Mapped[str] = Column(Text, nullable=False)
    nearest: Mapped[str | None] = _optional(Text)
    source: Mapped[str | None] = _optional(Text)


class Review(OfJurisdiction, Base):
    """Who checked a record, when and against which page; `text_hash` is of what it said."""

    __tablename__ = "reviews"

    section: Mapped[str] = Column(String(20), nullable=False)
    record_key: Mapped[str] = Column(Text, nullable=False)
    checked_by: Mapped[str] = Column(Text, nullable=False)
    checked_on: Mapped[dt.date] = Column(Date, nullable=False)
    source: Mapped[str] = Column(Text, nullable=False)
    text_hash: Mapped[str] = Column(String(16), nullable=False)


class NationalResource(Reachable, Checked, Base):
    """A line, report site or guide for the whole country; `read_fields` were read on a page."""

    __tablename__ = "national_resources"

    id: Mapped[int] = Column(Integer, primary_key=True)
    position: Mapped[int] = Column(Integer, nullable=False)
    kind: Mapped[str] = Column(String(30), nullable=False)
    name: Mapped[str] = Column(Text, nullable=False)
    who_for: Mapped[str] = Column(Text, nullable=False)
    deaf_access: Mapped[str | None] = _optional(Text)
    read_fields: Mapped[list[str]] = Column(JSON, nullable=False)
    sources: Mapped[list[str]] = Column(JSON, nullable=False)


class RecordVersion(Base):
    """What one record said from one load to the next; the one that holds now has no end.

    `jurisdiction` is a postal code or `national`; `content` is the record as its file had it.
    """

    __tablename__ = "record_versions"

    id: Mapped[int] = Column(Integer, primary_key=True)
    jurisdiction: Mapped[str] = Column(String(8), nullable=False, index=True)
    section: Mapped[str] = Column(String(20), nullable=False)
    record_key: Mapped[str] = Column(Text, nullable=False)
    content: Mapped[dict[str, Any]] = Column(JSON, nullable=False)
    valid_from: Mapped[dt.datetime] = Column(DateTime, nullable=False)
    valid_until: Mapped[dt.datetime | None] = _optional(DateTime)


class Load(Base):
    """One load of the data files: when, how much, and the hash of what was read."""

    __tablename__ = "loads"

    id: Mapped[int] = Column(Integer, primary_key=True)
    content_hash: Mapped[str] = Column(String(64), nullable=False)
    loaded_at: Mapped[dt.datetime] = Column(DateTime, nullable=False)
    files: Mapped[int] = Column(Integer, nullable=False)
    laws: Mapped[int] = Column(Integer, nullable=False)
    protective_orders: Mapped[int] = Column(Integer, nullable=False)
    resources: Mapped[int] = Column(Integer, nullable=False)
    national_resources: Mapped[int] = Column(Integer, nullable=False)
