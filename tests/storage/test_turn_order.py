"""One message of a chat after the other, in the order of arrival, and out of it when it ends."""

from __future__ import annotations

import asyncio

import pytest

from bot.storage.redis_place import RedisPlace, open_place
from bot.storage.turn_order import (
    OrderInMemory,
    TurnOrder,
    wait_for_turn,
    was_taken_out,
)
from bot.storage.turn_order_in_redis import (
    TURN_SECONDS,
    WAIT_SECONDS,
    OrderInRedis,
    tickets_name,
)
from tests.storage import redis_server
from tests.storage.redis_server import RedisServer


@pytest.fixture
def redis(empty_redis: RedisServer) -> RedisPlace:
    return open_place(empty_redis.url, redis_server.SECRET)


# Not the fixture `place`: its clock stands still, and with it every wait of asyncio.
@pytest.fixture(params=["memory", "redis"])
def order(request: pytest.FixtureRequest) -> TurnOrder:
    if request.param == "memory":
        return OrderInMemory()
    return OrderInRedis(request.getfixturevalue("redis"))


async def test_each_waits_for_the_one_before(order: TurnOrder) -> None:
    tickets = [order.arrive("chat") for _ in range(4)]
    done: list[int] = []

    async def turn(number: int) -> None:
        assert await wait_for_turn(order, "chat", tickets[number])
        await asyncio.sleep(0.02)
        done.append(number)
        order.done("chat", tickets[number])

    await asyncio.gather(*(turn(number) for number in (3, 1, 0, 2)))
    assert done == [0, 1, 2, 3]


async def test_chats_do_not_wait_for_each_other(order: TurnOrder) -> None:
    order.arrive("one")
    assert await wait_for_turn(order, "other", order.arrive("other"))


async def test_who_waits_or_has_the_turn_can_be_taken_out(order: TurnOrder) -> None:
    first, second = order.arrive("chat"), order.arrive("chat")
    assert await wait_for_turn(order, "chat", first)
    assert not was_taken_out(order, "chat", first)
    order.clear("chat")
    assert was_taken_out(order, "chat", first)
    assert not await wait_for_turn(order, "chat", second)
    third = order.arrive("chat")
    order.done("chat", first)
    order.done("chat", second)
    assert await wait_for_turn(order, "chat", third)
    assert not was_taken_out(order, "chat", third)


async def test_two_servers_keep_one_order(redis: RedisPlace) -> None:
    servers = [OrderInRedis(redis), OrderInRedis(redis)]
    tickets = [servers[number % 2].arrive("chat") for number in range(6)]
    done: list[int] = []

    async def turn(number: int) -> None:
        server = servers[number % 2]
        assert await wait_for_turn(server, "chat", tickets[number])
        done.append(number)
        await asyncio.sleep(0.02)
        server.done("chat", tickets[number])

    await asyncio.gather(*(turn(number) for number in reversed(range(6))))
    assert done == list(range(6))


async def test_a_server_that_died_holds_nobody_up(redis: RedisPlace) -> None:
    dead, alive = OrderInRedis(redis), OrderInRedis(redis)
    dead.arrive("chat")
    ticket = alive.arrive("chat")
    leases = tickets_name(redis, "order", "chat")
    for name in redis.connection.hkeys(leases):
        if name != ticket:
            redis.connection.hset(leases, name, 1)
    assert await asyncio.wait_for(wait_for_turn(alive, "chat", ticket), 2)


async def test_what_redis_lost_is_answered_all_the_same(redis: RedisPlace) -> None:
    order = OrderInRedis(redis)
    order.arrive("chat")
    ticket = order.arrive("chat")
    redis.connection.flushall()
    assert await asyncio.wait_for(wait_for_turn(order, "chat", ticket), 2)


def test_every_key_ends_by_itself_and_names_nobody(
    redis: RedisPlace, empty_redis: RedisServer
) -> None:
    order = OrderInRedis(redis)
    order.arrive("+15555550123")
    assert all(0 < empty_redis.look.ttl(name) <= TURN_SECONDS for name in empty_redis.names())
    order.clear("+15555550123")
    assert all(0 < empty_redis.look.ttl(name) <= TURN_SECONDS for name in empty_redis.names())
    assert "5555" not in str(empty_redis.content())
    assert WAIT_SECONDS < TURN_SECONDS
