"""One turn of a conversation at a time, in the order in which the messages came in.

Rasa's own lock in Redis reads and writes its queue in two steps, so that two servers can be given
the same place in it; it goes by the clocks of the servers, looks once a second, and a server that
dies holds its conversations up for a minute. The queue of `turn_order` has none of that.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from rasa.core.lock import TicketLock
from rasa.core.lock_store import LOCK_LIFETIME, LockError, LockStore

from bot.storage.held_turn import held_turn, ticket_held
from bot.storage.redis_place import RedisPlace, StorageUnavailableError, redis_place
from bot.storage.turn_order import OrderInMemory, TurnOrder, wait_for_turn
from bot.storage.turn_order_in_redis import OrderInRedis

# Seconds after which a turn without a sign of its server is passed over: the channel's deadline,
# and some for a server that has much to do.
LOCK_SECONDS = 6
KIND = "lock"


class ConversationLocks(LockStore):
    """The lock store that endpoints.yml names: in Redis where `REDIS_URL` names one."""

    def __init__(self, endpoint_config: Any = None, place: RedisPlace | None = None) -> None:
        super().__init__()
        place = place or redis_place()
        self._order: TurnOrder = (
            OrderInRedis(place, KIND, wait_seconds=LOCK_SECONDS, turn_seconds=LOCK_SECONDS)
            if place
            else OrderInMemory()
        )

    @asynccontextmanager
    async def lock(
        self,
        conversation_id: str,
        lock_lifetime: float = LOCK_LIFETIME,
        wait_time_in_seconds: float = 1,
    ) -> AsyncIterator[TicketLock]:
        """Wait for the conversation's turn, and hold it; Rasa's two times do not count here.

        Who holds it already goes on at once: the channel takes it before Rasa does.

        Raises:
            LockError: the queue cannot be reached.
        """
        if ticket_held(conversation_id):
            yield TicketLock(conversation_id)
            return
        try:
            ticket = self._order.arrive(conversation_id)
        except StorageUnavailableError as error:
            raise LockError(f"A conversation could not be locked: {error}") from None
        try:
            await wait_for_turn(self._order, conversation_id, ticket)
            with held_turn(conversation_id, ticket):
                yield TicketLock(conversation_id)
        finally:
            self._order.done(conversation_id, ticket)
