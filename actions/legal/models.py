"""The tables of the legal-resources database.

The data files are the truth; the tables are a copy to ask questions of. A load replaces them whole.
"""

import datetime as dt
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Text,
)
from sqlalchemy.orm import Mapped, registry
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


def _optional(kind: "type[TypeEngine[Any]]") -> Any:
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

    `check_mark` is `read` (a page was read, on `checked_on`) or `recalled` (not yet verified).
    """

    check_mark: Mapped[str] = Column(String(8), nullable=False)
    checked_on: Mapped[dt.date | None] = _optional(Date)
    source_date: Mapped[str | None] = _optional(Text)
    doubt: Mapped[str | None] = _optional(Text)


class Jurisdiction(Base):
    """A state, the District of Columbia, a territory, or the federal law (`US`)."""

    __tablename__ = "jurisdictions"

    code: Mapped[str] = Column(String(2), primary_key=True)
    name: Mapped[str] = Column(Text, nullable=False)
    notes: Mapped[str] = Column(Text, nullable=False)


class Law(Checked, Base):
    """A law: what it is about, in plain words, with citation and link."""

    __tablename__ = "laws"

    id: Mapped[int] = Column(Integer, primary_key=True)
    jurisdiction: Mapped[str] = Column(ForeignKey("jurisdictions.code"), nullable=False, index=True)
    position: Mapped[int] = Column(Integer, nullable=False)
    topic: Mapped[str] = Column(String(40), nullable=False)
    kind: Mapped[str] = Column(String(20), nullable=False)
    citation: Mapped[str] = Column(Text, nullable=False)
    title: Mapped[str] = Column(Text, nullable=False)
    electronic: Mapped[str] = Column(String(10), nullable=False)
    summary: Mapped[str] = Column(Text, nullable=False)
    penalty: Mapped[str | None] = _optional(Text)
    url: Mapped[str | None] = _optional(Text)
    source: Mapped[str | None] = _optional(Text)


class ProtectiveOrder(Checked, Base):
    """A court order: for whom, who may start it, and whether a stalked stranger can use it."""

    __tablename__ = "protective_orders"

    id: Mapped[int] = Column(Integer, primary_key=True)
    jurisdiction: Mapped[str] = Column(ForeignKey("jurisdictions.code"), nullable=False, index=True)
    position: Mapped[int] = Column(Integer, nullable=False)
    name: Mapped[str] = Column(Text, nullable=False)
    citation: Mapped[str] = Column(Text, nullable=False)
    relationship_required: Mapped[bool] = Column(Boolean, nullable=False)
    open_to_stranger: Mapped[str] = Column(String(8), nullable=False)
    who_may_start: Mapped[list[str]] = Column(JSON, nullable=False)
    who_for: Mapped[str] = Column(Text, nullable=False)
    online_conduct_counts: Mapped[str] = Column(String(10), nullable=False)
    fee: Mapped[str | None] = _optional(Text)
    duration: Mapped[str | None] = _optional(Text)
    minors: Mapped[str | None] = _optional(Text)
    forms_url: Mapped[str | None] = _optional(Text)
    source: Mapped[str | None] = _optional(Text)


class Resource(Checked, Base):
    """An office or group in one jurisdiction."""

    __tablename__ = "resources"

    id: Mapped[int] = Column(Integer, primary_key=True)
    jurisdiction: Mapped[str] = Column(ForeignKey("jurisdictions.code"), nullable=False, index=True)
    position: Mapped[int] = Column(Integer, nullable=False)
    kind: Mapped[str] = Column(String(30), nullable=False)
    name: Mapped[str] = Column(Text, nullable=False)
    phone: Mapped[str | None] = _optional(Text)
    about: Mapped[str | None] = _optional(Text)
    url: Mapped[str | None] = _optional(Text)
    source: Mapped[str | None] = _optional(Text)


class NationalResource(Checked, Base):
    """A line, report site or guide for the whole country; `read_fields` were read on a page."""

    __tablename__ = "national_resources"

    id: Mapped[int] = Column(Integer, primary_key=True)
    position: Mapped[int] = Column(Integer, nullable=False)
    kind: Mapped[str] = Column(String(30), nullable=False)
    name: Mapped[str] = Column(Text, nullable=False)
    phone: Mapped[str | None] = _optional(Text)
    text: Mapped[str | None] = _optional(Text)
    chat: Mapped[str | None] = _optional(Text)
    url: Mapped[str | None] = _optional(Text)
    hours: Mapped[str | None] = _optional(Text)
    who_for: Mapped[str] = Column(Text, nullable=False)
    languages: Mapped[str | None] = _optional(Text)
    deaf_access: Mapped[str | None] = _optional(Text)
    read_fields: Mapped[list[str]] = Column(JSON, nullable=False)
    sources: Mapped[list[str]] = Column(JSON, nullable=False)


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
