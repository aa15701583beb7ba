"""Where the database is, how to open it for asking, and how to bring its tables up to date."""

import os
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine
from sqlalchemy.engine import URL, Engine, make_url

DEFAULT_URL: Final = "sqlite:///var/lantern.db"
URL_SETTING: Final = "LANTERN_DATABASE_URL"
BUSY_SECONDS: Final = 1
"""How long a question waits for a database that somebody else has locked."""

_MIGRATIONS: Final = Path(__file__).with_name("migrations")


def database_url() -> URL:
    """Return the database's address out of LANTERN_DATABASE_URL, or the default SQLite file."""
    return make_url(os.environ.get(URL_SETTING) or DEFAULT_URL)


def shown(url: URL) -> str:
    """Return the address without its password, for messages."""
    return repr(url)  # SQLAlchemy writes *** there


@lru_cache(maxsize=4)
def reading_engine(url: URL) -> Engine:
    """Return an engine for asking; SQLite is opened read-only, so a missing file stays missing."""
    if url.get_backend_name() != "sqlite" or not _sqlite_file(url):
        return _engine(url, pool_pre_ping=True, **_server_limits(url))
    read_only = URL.create(
        "sqlite", database=f"file:{_sqlite_file(url)}", query={"mode": "ro", "uri": "true"}
    )
    return _engine(read_only, connect_args={"timeout": BUSY_SECONDS})


def writing_engine(url: URL) -> Engine:
    """Return an engine for loading; makes the folder of a SQLite file when there is none."""
    if url.get_backend_name() == "sqlite" and _sqlite_file(url):
        Path(_sqlite_file(url)).parent.mkdir(parents=True, exist_ok=True)
        return _engine(url, connect_args={"timeout": 10})
    return _engine(url, **_server_limits(url))


def migrate(engine: Engine) -> None:
    """Bring the tables to the newest migration."""
    with engine.begin() as connection:
        config = migration_config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def migration_config() -> Config:
    """Return Alembic's settings; nothing of it stands in a file of its own."""
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    return config


def _engine(url: URL, **settings: Any) -> Engine:
    engine: Engine = create_engine(url, future=True, **settings)
    return engine


def _sqlite_file(url: URL) -> str:
    return "" if url.database in (None, "", ":memory:") else str(url.database)


def _server_limits(url: URL) -> dict[str, Any]:
    """Keep a dead PostgreSQL server from holding a thread for minutes."""
    if url.get_backend_name() == "postgresql":
        return {"connect_args": {"connect_timeout": BUSY_SECONDS}}
    return {}
