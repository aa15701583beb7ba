"""Conversations are kept without words, and go when they end or grow quiet."""

from __future__ import annotations

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    BotUttered,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from bot.locations import ROOT
from bot.storage import forgetting_tracker_store
from bot.storage.forgetting_tracker_store import ForgettingTrackerStore

WORDS = "he hides behind the yellow house"


@pytest.fixture(scope="module")
def domain() -> Domain:
    return Domain.load(str(ROOT / "domain.yml"))


@pytest.fixture
def store(domain: Domain) -> ForgettingTrackerStore:
    return ForgettingTrackerStore(domain)


def conversation(domain: Domain, sender_id: str = "me") -> DialogueStateTracker:
    told = UserUttered(
        WORDS,
        {"name": "tell_what_happened"},
        [{"entity": "abuse_type", "value": "offline_stalking", "extractor": WORDS}],
        {"safety": {"level": "none", "evidence": [WORDS]}},
        metadata={"note": WORDS},
    )
    events = [
        ActionExecuted("action_session_start"),
        SessionStarted(),
        ActionExecuted("action_listen"),
        told,
        SlotSet("abuse_types", ["offline_stalking"]),
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
    assert WORDS not in str([event.as_dict() for event in kept.events])
    assert "Thank you." in str([event.as_dict() for event in kept.events])


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
    store.forget("me")
    assert await store.retrieve("me") is None
    await store.save(conversation(domain))
    assert await store.retrieve("me") is None


async def test_a_quiet_conversation_goes_and_a_lively_one_stays(
    store: ForgettingTrackerStore, domain: Domain, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1000.0
    monkeypatch.setattr(forgetting_tracker_store.time, "monotonic", lambda: now)
    await store.save(conversation(domain, "quiet"))
    await store.save(conversation(domain, "lively"))
    now += forgetting_tracker_store.IDLE_SECONDS - 1
    await store.save(conversation(domain, "lively"))
    now += 2
    store.drop_quiet()
    assert list(await store.keys()) == ["lively"]
    assert await store.retrieve("quiet") is None


async def test_the_number_of_conversations_is_bounded(
    store: ForgettingTrackerStore, domain: Domain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forgetting_tracker_store, "MOST_CONVERSATIONS", 3)
    for number in range(6):
        await store.save(conversation(domain, str(number)))
    assert list(await store.keys())[-3:] == ["3", "4", "5"]
    assert await store.retrieve("0") is None
