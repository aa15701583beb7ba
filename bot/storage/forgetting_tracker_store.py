"""Keeps conversations in this process's memory only, and drops each when it ends or grows quiet.

What people wrote is not kept at all: once a turn is over its text has been understood, and the
dialogue needs only the intent and the slots. Events stay as objects, since serialising every event
of a conversation for every message is what makes Rasa's own stores slower with each turn.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

# Quiet time after which a conversation is dropped, in seconds; domain.yml's session says the same.
IDLE_SECONDS = 30 * 60
# Longest that a turn can go on behind the channel's deadline, in seconds.
TURN_SECONDS = 120
# Conversations kept at once; beyond it the one that has been quiet longest goes.
MOST_CONVERSATIONS = 10_000


@dataclass(frozen=True)
class _Conversation:
    """Events of one conversation, and when it was last saved (seconds of the monotonic clock)."""

    events: tuple[Event, ...]
    saved: float


class ForgettingTrackerStore(TrackerStore):
    """A tracker store with an end to every conversation (endpoints.yml names it)."""

    def __init__(
        self, domain: Domain, event_broker: EventBroker | None = None, **kwargs: Any
    ) -> None:
        kwargs.pop("host", None)
        super().__init__(domain, event_broker, **kwargs)
        # Quiet longest first: saving a conversation moves it to the end.
        self._conversations: dict[str, _Conversation] = {}
        # When each conversation was told to go; kept as long as a turn can still be under way.
        self._forgotten: dict[str, float] = {}

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep a conversation without its words, and drop those that have been quiet too long.

        What lies before a "start over" is dropped too: the person was told that it is let go.
        """
        self.drop_quiet()
        if tracker.sender_id in self._forgotten:
            return
        events = tuple(_without_words(event) for event in tracker.events_after_latest_restart())
        self._conversations.pop(tracker.sender_id, None)
        self._conversations[tracker.sender_id] = _Conversation(events, time.monotonic())

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Give the conversation, or None when it is unknown or was quiet too long."""
        self.drop_quiet()
        conversation = self._conversations.get(sender_id)
        if conversation is None:
            return None
        return DialogueStateTracker.from_events(
            sender_id, list(conversation.events), self.domain.slots, self.max_event_history
        )

    async def keys(self) -> Iterable[str]:
        """Give the ids of the conversations that are still kept."""
        self.drop_quiet()
        return list(self._conversations)

    def forget(self, sender_id: str) -> None:
        """Drop a conversation now, and for good: a turn still under way is not kept either."""
        self._conversations.pop(sender_id, None)
        self._forgotten[sender_id] = time.monotonic()

    def drop_quiet(self) -> None:
        """Drop every conversation that has been quiet too long."""
        now = time.monotonic()
        for sender_id in [
            one for one, when in self._forgotten.items() if when < now - TURN_SECONDS
        ]:
            del self._forgotten[sender_id]
        oldest_kept = now - IDLE_SECONDS
        while self._conversations:
            sender_id, conversation = next(iter(self._conversations.items()))
            if conversation.saved >= oldest_kept and len(self._conversations) <= MOST_CONVERSATIONS:
                return
            del self._conversations[sender_id]


def _without_words(event: Event) -> Event:
    """Give a message's event without its text; every other event as it is."""
    if not isinstance(event, UserUttered) or event.text is None:
        return event
    entities = [
        {key: entity[key] for key in ("entity", "value") if key in entity}
        for entity in event.entities
    ]
    return UserUttered(
        text=None,
        intent={"name": event.intent_name, "confidence": 1.0},
        entities=entities,
        timestamp=event.timestamp,
        input_channel=event.input_channel,
        message_id=event.message_id,
    )
