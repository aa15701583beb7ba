"""Both places where something can be kept, each with a clock that the tests move."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from bot.storage.redis_place import RedisPlace, open_place
from tests.storage import redis_server
from tests.storage.redis_server import RedisServer

Wait = Callable[[float], None]


@dataclass(frozen=True)
class Place:
    """Where a test keeps things: Redis, or None for memory; `wait` lets seconds pass."""

    redis: RedisPlace | None
    wait: Wait


@pytest.fixture(scope="session")
def own_redis() -> Iterator[RedisServer]:
    if redis_server.program() is None:
        pytest.skip("there is no redis-server on this machine")
    with redis_server.server() as running:
        yield running


@pytest.fixture
def empty_redis(own_redis: RedisServer) -> RedisServer:
    own_redis.look.flushall()
    return own_redis


@pytest.fixture(params=["memory", "redis"])
def place(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Place:
    if request.param == "redis":
        running: RedisServer = request.getfixturevalue("empty_redis")
        return Place(open_place(running.url, redis_server.SECRET), running.pass_time)
    now = [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])

    def wait(seconds: float) -> None:
        now[0] += seconds

    return Place(None, wait)
