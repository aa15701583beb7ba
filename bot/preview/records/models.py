"""The tables of the preview. Nothing in them comes from a real person's conversation."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, registry, relationship
from sqlalchemy.orm.decl_api import DeclarativeMeta
from sqlalchemy.types import TypeEngine

mapper_registry = registry(
    metadata=MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
        }
    )
)
HASH_LENGTH = 64
NAME_LENGTH = 200


def _optional(kind: TypeEngine[Any] | type[TypeEngine[Any]]) -> Any:
    """Make a column that may be empty; the typing plugin takes any column for a full one."""
    return Column(kind, nullable=True)


class Base(metaclass=DeclarativeMeta):
    """What every table shares. All times are UTC, without a zone."""

    __abstract__ = True
    registry = mapper_registry
    metadata = mapper_registry.metadata
    __init__ = mapper_registry.constructor


class Account(Base):
    """Somebody who may open the preview. Everybody may read; the rest is given one by one."""

    __tablename__ = "accounts"

    id: Mapped[int] = Column(Integer, primary_key=True)
    login: Mapped[str] = Column(String(80), nullable=False, unique=True)
    full_name: Mapped[str] = Column(String(NAME_LENGTH), nullable=False)
    job: Mapped[str] = Column(String(NAME_LENGTH), nullable=False)
    password_hash: Mapped[str] = Column(Text, nullable=False)
    may_review: Mapped[bool] = Column(Boolean, nullable=False, default=False)
    may_edit_law: Mapped[bool] = Column(Boolean, nullable=False, default=False)
    active: Mapped[bool] = Column(Boolean, nullable=False, default=True)
    created_at: Mapped[dt.datetime] = Column(DateTime, nullable=False)


class FailedSignIn(Base):
    """One wrong password, for the lock-out; also of a login that does not exist."""

    __tablename__ = "failed_sign_ins"

    id: Mapped[int] = Column(Integer, primary_key=True)
    login: Mapped[str] = Column(String(80), nullable=False, index=True)
    at: Mapped[dt.datetime] = Column(DateTime, nullable=False)


class Wording(Base):
    """A response exactly as it stood when the preview first met it; `content` is its YAML."""

    __tablename__ = "wordings"
    __table_args__ = (UniqueConstraint("response", "hash"),)

    id: Mapped[int] = Column(Integer, primary_key=True)
    response: Mapped[str] = Column(String(NAME_LENGTH), nullable=False, index=True)
    hash: Mapped[str] = Column(String(HASH_LENGTH), nullable=False)
    content: Mapped[list[dict[str, Any]]] = Column(JSON, nullable=False)
    first_seen: Mapped[dt.datetime] = Column(DateTime, nullable=False)


class _Signed:
    """Who did it, as they were called then: an account may change or go."""

    by_name: Mapped[str] = Column(String(NAME_LENGTH), nullable=False)
    by_job: Mapped[str] = Column(String(NAME_LENGTH), nullable=False)
    at: Mapped[dt.datetime] = Column(DateTime, nullable=False)


class Decision(_Signed, Base):
    """A reviewer approved a wording, or asked for a change. The newest of a response counts."""

    __tablename__ = "decisions"

    id: Mapped[int] = Column(Integer, primary_key=True)
    wording_id: Mapped[int] = Column(ForeignKey("wordings.id"), nullable=False, index=True)
    approved: Mapped[bool] = Column(Boolean, nullable=False)
    reason: Mapped[str] = Column(Text, nullable=False, default="")
    account_id: Mapped[int] = Column(ForeignKey("accounts.id"), nullable=False)

    wording: Mapped[Wording] = relationship(Wording, lazy="joined")


class Comment(_Signed, Base):
    """A remark on a response, or on a whole script where `response` is empty."""

    __tablename__ = "comments"

    id: Mapped[int] = Column(Integer, primary_key=True)
    script: Mapped[str] = Column(String(NAME_LENGTH), nullable=False, index=True)
    response: Mapped[str | None] = _optional(String(NAME_LENGTH))
    wording_hash: Mapped[str | None] = _optional(String(HASH_LENGTH))
    text: Mapped[str] = Column(Text, nullable=False)
    account_id: Mapped[int] = Column(ForeignKey("accounts.id"), nullable=False)
    closed_at: Mapped[dt.datetime | None] = _optional(DateTime)
    closed_by: Mapped[str | None] = _optional(String(NAME_LENGTH))


class SavedRun(_Signed, Base):
    """A played conversation that can be played again: its channel, slots and messages."""

    __tablename__ = "saved_runs"

    id: Mapped[int] = Column(Integer, primary_key=True)
    title: Mapped[str] = Column(String(NAME_LENGTH), nullable=False)
    steps: Mapped[dict[str, Any]] = Column(JSON, nullable=False)
    account_id: Mapped[int] = Column(ForeignKey("accounts.id"), nullable=False)


class LawCorrection(_Signed, Base):
    """Why a record of the legal data was corrected, or taken out (`new_key` is empty then).

    `content_hash` is of the record as it was saved, so that its version in the law database's
    history can be found.
    """

    __tablename__ = "law_corrections"

    id: Mapped[int] = Column(Integer, primary_key=True)
    place: Mapped[str] = Column(String(8), nullable=False, index=True)
    section: Mapped[str] = Column(String(40), nullable=False)
    record_key: Mapped[str] = Column(Text, nullable=False)
    new_key: Mapped[str] = Column(Text, nullable=False, default="")
    content_hash: Mapped[str] = Column(String(HASH_LENGTH), nullable=False, default="")
    reason: Mapped[str] = Column(Text, nullable=False)
    account_id: Mapped[int] = Column(ForeignKey("accounts.id"), nullable=False)
