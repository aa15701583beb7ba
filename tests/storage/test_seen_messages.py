"""A message that comes twice is known, for as long as providers deliver again, and no longer."""

from __future__ import annotations

import pytest

from bot.storage import seen_messages
from bot.storage.seen_messages import KNOWN_SECONDS, SeenInMemory, SeenMessages
from bot.storage.seen_messages_in_redis import SeenInRedis
from tests.storage.conftest import Place


@pytest.fixture
def seen(place: Place) -> SeenMessages:
    return SeenInRedis(place.redis) if place.redis else SeenInMemory()


def test_only_the_first_time_is_the_first(seen: SeenMessages) -> None:
    assert seen.first("one")
    assert not seen.first("one")
    assert seen.first("other")
    assert not seen.first("one")


def test_it_is_known_for_a_day(seen: SeenMessages, place: Place) -> None:
    seen.first("one")
    place.wait(KNOWN_SECONDS - 60)
    assert not seen.first("one")
    place.wait(KNOWN_SECONDS + 1)
    assert seen.first("one")


def test_a_shorter_time_can_be_asked_for(seen: SeenMessages, place: Place) -> None:
    seen.first("notice", 10)
    place.wait(11)
    assert seen.first("notice", 10)


def test_two_servers_know_the_same_and_no_name_tells_the_key(place: Place) -> None:
    if place.redis is None:
        pytest.skip("memory is one process's")
    assert SeenInRedis(place.redis).first("+15555550123")
    assert not SeenInRedis(place.redis).first("+15555550123")
    assert "5555" not in str(place.redis.connection.keys())


def test_memory_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seen_messages, "MOST_KNOWN", 10)
    seen = SeenInMemory()
    assert all(seen.first(str(number)) for number in range(100))
    assert not seen.first("99")
    assert len(seen._until) <= 10
