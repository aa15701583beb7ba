"""Conversations are kept without words, and go when they end or grow quiet; in both places."""

from __future__ import annotations

import pytest
from rasa.core.tracker_store import FailSafeTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    BotUttered,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from bot.locations import ROOT
from bot.storage import conversations
from bot.storage.conversations import ConversationsInMemory
from bot.storage.conversations_in_redis import ConversationsInRedis
from bot.storage.forgetting_tracker_store import ForgettingTrackerStore
from bot.storage.redis_place import RedisPlace, open_place
from tests.storage.conftest import Place
from tests.storage.redis_server import RedisServer

WORDS = "he hides behind the yellow house"
IDLE_SECONDS = 600


@pytest.fixture(scope="module")
def domain() -> Domain:
    return Domain.load(str(ROOT / "domain.yml"))


@pytest.fixture
def store(domain: Domain, place: Place) -> ForgettingTrackerStore:
    if place.redis is None:
        return ForgettingTrackerStore(domain, conversations=ConversationsInMemory(IDLE_SECONDS))
    kept = ConversationsInRedis(place.redis, IDLE_SECONDS)
    return ForgettingTrackerStore(domain, conversations=kept)


def conversation(domain: Domain, sender_id: str = "me") -> DialogueStateTracker:
    told = UserUttered(
        WORDS,
        {"name": "tell_what_happened"},
        [{"entity": "abuse_type", "value": "offline_stalking", "extractor": WORDS}],
        {"safety": {"level": "none", "evidence": [WORDS]}},
        metadata={"note": WORDS},
    )
    events = [
        SlotSet("session_started_metadata", {"lantern": {"safety": {"evidence": [WORDS]}}}),
        ActionExecuted("action_session_start"),
        SessionStarted(),
        ActionExecuted("action_listen"),
        told,
        SlotSet("abuse_types", ["offline_stalking"]),
        ActiveLoop("state_form"),
        SlotSet("requested_slot", "us_state"),
        BotUttered("Thank you.", {"buttons": [{"title": "Menu", "payload": "/menu"}]}),
    ]
    return DialogueStateTracker.from_events(sender_id, events, domain.slots)


async def test_the_dialogue_stays_and_the_words_go(
    store: ForgettingTrackerStore, domain: Domain
) -> None:
    await store.save(conversation(domain))
    kept = await store.retrieve("me")
    assert kept is not None
    assert kept.latest_message is not None
    assert kept.latest_message.intent_name == "tell_what_happened"
    assert kept.get_slot("abuse_types") == ["offline_stalking"]
    assert kept.active_loop_name == "state_form"
    assert kept.get_slot("requested_slot") == "us_state"
    assert WORDS not in str([event.as_dict() for event in kept.events])
    assert "/menu" in str([event.as_dict() for event in kept.events])


async def test_a_conversation_is_the_same_after_many_turns(
    store: ForgettingTrackerStore, domain: Domain
) -> None:
    await store.save(conversation(domain))
    first = await store.retrieve("me")
    assert first is not None
    await store.save(first)
    again = await store.retrieve("me")
    assert again is not None
    assert [one.as_dict() for one in again.events] == [one.as_dict() for one in first.events]
    assert again.current_slot_values() == first.current_slot_values()


async def test_start_over_lets_go_of_what_was_before(
    store: ForgettingTrackerStore, domain: Domain
) -> None:
    tracker = conversation(domain)
    tracker.update(Restarted(), domain)
    tracker.update(ActionExecuted("action_listen"), domain)
    await store.save(tracker)
    kept = await store.retrieve("me")
    assert kept is not None
    assert kept.get_slot("abuse_types") is None
    assert not [event for event in kept.events if isinstance(event, UserUttered)]


async def test_a_forgotten_conversation_is_gone_also_for_a_turn_under_way(
    store: ForgettingTrackerStore, domain: Domain
) -> None:
    await store.save(conversation(domain))
    await store.save(conversation(domain, "another"))
    store.forget("me")
    assert await store.retrieve("me") is None
    await store.save(conversation(domain))
    assert await store.retrieve("me") is None
    assert await store.retrieve("another") is not None


