"""A wrong setting is one clear sentence, and tells no secret."""

from __future__ import annotations

import secrets
import subprocess
import sys
from pathlib import Path

import pytest

from bot.launch.prepare import quiet_environment
from bot.locations import ROOT
from bot.storage.redis_place import redis_place
from bot.storage.settings import SettingError, idle_minutes, redis_url, session_secret
from tests.conftest import free_port
from tests.storage.redis_server import RedisServer

KEY = secrets.token_hex()


@pytest.mark.parametrize(("value", "minutes"), [("", 30), ("1", 1), (" 45 ", 45), ("240", 240)])
def test_the_idle_time_is_read(monkeypatch: pytest.MonkeyPatch, value: str, minutes: int) -> None:
    monkeypatch.setenv("LANTERN_IDLE_MINUTES", value)
    assert idle_minutes() == minutes


@pytest.mark.parametrize("value", ["0", "241", "-5", "half an hour", "1.5", "٣", "1e2"])
def test_a_wrong_idle_time_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("LANTERN_IDLE_MINUTES", value)
    with pytest.raises(SettingError, match=r"LANTERN_IDLE_MINUTES .* from 1 to 240"):
        idle_minutes()


def test_without_redis_all_stays_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REDIS_URL", raising=False)
    monkeypatch.delenv("SANIC_WORKERS", raising=False)
    assert redis_place() is None


def test_redis_needs_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1/0")
    monkeypatch.delenv("LANTERN_SESSION_SECRET", raising=False)
    with pytest.raises(SettingError, match="LANTERN_SESSION_SECRET is not"):
        redis_url()


def test_several_processes_need_redis(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REDIS_URL", raising=False)
    monkeypatch.setenv("SANIC_WORKERS", "2")
    with pytest.raises(SettingError, match="only through Redis"):
        redis_url()


@pytest.mark.parametrize(
    "url",
    [
        "localhost:6379",
        "http://127.0.0.1/",
        "redis://127.0.0.1:port/0",
        "redis://user:pass%20word@127.0.0.1:{port}/0",
        "redis://127.0.0.1:{port}/zero",
    ],
)
def test_a_wrong_address_is_refused_without_repeating_it(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("REDIS_URL", url.replace("{port}", str(free_port())))
    monkeypatch.setenv("LANTERN_SESSION_SECRET", KEY)
    with pytest.raises(SettingError, match="REDIS_URL") as error:
        redis_place()
    assert "127.0.0.1:" not in str(error.value).replace("redis://127.0.0.1:6379/0", "")
    assert "pass" not in str(error.value).replace("password", "")


def test_a_server_that_wants_a_password_is_said(
    monkeypatch: pytest.MonkeyPatch, empty_redis: RedisServer
) -> None:
    empty_redis.look.config_set("requirepass", "opensesame")
    monkeypatch.setenv("REDIS_URL", empty_redis.url)
    monkeypatch.setenv("LANTERN_SESSION_SECRET", KEY)
    try:
        with pytest.raises(SettingError, match="its password"):
            redis_place()
    finally:
        with_password = empty_redis.url.replace("redis://", "redis://:opensesame@")
        import redis

        redis.Redis.from_url(with_password).config_set("requirepass", "")


def test_the_key_does_not_show_itself(
    monkeypatch: pytest.MonkeyPatch, empty_redis: RedisServer
) -> None:
    monkeypatch.setenv("REDIS_URL", empty_redis.url)
    monkeypatch.setenv("LANTERN_SESSION_SECRET", KEY)
    assert KEY not in repr(redis_place())


def test_secrets_may_come_in_files(
    monkeypatch: pytest.MonkeyPatch, empty_redis: RedisServer, tmp_path: Path
) -> None:
    for name, content in (("REDIS_URL", empty_redis.url), ("LANTERN_SESSION_SECRET", KEY)):
        monkeypatch.delenv(name, raising=False)
        (tmp_path / name).write_text(f"{content}\n")
        monkeypatch.setenv(f"{name}_FILE", str(tmp_path / name))
    assert session_secret() == KEY
    place = redis_place()
    assert place is not None
    assert place.connection.ping()


@pytest.mark.parametrize("value", ["a secret", "x" * 32, "changeme" * 4, "0123456789abcdef" * 2])
def test_a_key_that_could_be_guessed_is_refused_without_repeating_it(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("LANTERN_SESSION_SECRET", value)
    with pytest.raises(SettingError, match=r"^LANTERN_SESSION_SECRET .*openssl") as error:
        session_secret()
    assert value not in str(error.value)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("LANTERN_IDLE_MINUTES", "soon"),
        ("REDIS_URL", "redis://127.0.0.1:1/0"),
        ("LANTERN_CODE_WORD", "help"),
        ("LANTERN_PUBLIC_ADDRESS", "chat.clinic.example"),
        ("LANTERN_SESSION_SECRET", "changeme"),
        ("LANTERN_SESSION_SECRET_FILE", "var/no-such-file"),
        ("DATABASE_URL_FILE", "var/no-such-file"),
    ],
)
def test_the_launcher_says_it_and_stops(variable: str, value: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "bot.launch", "run"],
        cwd=ROOT,
        env={**quiet_environment(), variable: value},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 1
    assert variable in ended.stderr
    assert "Traceback" not in ended.stderr
    assert len(ended.stderr.strip().splitlines()) == 1
