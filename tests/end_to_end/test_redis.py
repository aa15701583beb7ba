"""With Redis a chat outlives a restart, and while Redis is gone the person still gets an answer."""

from __future__ import annotations

import secrets
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.storage.redis_place import PAUSE_SECONDS
from tests.end_to_end.client import Client
from tests.end_to_end.running import Running
from tests.storage import redis_server
from tests.storage.redis_server import RedisServer

SECRET = secrets.token_hex()


@pytest.fixture(scope="module")
def redis() -> Iterator[RedisServer]:
    if redis_server.program() is None:
        pytest.skip("there is no redis-server on this machine")
    with redis_server.server() as running:
        yield running


def start(folder: Path, redis: RedisServer) -> Running:
    return Running(
        folder,
        f"sqlite:///{folder / 'lantern.db'}",
        REDIS_URL=redis.url,
        LANTERN_SESSION_SECRET=SECRET,
        LANTERN_IDLE_MINUTES="20",
    )


def test_a_chat_goes_on_after_a_restart_and_without_redis_help_is_named(
    tmp_path: Path, redis: RedisServer
) -> None:
    first = start(tmp_path, redis)
    try:
        before = Client(first.address)
        opened = before.request("POST", "/chat/sessions", b"{}")
        assert b'"idle_minutes":20' in opened.body.replace(b" ", b"")
        before.open()
        before.say("my ex put a tracker on my car")
        assert all(0 < redis.look.ttl(name) <= 1200 for name in redis.names())
    finally:
        first.stop()

    second = start(tmp_path, redis)
    try:
        client = Client(second.address)
        client.token = before.token
        assert "location tracking" in client.send({"choice": "/show_pattern"}).text
        forgets = Client(second.address).open()
        kept = redis.names()
        forgets.say("my ex put a tracker on my car")
        assert redis.names() > kept
        assert forgets.request("DELETE", "/chat/sessions").status == 204
        assert not [name for name in redis.names() - kept if "forgotten" not in name]
        assert forgets.say("hello").status == 401
        it_hangs(client, redis)
        assert "location tracking" in client.send({"choice": "/show_pattern"}).text
        it_is_gone(client, redis)
        output = second.output.read_text(errors="replace")
        assert "Traceback" not in output
        assert client.token not in output
    finally:
        second.stop()


def it_hangs(client: Client, redis: RedisServer) -> None:
    redis.process.send_signal(signal.SIGSTOP)
    try:
        the_person_gets_an_answer(client)
    finally:
        redis.process.send_signal(signal.SIGCONT)
    redis.wait_until_it_answers()
    time.sleep(PAUSE_SECONDS)


def it_is_gone(client: Client, redis: RedisServer) -> None:
    redis.process.kill()
    redis.process.wait(10)
    the_person_gets_an_answer(client)


def the_person_gets_an_answer(client: Client) -> None:
    danger = client.say("I want to kill myself")
    assert danger.lines[0][1]["kind"] == "safety"
    assert "988" in danger.text
    assert danger.kinds[-1] == "done"
    for body in ({"text": "hello"}, {"choice": "/menu"}):
        answer = client.send(body)
        assert "911" in answer.text
        assert "988" in answer.text
    # What cannot be done is not said to be done.
    forgetting = client.request("DELETE", "/chat/sessions")
    assert forgetting.error["code"] == "trouble"
    assert "988" in forgetting.error["message"]
    assert client.request("POST", "/chat/sessions", b"{}").error["code"] == "trouble"
    stranger = Client(client.address)
    stranger.token = "made.up"
    assert stranger.say("hello").error["code"] == "session_over"