async def test_a_quiet_conversation_goes_and_a_lively_one_stays(
    store: ForgettingTrackerStore, domain: Domain, place: Place
) -> None:
    await store.save(conversation(domain, "quiet"))
    await store.save(conversation(domain, "lively"))
    place.wait(IDLE_SECONDS - 60)
    await store.save(conversation(domain, "lively"))
    place.wait(70)
    store.drop_quiet()
    assert await store.retrieve("quiet") is None
    assert await store.retrieve("lively") is not None


async def test_the_number_of_conversations_is_bounded(
    store: ForgettingTrackerStore, domain: Domain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversations, "MOST_CONVERSATIONS", 3)
    for number in range(6):
        await store.save(conversation(domain, str(number)))
    kept = [number for number in range(6) if await store.retrieve(str(number)) is not None]
    assert kept == [3, 4, 5]


async def test_in_redis_every_key_ends_and_none_tells_anything(
    domain: Domain, empty_redis: RedisServer
) -> None:
    store = ForgettingTrackerStore(
        domain, conversations=ConversationsInRedis(_open(empty_redis), IDLE_SECONDS)
    )
    await store.save(conversation(domain, "jane from next door"))
    await store.save(conversation(domain, "gone"))
    store.forget("gone")
    names = empty_redis.names()
    assert len(names) == 3  # a conversation, a mark, the list
    for name in names:
        assert 0 < empty_redis.look.ttl(name) <= IDLE_SECONDS
        assert "jane" not in name
        assert "gone" not in name
    content = str(empty_redis.content())
    assert "yellow" not in content
    assert "jane" not in content
    assert "tell_what_happened" in content
    empty_redis.pass_time(IDLE_SECONDS)
    assert not empty_redis.names()


async def test_a_second_process_goes_on_where_the_first_was(
    domain: Domain, empty_redis: RedisServer
) -> None:
    first = ForgettingTrackerStore(
        domain, conversations=ConversationsInRedis(_open(empty_redis), IDLE_SECONDS)
    )
    await first.save(conversation(domain))
    second = ForgettingTrackerStore(
        domain, conversations=ConversationsInRedis(_open(empty_redis), IDLE_SECONDS)
    )
    kept = await second.retrieve("me")
    assert kept is not None
    assert kept.get_slot("abuse_types") == ["offline_stalking"]
    stranger = ConversationsInRedis(_open(empty_redis, "another secret"), IDLE_SECONDS)
    assert await ForgettingTrackerStore(domain, conversations=stranger).retrieve("me") is None


async def test_what_cannot_be_read_is_not_taken_for_a_new_chat(
    domain: Domain, empty_redis: RedisServer
) -> None:
    kept = ConversationsInRedis(_open(empty_redis, "a third secret"), IDLE_SECONDS)
    store = FailSafeTrackerStore(ForgettingTrackerStore(domain, conversations=kept))
    await store.save(conversation(domain))
    (name,) = (one for one in empty_redis.names() if ":conversation:" in one)
    before = empty_redis.look.get(name)
    empty_redis.look.set(name, "broken")
    tracker = await store.get_or_create_tracker("me")
    assert tracker.is_paused()  # Rasa says nothing, so the channel names help
    empty_redis.look.set(name, before)
    await store.save(tracker)
    assert empty_redis.look.get(name) == before


async def test_what_cannot_be_kept_is_kept_nowhere(
    domain: Domain, empty_redis: RedisServer
) -> None:
    kept = ConversationsInRedis(_open(empty_redis, "a fourth secret"), IDLE_SECONDS)
    store = FailSafeTrackerStore(ForgettingTrackerStore(domain, conversations=kept))
    empty_redis.look.config_set("maxmemory", "1")
    try:
        await store.save(conversation(domain))
    finally:
        empty_redis.look.config_set("maxmemory", "0")
    assert await store.fallback_tracker_store.retrieve("me") is None
    assert await store.retrieve("me") is None


def _open(running: RedisServer, secret: str = "one secret") -> RedisPlace:
    return open_place(running.url, secret)
