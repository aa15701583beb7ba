"""Two messages of one chat wait for each other, also when Redis holds the lock."""

from __future__ import annotations

import asyncio
import time

import pytest
from rasa.core.lock_store import LockError
from rasa.shared.core.events import SlotSet

from bot.storage import conversation_locks
from bot.storage.conversation_locks import ConversationLocks
from bot.storage.conversations_in_redis import ConversationsInRedis
from bot.storage.redis_place import open_place
from tests.storage.conftest import Place
from tests.storage.redis_server import RedisServer


async def test_turns_of_one_chat_come_one_after_the_other(
    empty_redis: RedisServer,
) -> None:
    place = open_place(empty_redis.url, "a secret")
    first, second = ConversationLocks(place=place), ConversationLocks(place=place)
    steps: list[str] = []

    async def turn(name: str, locks: ConversationLocks) -> None:
        async with locks.lock("me"):
            steps.append(f"{name} begins")
            await asyncio.sleep(0.1)
            steps.append(f"{name} ends")

    await asyncio.gather(turn("one", first), turn("two", second))
    assert steps == ["one begins", "one ends", "two begins", "two ends"]
    assert not empty_redis.names()


async def test_servers_that_ask_at_the_same_moment_keep_one_order(
    empty_redis: RedisServer,
) -> None:
    servers = [ConversationLocks(place=open_place(empty_redis.url, "a secret")) for _ in range(2)]
    inside, most = 0, 0
    order: list[int] = []

    async def turn(number: int) -> None:
        nonlocal inside, most
        async with servers[number % 2].lock("me"):
            inside += 1
            most = max(most, inside)
            order.append(number)
            await asyncio.sleep(0.01)
            inside -= 1

    await asyncio.gather(*(turn(number) for number in range(8)))
    assert most == 1
    assert order == list(range(8))


async def test_the_lock_of_a_server_that_died_is_passed_over_within_seconds(
    empty_redis: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversation_locks, "LOCK_SECONDS", 1)
    place = open_place(empty_redis.url, "a secret")
    dead = ConversationLocks(place=place).lock("me")
    await dead.__aenter__()
    async with ConversationLocks(place=place).lock("me"):
        pass
    assert conversation_locks.LOCK_SECONDS < 10


async def test_the_clock_of_a_server_does_not_count(
    empty_redis: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = open_place(empty_redis.url, "a secret")
    steps: list[str] = []

    async def other() -> None:
        async with ConversationLocks(place=place).lock("me"):
            steps.append("other")

    async with ConversationLocks(place=place).lock("me"):
        monkeypatch.setattr(time, "time", lambda: 9e9)
        task = asyncio.create_task(other())
        await asyncio.sleep(0.2)
        steps.append("first")
    await task
    assert steps == ["first", "other"]


async def test_who_holds_a_turn_goes_on_in_it() -> None:
    locks = ConversationLocks()

    async def take_twice() -> str:
        async with locks.lock("me"), locks.lock("me"):
            return "taken"

    assert await asyncio.wait_for(take_twice(), 2) == "taken"
    assert await asyncio.wait_for(take_twice(), 2) == "taken"


async def test_what_a_server_keeps_after_its_turn_was_passed_over_is_dropped(
    empty_redis: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversation_locks, "LOCK_SECONDS", 1)
    place = open_place(empty_redis.url, "a secret")
    kept = ConversationsInRedis(place, 60)
    async with ConversationLocks(place=place).lock("me"):

        async def go_on_elsewhere() -> None:
            async with ConversationLocks(place=place).lock("me"):
                kept.keep("me", [SlotSet("whose", "the other's")])

        await asyncio.create_task(go_on_elsewhere())
        kept.keep("me", [SlotSet("whose", "the late one's")])
    (event,) = kept.events("me") or []
    assert isinstance(event, SlotSet)
    assert event.value == "the other's"


async def test_a_lock_in_redis_ends_by_itself_and_names_nobody(empty_redis: RedisServer) -> None:
    locks = ConversationLocks(place=open_place(empty_redis.url, "a secret"))
    async with locks.lock("jane from next door"):
        names = empty_redis.names()
        assert names
        assert all(0 < empty_redis.look.ttl(name) <= 60 for name in names)
        assert "jane" not in str(empty_redis.content())


async def test_without_redis_the_lock_is_refused_and_says_nothing_of_the_chat(
    place: Place, own_redis: RedisServer
) -> None:
    if place.redis is None:
        async with ConversationLocks().lock("me"):
            return
    locks = ConversationLocks(place=open_place(own_redis.url, "another secret"))
    own_redis.look.config_set("maxmemory", "1")
    try:
        with pytest.raises(LockError) as error:
            async with locks.lock("jane from next door"):
                pass
        assert "jane" not in str(error.value)
    finally:
        own_redis.look.config_set("maxmemory", "0")
