"""A PostgreSQL server of the tests' own, on the installed binaries; never an existing one."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL

from tests.conftest import free_port

USER = "lantern"


def binaries() -> Path | None:
    """Where `initdb` and `pg_ctl` are: Debian keeps them out of the PATH."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return versions[-1].parent if versions else None


@contextmanager
def server(programs: Path) -> Iterator[URL]:
    """Run a server in a folder of its own, reachable on this machine only; gives its address."""
    folder = Path(tempfile.mkdtemp(prefix="lantern-postgres-"))
    account = "postgres" if os.geteuid() == 0 else None  # PostgreSQL refuses to run as root
    if account:
        shutil.chown(folder, account)
    port = free_port()

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [str(programs / program), *arguments],
            user=account,
            cwd=folder,
            check=True,
            capture_output=True,
            stdin=subprocess.DEVNULL,
        )

    data, log = str(folder / "data"), str(folder / "log")
    where = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    try:
        run("initdb", "-D", data, "-U", USER, "--auth=trust", "--encoding=UTF8")
        # Output into a file: a server that keeps our pipe open would never let us go on.
        run("pg_ctl", "-D", data, "-l", log, "-o", where, "-w", "start")
        try:
            yield URL.create("postgresql", username=USER, host="127.0.0.1", port=port)
        finally:
            run("pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def new_database(server_url: URL, name: str) -> URL:
    """Make an empty database; gives its address."""
    engine = create_engine(
        server_url.set(database="postgres"), isolation_level="AUTOCOMMIT", future=True
    )
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return server_url.set(database=name)
