"""Keeps conversations in this process's memory only, and drops each when it ends or grows quiet."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

# Quiet time after which a conversation is dropped, in seconds; domain.yml's session says the same.
IDLE_SECONDS = 30 * 60
# Conversations kept at once; beyond it the one that has been quiet longest goes.
MOST_CONVERSATIONS = 10_000


class ForgettingTrackerStore(InMemoryTrackerStore):
    """Rasa's in-memory store, with an end to every conversation (endpoints.yml names it)."""

    def __init__(
        self, domain: Domain, event_broker: EventBroker | None = None, **kwargs: Any
    ) -> None:
        kwargs.pop("host", None)
        super().__init__(domain, event_broker, **kwargs)
        # Oldest first: saving a conversation moves it to the end.
        self._last_saved: dict[str, float] = {}

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep a conversation, and drop those that have been quiet too long."""
        self._drop_quiet()
        self._last_saved.pop(tracker.sender_id, None)
        self._last_saved[tracker.sender_id] = time.monotonic()
        await super().save(tracker)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Give the conversation, or None when it is unknown or was quiet too long."""
        self._drop_quiet()
        return await super().retrieve(sender_id)

    async def keys(self) -> Iterable[str]:
        """Give the ids of the conversations that are still kept."""
        self._drop_quiet()
        return list(self._last_saved)

    def forget(self, sender_id: str) -> None:
        """Drop a conversation now; an unknown one is no error."""
        self._last_saved.pop(sender_id, None)
        self.store.pop(sender_id, None)

    def _drop_quiet(self) -> None:
        oldest_kept = time.monotonic() - IDLE_SECONDS
        while self._last_saved:
            sender_id, saved = next(iter(self._last_saved.items()))
            if saved >= oldest_kept and len(self._last_saved) <= MOST_CONVERSATIONS:
                return
            self.forget(sender_id)
