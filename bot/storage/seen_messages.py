"""Which messages came in already: the interface, and this process's memory.

Providers deliver a message again when our answer was slow or lost; a person must not be answered
twice.
"""

from __future__ import annotations

import time
from typing import Protocol

from bot.storage.redis_place import redis_place
from bot.storage.seen_messages_in_redis import SeenInRedis

# How long a message is known, in seconds: a day, after which no provider delivers it again.
KNOWN_SECONDS = 24 * 60 * 60
# Messages known at once in a process's memory; beyond it the oldest are dropped.
MOST_KNOWN = 100_000


class SeenMessages(Protocol):
    """What was seen already, by keys that name nobody."""

    def first(self, key: str, seconds: int = KNOWN_SECONDS) -> bool:
        """Whether this key is seen for the first time in so many seconds; it is known then.

        Raises:
            StorageUnavailableError: it cannot be known now.
        """


class SeenInMemory:
    """What this process alone has seen."""

    def __init__(self) -> None:
        # Key to the time (seconds of the monotonic clock) at which it is forgotten.
        self._until: dict[str, float] = {}

    def first(self, key: str, seconds: int = KNOWN_SECONDS) -> bool:
        """Whether this key is seen for the first time in so many seconds; it is known then."""
        now = time.monotonic()
        if self._until.pop(key, now) > now:
            self._until[key] = now + seconds
            return False
        if len(self._until) >= MOST_KNOWN:
            self._make_room(now)
        self._until[key] = now + seconds
        return True

    def _make_room(self, now: float) -> None:
        self._until = {key: until for key, until in self._until.items() if until > now}
        for key in list(self._until)[: len(self._until) - MOST_KNOWN // 2]:
            del self._until[key]


def seen_by_settings() -> SeenMessages:
    """Give the place that the settings name: Redis where `REDIS_URL` names one, else memory."""
    place = redis_place()
    return SeenInRedis(place) if place else SeenInMemory()
