"""Keeps conversations without their words, and drops each when it ends or grows quiet.

What people wrote is not kept at all: once a turn is over its text has been understood, and the
dialogue needs only the intent and the slots. They are kept in this process's memory, or in Redis
where `REDIS_URL` names one.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME, SESSION_START_METADATA_SLOT
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ConversationPaused,
    Event,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from bot.storage.conversations import Conversations, ConversationsInMemory
from bot.storage.conversations_in_redis import ConversationsInRedis
from bot.storage.long_conversations import in_short
from bot.storage.redis_place import redis_place
from bot.storage.settings import idle_minutes

logger = logging.getLogger(__name__)


class ForgettingTrackerStore(TrackerStore):
    """A tracker store with an end to every conversation (endpoints.yml names it).

    Reading and keeping never raise, whatever breaks: Rasa would then keep the conversation in a
    store of its own, with every word and without an end.
    """

    def __init__(
        self,
        domain: Domain,
        event_broker: EventBroker | None = None,
        conversations: Conversations | None = None,
        **kwargs: Any,
    ) -> None:
        kwargs.pop("host", None)
        super().__init__(domain, event_broker, **kwargs)
        self._conversations = conversations or _conversations_by_settings()

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep a conversation without its words, and a long one in short.

        What lies before a "start over" is dropped too: the person was told that it is let go.
        """
        if tracker.is_paused():  # it could not be read: what is kept must not be written over
            return
        events = list(_without_words(tracker.events_after_latest_restart()))
        try:
            self._conversations.keep(tracker.sender_id, in_short(events, self.domain.slots))
        except Exception as error:
            logger.error("A conversation could not be kept: %s", type(error).__name__)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Give the conversation, or None when it is unknown or was quiet too long.

        One that cannot be read comes back paused: Rasa then says nothing, and the channel says
        that something is wrong, where a new conversation would act as if nothing had been told.
        """
        events: list[Event] | None
        try:
            events = self._conversations.events(sender_id)
        except Exception as error:
            logger.error("A conversation could not be read: %s", type(error).__name__)
            events = [ActionExecuted(ACTION_LISTEN_NAME), ConversationPaused()]
        if events is None:
            return None
        return DialogueStateTracker.from_events(
            sender_id, events, self.domain.slots, self.max_event_history
        )

    async def keys(self) -> Iterable[str]:
        """Give the ids of the conversations that are still kept, where they can be known."""
        return self._conversations.ids()

    def forget(self, sender_id: str) -> None:
        """Drop a conversation now, and for good: a turn still under way is not kept either.

        Raises:
            StorageUnavailableError: it could not be dropped; it ends by itself when it is quiet.
        """
        self._conversations.forget(sender_id)

    def drop_quiet(self) -> None:
        """Drop every conversation that has been quiet too long."""
        self._conversations.drop_quiet()


def _conversations_by_settings() -> Conversations:
    idle_seconds = idle_minutes() * 60
    place = redis_place()
    if place is None:
        return ConversationsInMemory(idle_seconds)
    return ConversationsInRedis(place, idle_seconds)


def _without_words(events: Iterable[Event]) -> Iterator[Event]:
    """Give the events without what the person wrote; all that is not theirs as it is."""
    for event in events:
        if isinstance(event, UserUttered) and event.text is not None:
            yield _understood(event)
        elif isinstance(event, SlotSet) and event.key == SESSION_START_METADATA_SLOT:
            # Rasa keeps what came with a chat's first message: here the gate's evidence, in words.
            continue
        else:
            yield event


def _understood(told: UserUttered) -> UserUttered:
    entities = [
        {key: entity[key] for key in ("entity", "value") if key in entity}
        for entity in told.entities
    ]
    return UserUttered(
        text=None,
        intent={"name": told.intent_name, "confidence": 1.0},
        entities=entities,
        timestamp=told.timestamp,
        input_channel=told.input_channel,
        message_id=told.message_id,
    )
