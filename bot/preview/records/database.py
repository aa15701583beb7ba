"""Where the preview keeps its tables, and how they are opened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine
from sqlalchemy.engine import URL, Engine
from sqlalchemy.orm import Session

from actions.legal.database import read_address
from bot.locations import ROOT
from bot.storage.settings import secret

SETTING: Final = "LANTERN_PREVIEW_DATABASE"
VERSION_TABLE: Final = "preview_alembic_version"
"""A name of its own, so that one PostgreSQL can hold the legal tables too."""

_DEFAULT: Final = ROOT / "var" / "preview.db"
_BUSY_SECONDS: Final = 10
_MIGRATIONS: Final = Path(__file__).with_name("migrations")


def now() -> dt.datetime:
    """Give the time as the tables keep it: UTC, without a zone, in whole seconds."""
    return dt.datetime.now(dt.timezone.utc).replace(tzinfo=None, microsecond=0)


def database_address() -> URL:
    """Give the address in LANTERN_PREVIEW_DATABASE, or the default SQLite file.

    Raises:
        SettingError: the file that is to hold the address cannot be used.
        sqlalchemy.exc.ArgumentError: it is no address.
    """
    return read_address(secret(SETTING) or f"sqlite:///{_DEFAULT}")


@contextmanager
def opened() -> Iterator[Session]:
    """Open the tables for one unit of work: kept whole at the end, or not at all.

    Raises:
        sqlalchemy.exc.SQLAlchemyError: the database does not answer, or its address is wrong.
    """
    with Session(_engine(database_address()), future=True) as session, session.begin():
        yield session


def migrate() -> None:
    """Make the tables, or bring them to the newest shape.

    Raises:
        sqlalchemy.exc.SQLAlchemyError: the database does not answer, or its address is wrong.
    """
    url = database_address()
    if url.get_backend_name() == "sqlite" and url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    with _engine(url).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


@lru_cache(maxsize=4)
def _engine(address: URL) -> Engine:
    waiting = {"timeout": _BUSY_SECONDS} if address.get_backend_name() == "sqlite" else {}
    return create_engine(address, future=True, pool_pre_ping=True, connect_args=waiting)
