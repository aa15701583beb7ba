"""Where played conversations are kept: apart from the public server's, and only in this process.

It is the bot's own store, so that the bot forgets here what it forgets everywhere: the words of a
turn, once that turn is over. What was understood of them is handed to the run before.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker

from bot.storage.forgetting_tracker_store import ForgettingTrackerStore


class PlayedConversations:
    """Conversations of runs (bot.storage.conversations.Conversations); each run ends its own."""

    def __init__(self) -> None:
        self._events: dict[str, tuple[Event, ...]] = {}

    def keep(self, sender_id: str, events: Iterable[Event]) -> None:
        """Keep the events in place of the earlier ones."""
        self._events[sender_id] = tuple(events)

    def events(self, sender_id: str) -> list[Event] | None:
        """Give the events; None when there are none."""
        events = self._events.get(sender_id)
        return None if events is None else list(events)

    def forget(self, sender_id: str) -> None:
        """Drop a conversation; a step back may bring it in again."""
        self._events.pop(sender_id, None)

    def drop_quiet(self) -> None:
        """Drop nothing: runs end by themselves."""

    def ids(self) -> list[str]:
        """Give the ids that are kept."""
        return list(self._events)


@dataclass(frozen=True)
class Heard:
    """What one turn added to a conversation, with its words, and what the bot knows after it."""

    events: list[Event]
    slots: dict[str, Any]


class PlayedTrackerStore(ForgettingTrackerStore):
    """The bot's tracker store, which also shows each turn before its words are dropped."""

    def __init__(self, domain: Domain | None = None) -> None:
        self.kept = PlayedConversations()
        self._heard: dict[str, Heard] = {}
        super().__init__(domain or Domain.empty(), conversations=self.kept)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep a conversation without its words, and note what this turn added to it."""
        before = len(self.kept.events(tracker.sender_id) or ())
        added = list(tracker.events)[before:]
        self._heard[tracker.sender_id] = Heard(added, tracker.current_slot_values())
        await super().save(tracker)

    def note(self, sender_id: str, heard: Heard) -> None:
        """Put back what a turn added, where a later save of the same turn has nothing to show."""
        self._heard[sender_id] = heard

    def heard(self, sender_id: str) -> Heard | None:
        """Give what the last turn added; once, and None when nothing was kept."""
        return self._heard.pop(sender_id, None)

    def slots(self, sender_id: str) -> dict[str, Any]:
        """Give what the bot knows in a conversation."""
        events = self.kept.events(sender_id) or []
        tracker = DialogueStateTracker.from_events(sender_id, events, self.domain.slots)
        values: dict[str, Any] = tracker.current_slot_values()
        return values

    def active_loop(self, sender_id: str) -> str | None:
        """Give the form that is waiting for an answer, if one is."""
        events = self.kept.events(sender_id) or []
        tracker = DialogueStateTracker.from_events(sender_id, events, self.domain.slots)
        name: str | None = tracker.active_loop_name
        return name
