"""Conversations in Redis, for restarts and for several processes; each expires by itself.

Rasa's own Redis store does not fit: its keys are the ids, it reads and merges every conversation
once more at each saving, it cannot forget, and it waits for Redis without an end.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable

from rasa.shared.core.events import Event
from rasa.shared.utils.common import all_subclasses

from bot.storage import conversations
from bot.storage.conversation_locks import KIND
from bot.storage.held_turn import ticket_held
from bot.storage.redis_place import RedisPlace
from bot.storage.turn_order_in_redis import tickets_name

logger = logging.getLogger(__name__)

# Keys: conversation, mark of its being forgotten, list of all, tickets of its queue. Values:
# events, seconds, most, ticket of the turn. Gives 0 when the turn went to somebody else meanwhile.
_KEEP = """
if ARGV[4] ~= '' and redis.call('HEXISTS', KEYS[4], ARGV[4]) == 0 then return 0 end
if redis.call('EXISTS', KEYS[2]) == 1 then return 1 end
local now = redis.call('TIME')
redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])
redis.call('ZADD', KEYS[3], now[1] .. '.' .. string.format('%06d', now[2]), KEYS[1])
redis.call('EXPIRE', KEYS[3], ARGV[2])
redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', now[1] - ARGV[2])
local over = redis.call('ZCARD', KEYS[3]) - ARGV[3]
if over > 0 then
  for _, name in ipairs(redis.call('ZRANGE', KEYS[3], 0, over - 1)) do
    redis.call('DEL', name)
    redis.call('ZREM', KEYS[3], name)
  end
end
return 1
"""
# Keys: as above. Value: seconds that the mark stays.
_FORGET = """
redis.call('DEL', KEYS[1])
redis.call('ZREM', KEYS[3], KEYS[1])
redis.call('SET', KEYS[2], 1, 'EX', ARGV[1])
"""

# Rasa's `deserialise_events` goes through all classes of events again for each single event.
_KINDS: dict[str, type[Event]] = {kind.type_name: kind for kind in all_subclasses(Event)}


class ConversationsInRedis:
    """Conversations that all processes with the same Redis and the same secret share."""

    def __init__(self, place: RedisPlace, idle_seconds: int) -> None:
        self._place = place
        self._idle_seconds = idle_seconds
        self._keep = place.script(_KEEP)
        self._forget = place.script(_FORGET)

    def keep(self, sender_id: str, events: Iterable[Event]) -> None:
        """Keep the events in place of the earlier ones, unless the conversation was forgotten."""
        written = json.dumps([event.as_dict() for event in events], separators=(",", ":"))
        ticket = ticket_held(sender_id)
        most = conversations.MOST_CONVERSATIONS
        if not self._keep(
            keys=self._names(sender_id), args=[written, self._idle_seconds, most, ticket]
        ):
            logger.error("A turn came too late: its conversation went on without it.")

    def events(self, sender_id: str) -> list[Event] | None:
        """Give the events; None when there are none, or they were quiet too long."""
        written = self._place.connection.get(self._names(sender_id)[0])
        if written is None:
            return None
        return [_KINDS[event["event"]]._from_parameters(event) for event in json.loads(written)]

    def forget(self, sender_id: str) -> None:
        """Drop a conversation now, and for good: a turn still under way is not kept either."""
        self._forget(keys=self._names(sender_id), args=[conversations.TURN_SECONDS])

    def drop_quiet(self) -> None:
        """Do nothing: Redis drops each key when its time is over."""

    def ids(self) -> list[str]:
        """Give none: the names of the keys hide the ids."""
        return []

    def _names(self, sender_id: str) -> list[str]:
        return [
            self._place.name("conversation", sender_id),
            self._place.name("forgotten", sender_id),
            self._place.name("conversations"),
            tickets_name(self._place, KIND, sender_id),
        ]
