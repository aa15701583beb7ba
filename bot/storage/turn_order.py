"""One message of a person after the other, in the order in which they came in.

Rasa's own locks are not enough: two processes can be given the same place in its queue, and
nothing can be taken out of it. Here whoever ends a chat also takes out what still waits.
"""

from __future__ import annotations

import asyncio
import secrets
from enum import Enum
from typing import Protocol

from bot.storage.redis_place import redis_place
from bot.storage.turn_order_in_redis import OrderInRedis

# Between two looks whether the message before is done, in seconds.
LOOK_SECONDS = 0.03


class Place(Enum):
    """Where a message stands."""

    WAITS = 0
    NEXT = 1
    TAKEN_OUT = -1


class TurnOrder(Protocol):
    """A queue a chat. Any method raises StorageUnavailableError when it cannot be reached."""

    def arrive(self, chat_id: str) -> str:
        """Take a place at the end of a chat's queue, and give its ticket."""

    def look(self, chat_id: str, ticket: str) -> int:
        """Give the value of the `Place` at which a ticket stands."""

    def done(self, chat_id: str, ticket: str) -> None:
        """Leave the queue."""

    def clear(self, chat_id: str) -> None:
        """Take out of a chat's queue all who are in it, the one whose turn it is included."""


async def wait_for_turn(order: TurnOrder, chat_id: str, ticket: str) -> bool:
    """Wait until it is a message's turn; False when it was taken out of the queue.

    Raises:
        StorageUnavailableError: it cannot be known now.
    """
    while True:
        place = Place(order.look(chat_id, ticket))
        if place is not Place.WAITS:
            return place is Place.NEXT
        await asyncio.sleep(LOOK_SECONDS)


def was_taken_out(order: TurnOrder, chat_id: str, ticket: str) -> bool:
    """Whether the chat was ended while this message had its turn.

    Raises:
        StorageUnavailableError: it cannot be known now.
    """
    return Place(order.look(chat_id, ticket)) is Place.TAKEN_OUT


class OrderInMemory:
    """The queues of this process alone."""

    def __init__(self) -> None:
        self._queues: dict[str, list[str]] = {}

    def arrive(self, chat_id: str) -> str:
        """Take a place at the end of a chat's queue, and give its ticket."""
        ticket = secrets.token_hex(8)
        self._queues.setdefault(chat_id, []).append(ticket)
        return ticket

    def look(self, chat_id: str, ticket: str) -> int:
        """Give the value of the `Place` at which a ticket stands."""
        queue = self._queues.get(chat_id, [])
        if ticket not in queue:
            return Place.TAKEN_OUT.value
        return Place.NEXT.value if queue[0] == ticket else Place.WAITS.value

    def done(self, chat_id: str, ticket: str) -> None:
        """Leave the queue."""
        queue = self._queues.get(chat_id, [])
        if ticket in queue:
            queue.remove(ticket)
        if not queue:
            self._queues.pop(chat_id, None)

    def clear(self, chat_id: str) -> None:
        """Take out of a chat's queue all who are in it."""
        self._queues.pop(chat_id, None)


def order_by_settings() -> TurnOrder:
    """Give the place that the settings name: Redis where `REDIS_URL` names one, else memory."""
    place = redis_place()
    return OrderInRedis(place) if place else OrderInMemory()
