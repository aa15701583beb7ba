"""PostgreSQL and Redis as the files in deploy/engines set them up, on real servers."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL, Engine, make_url
from sqlalchemy.exc import OperationalError, ProgrammingError

from bot.locations import ROOT
from tests.actions import postgres
from tests.conftest import free_port
from tests.storage import redis_server

ENGINES = ROOT / "deploy" / "engines"
DATABASES = ENGINES / "databases.sql"


@pytest.fixture(scope="module")
def secrets() -> Iterator[Path]:
    """Secrets as a new installation makes them."""
    folder = Path(tempfile.mkdtemp(prefix="lantern-secrets-"))
    try:
        make_secrets(folder)
        yield folder
    finally:
        shutil.rmtree(folder)


def make_secrets(folder: Path) -> str:
    return subprocess.run(
        [str(ROOT / "deploy" / "secrets.sh"), str(folder), "127.0.0.1", "127.0.0.1", "0"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout


def test_secrets_are_long_different_and_for_few_eyes(secrets: Path) -> None:
    values = {file.name: file.read_text().strip() for file in secrets.iterdir()}
    assert len(set(values.values())) == len(values) == 8
    for name, value in values.items():
        assert stat.S_IMODE((secrets / name).stat().st_mode) in (0o400, 0o440, 0o600)
        assert value.isascii(), name
        assert len(value) >= 64, name
    assert redis.connection.parse_url(values["redis_url"])["password"]


def test_a_secret_that_is_there_stays(secrets: Path) -> None:
    before = {file.name: file.read_text() for file in secrets.iterdir()}
    (secrets / "session_secret").unlink()
    told = make_secrets(secrets)
    after = {file.name: file.read_text() for file in secrets.iterdir()}
    assert after.pop("session_secret") != before.pop("session_secret")
    assert after == before
    assert not any(value.strip() in told for value in after.values())


@pytest.fixture(scope="module")
def server(secrets: Path) -> Iterator[URL]:
    programs = postgres.binaries()
    if not programs:
        pytest.skip("PostgreSQL is not installed")
    with postgres.server(programs) as url:
        for _ in range(2):  # again, as after a password was changed
            set_up(url, secrets)
        yield url


def set_up(server: URL, secrets: Path) -> None:
    programs = postgres.binaries()
    assert programs
    psql = shutil.which("psql") or str(programs / "psql")
    where = ["-h", "127.0.0.1", "-p", str(server.port), "-U", postgres.USER, "-d", "postgres"]
    subprocess.run(
        [psql, "--no-psqlrc", "--quiet", *where, "-f", str(DATABASES)],
        env={**os.environ, "LANTERN_SECRETS": str(secrets)},
        check=True,
        capture_output=True,
    )


def account(server: URL, secrets: Path, name: str) -> Engine:
    """Open a database as the account of one of the secrets."""
    url = make_url((secrets / name).read_text().strip()).set(port=server.port)
    return create_engine(url, future=True)


def may(engine: Engine, statement: str) -> bool:
    with engine.connect() as connection:
        try:
            connection.execute(text(statement))
        except ProgrammingError as error:
            if "permission denied" not in str(error):
                raise
            return False
        connection.commit()
    return True


def test_each_account_may_do_its_own_work_and_no_more(server: URL, secrets: Path) -> None:
    loader = account(server, secrets, "legal_loader_url")
    reader = account(server, secrets, "legal_reader_url")
    preview = account(server, secrets, "preview_url")
    signatures = account(server, secrets, "signatures_url")

    assert may(loader, "CREATE TABLE laws (id int)")
    assert may(reader, "SELECT * FROM laws")
    assert not may(reader, "INSERT INTO laws VALUES (1)")
    assert not may(reader, "CREATE TABLE more (id int)")

    assert may(preview, "CREATE TABLE accounts (id int)")
    assert may(preview, "CREATE TABLE wordings (id int)")
    assert may(preview, "CREATE TABLE decisions (id int)")
    assert may(signatures, "SELECT * FROM decisions, wordings")
    assert not may(signatures, "SELECT * FROM accounts")
    assert not may(signatures, "INSERT INTO decisions VALUES (1)")
    for engine in (loader, reader, preview, signatures):
        engine.dispose()


@pytest.mark.parametrize("name", ["legal_reader_url", "signatures_url"])
def test_no_account_opens_the_other_database(server: URL, secrets: Path, name: str) -> None:
    own = make_url((secrets / name).read_text().strip())
    other = {"legal": "preview", "preview": "legal"}[str(own.database)]
    engine = create_engine(own.set(database=other, port=server.port), future=True)
    with pytest.raises(OperationalError, match="permission denied for database"):
        engine.connect()
    engine.dispose()


def test_redis_keeps_nothing_on_a_disk_and_asks_for_the_password(secrets: Path) -> None:
    program = redis_server.program()
    if not program:
        pytest.skip("redis-server is not installed")
    address = (secrets / "redis_url").read_text().strip()
    password = redis.connection.parse_url(address)["password"]
    port = free_port()
    told = (ENGINES / "redis.conf").read_text() + f"requirepass {password}\nport {port}\n"
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen(
            [program, "-"], cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL
        )
        try:
            assert process.stdin
            process.stdin.write(told.encode())
            process.stdin.close()
            url = address.replace(":6379", f":{port}")
            running = redis_server.RedisServer(url, Path(folder), process)
            running.wait_until_it_answers()
            with pytest.raises(redis.AuthenticationError):
                redis.Redis(port=port).set("a", "b")
            running.look.set("a chat", "what was understood")
            for command in ("SAVE", "BGSAVE", "BGREWRITEAOF", "CONFIG GET *", "MONITOR"):
                with pytest.raises(redis.ResponseError, match="unknown command"):
                    running.look.execute_command(command)
            assert running.look.info("persistence")["aof_enabled"] == 0
            running.look.shutdown()
            process.wait(10)
        finally:
            process.kill()
            process.wait(10)
        assert list(Path(folder).iterdir()) == []
