"""Where conversations are kept between two turns: the interface, and this process's memory."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from rasa.shared.core.events import Event

# Longest that a turn can go on behind the channel's deadline, in seconds.
TURN_SECONDS = 120
# Conversations kept at once; beyond it the one that has been quiet longest goes.
MOST_CONVERSATIONS = 10_000


class Conversations(Protocol):
    """A place for conversations, each with an end.

    Any method raises StorageUnavailableError when the place cannot be reached.
    """

    def keep(self, sender_id: str, events: Iterable[Event]) -> None:
        """Keep the events in place of the earlier ones, unless the conversation was forgotten."""

    def events(self, sender_id: str) -> list[Event] | None:
        """Give the events; None when there are none, or they were quiet too long."""

    def forget(self, sender_id: str) -> None:
        """Drop a conversation now, and for good: a turn still under way is not kept either."""

    def drop_quiet(self) -> None:
        """Drop every conversation that has been quiet too long."""

    def ids(self) -> list[str]:
        """Give the ids that are still kept, as far as the place can tell them."""


@dataclass(frozen=True)
class _Kept:
    """Events of one conversation, and when they were kept (seconds of the monotonic clock)."""

    events: tuple[Event, ...]
    since: float


class ConversationsInMemory:
    """Conversations of this process alone; events stay objects, which costs no writing out."""

    def __init__(self, idle_seconds: float) -> None:
        self._idle_seconds = idle_seconds
        # Quiet longest first: keeping a conversation moves it to the end.
        self._kept: dict[str, _Kept] = {}
        # When each conversation was told to go; kept as long as a turn can still be under way.
        self._forgotten: dict[str, float] = {}

    def keep(self, sender_id: str, events: Iterable[Event]) -> None:
        """Keep the events in place of the earlier ones, unless the conversation was forgotten."""
        if sender_id not in self._forgotten:
            self._kept.pop(sender_id, None)
            self._kept[sender_id] = _Kept(tuple(events), time.monotonic())
        self.drop_quiet()

    def events(self, sender_id: str) -> list[Event] | None:
        """Give the events; None when there are none, or they were quiet too long."""
        self.drop_quiet()
        kept = self._kept.get(sender_id)
        return None if kept is None else list(kept.events)

    def forget(self, sender_id: str) -> None:
        """Drop a conversation now, and for good: a turn still under way is not kept either."""
        self._kept.pop(sender_id, None)
        self._forgotten[sender_id] = time.monotonic()

    def ids(self) -> list[str]:
        """Give the ids that are still kept."""
        self.drop_quiet()
        return list(self._kept)

    def drop_quiet(self) -> None:
        """Drop every conversation that has been quiet too long."""
        now = time.monotonic()
        for sender_id in [
            one for one, when in self._forgotten.items() if when < now - TURN_SECONDS
        ]:
            del self._forgotten[sender_id]
        while self._kept:
            sender_id, kept = next(iter(self._kept.items()))
            if kept.since >= now - self._idle_seconds and len(self._kept) <= MOST_CONVERSATIONS:
                return
            del self._kept[sender_id]
