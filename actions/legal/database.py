"""Where the database is, how to open it for asking and for loading, and its migrations."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, event, text
from sqlalchemy.engine import URL, Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError

from actions.secret_settings import secret_setting

DEFAULT_URL: Final = "sqlite:///var/lantern.db"
URL_SETTING: Final = "DATABASE_URL"
BUSY_SECONDS: Final = 1
"""How long a question waits for a database that somebody else has locked."""

LOADING_SECONDS: Final = 30
"""How long a load waits for another one to end."""

_ONE_LOAD_AT_A_TIME: Final = 5_190_411
"""The key of the lock that loads take on PostgreSQL; any number, but always the same."""

_MIGRATIONS: Final = Path(__file__).with_name("migrations")


def database_url() -> URL:
    """Return the database's address out of DATABASE_URL, or the default SQLite file.

    Raises sqlalchemy.exc.ArgumentError for an address that cannot be read, and SecretSettingError
    when the file that is to hold it cannot be used.
    """
    return read_address(secret_setting(URL_SETTING) or DEFAULT_URL)


def read_address(address: str) -> URL:
    """Read an address; `postgres://`, as many hosts write it, means `postgresql://`.

    Raises sqlalchemy.exc.ArgumentError for one that cannot be read. It does not repeat the address,
    as SQLAlchemy's own would: a password may stand in it.
    """
    try:
        return make_url(address.replace("postgres://", "postgresql://", 1))
    except (ArgumentError, ValueError):
        raise ArgumentError(
            "it is no address of a database, such as sqlite:///var/lantern.db"
        ) from None


def shown(url: URL) -> str:
    """Return the address without its password, for messages."""
    return repr(url)  # SQLAlchemy writes *** there


@contextmanager
def reading(url: URL) -> Iterator[Connection]:
    """Open the database for asking: everything asked inside sees one and the same state of it.

    SQLite is opened read-only, so a missing file stays missing.
    """
    with _reading_engine(url).connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing(url: URL) -> Iterator[Connection]:
    """Open the database for one change, alone; it holds whole at the end, or not at all."""
    engine = _writing_engine(url)
    try:
        with engine.begin() as connection:
            if url.get_backend_name() == "postgresql":
                connection.execute(
                    text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ONE_LOAD_AT_A_TIME}
                )
            yield connection
    finally:
        engine.dispose()


def migrate(connection: Connection) -> None:
    """Bring the tables to the newest migration, inside the transaction of `connection`."""
    command.upgrade(migration_config(connection), "head")


def migration_config(connection: Connection) -> Config:
    """Return Alembic's settings; nothing of it stands in a file of its own."""
    config = _config()
    config.attributes["connection"] = connection
    return config


def revision(connection: Connection) -> str | None:
    """Return the migration that the tables are at; raises SQLAlchemyError where there are none."""
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


@lru_cache(maxsize=1)
def newest_revision() -> str:
    """Return the newest migration that this program knows."""
    return str(ScriptDirectory.from_config(_config()).get_current_head())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    return config


@lru_cache(maxsize=4)
def _reading_engine(url: URL) -> Engine:
    if url.get_backend_name() == "postgresql":
        return create_engine(
            url,
            future=True,
            pool_pre_ping=True,
            isolation_level="REPEATABLE READ",
            execution_options={"postgresql_readonly": True},
            connect_args=_patience(BUSY_SECONDS),
        )
    if not _sqlite_file(url):
        return create_engine(url, future=True)
    read_only = URL.create(
        "sqlite", database=f"file:{_sqlite_file(url)}", query={"mode": "ro", "uri": "true"}
    )
    engine = create_engine(read_only, future=True, connect_args={"timeout": BUSY_SECONDS})
    return _with_whole_transactions(engine, "BEGIN")


def _writing_engine(url: URL) -> Engine:
    if url.get_backend_name() == "postgresql":
        return create_engine(url, future=True, connect_args=_patience(LOADING_SECONDS))
    if not _sqlite_file(url):
        return create_engine(url, future=True)
    Path(_sqlite_file(url)).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, future=True, connect_args={"timeout": LOADING_SECONDS})
    return _with_whole_transactions(engine, "BEGIN IMMEDIATE")


def _with_whole_transactions(engine: Engine, begin: str) -> Engine:
    """Make SQLite's driver begin when we say so, and changes of tables part of the transaction.

    By itself the driver begins late and commits before a change of tables; the way out is the one
    in SQLAlchemy's documentation of its SQLite dialect. Pages stay in memory until the end, since
    a full cache would lock readers out in the middle of a load.
    """

    def on_connect(connection: Any, _: object) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA cache_spill = OFF")

    def on_begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    event.listen(engine, "connect", on_connect)
    event.listen(engine, "begin", on_begin)
    return engine


def _sqlite_file(url: URL) -> str:
    return "" if url.database in (None, "", ":memory:") else str(url.database)


def _patience(seconds: int) -> dict[str, Any]:
    """Keep a dead or busy PostgreSQL server from holding a thread for minutes."""
    limit = f"-c lock_timeout={seconds * 1000} -c statement_timeout={seconds * 1000}"
    return {"connect_timeout": seconds, "options": limit}
