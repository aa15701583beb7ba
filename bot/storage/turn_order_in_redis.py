"""The queues of messages in Redis, for all processes with the same Redis and the same secret.

A server that dies in mid-turn must not hold its chats up, so each ticket is good for some seconds
only, and looking renews it.
"""

from __future__ import annotations

import secrets

from bot.storage.redis_place import RedisPlace

# How long a message that waits is waited for without a sign of its server, in seconds.
WAIT_SECONDS = 15
# The same for a message that has its turn: Rasa's deadline, and all tries of sending.
TURN_SECONDS = 60
# After which a queue that nobody looks at is gone, in seconds.
QUEUE_SECONDS = 60
_TAKEN_OUT = "out"

# Keys: queue, and until when each ticket in it is good. Values: ticket, seconds that it is good,
# seconds that the keys stay.
_ARRIVE = """
redis.call('RPUSH', KEYS[1], ARGV[1])
redis.call('HSET', KEYS[2], ARGV[1], redis.call('TIME')[1] + ARGV[2])
redis.call('EXPIRE', KEYS[1], ARGV[3])
redis.call('EXPIRE', KEYS[2], ARGV[3])
"""
# Values: as above, the word for a ticket that was taken out, and seconds that it is good when it
# is next. Gives 1 next, 0 waits, -1 out.
_LOOK = """
if redis.call('HGET', KEYS[2], ARGV[1]) == ARGV[4] then return -1 end
local now = tonumber(redis.call('TIME')[1])
local head = redis.call('LINDEX', KEYS[1], 0)
while head and head ~= ARGV[1] do
  local good = redis.call('HGET', KEYS[2], head)
  if good and tonumber(good) >= now then break end
  redis.call('LPOP', KEYS[1])
  redis.call('HDEL', KEYS[2], head)
  head = redis.call('LINDEX', KEYS[1], 0)
end
local waits = head and head ~= ARGV[1]
redis.call('HSET', KEYS[2], ARGV[1], now + (waits and ARGV[2] or ARGV[5]))
redis.call('EXPIRE', KEYS[1], ARGV[3])
redis.call('EXPIRE', KEYS[2], ARGV[3])
return waits and 0 or 1
"""
_DONE = """
redis.call('LREM', KEYS[1], 0, ARGV[1])
redis.call('HDEL', KEYS[2], ARGV[1])
"""
# Values: the word, seconds that the keys stay.
_CLEAR = """
for _, ticket in ipairs(redis.call('LRANGE', KEYS[1], 0, -1)) do
  redis.call('HSET', KEYS[2], ticket, ARGV[1])
end
redis.call('DEL', KEYS[1])
redis.call('EXPIRE', KEYS[2], ARGV[2])
"""


class OrderInRedis:
    """Queues that all processes with the same Redis and the same secret share."""

    def __init__(
        self,
        place: RedisPlace,
        kind: str = "order",
        *,
        wait_seconds: int = WAIT_SECONDS,
        turn_seconds: int = TURN_SECONDS,
    ) -> None:
        """Open the queues of a kind; the seconds are those without a sign of a message's server."""
        self._place = place
        self._kind = kind
        self._wait_seconds, self._turn_seconds = wait_seconds, turn_seconds
        self._arrive = place.script(_ARRIVE)
        self._look = place.script(_LOOK)
        self._done = place.script(_DONE)
        self._clear = place.script(_CLEAR)

    def arrive(self, chat_id: str) -> str:
        """Take a place at the end of a chat's queue, and give its ticket."""
        ticket = secrets.token_hex(8)
        self._arrive(keys=self._names(chat_id), args=[ticket, self._wait_seconds, QUEUE_SECONDS])
        return ticket

    def look(self, chat_id: str, ticket: str) -> int:
        """Give 1 when it is the ticket's turn, 0 when it waits, -1 when it was taken out."""
        args = [ticket, self._wait_seconds, QUEUE_SECONDS, _TAKEN_OUT, self._turn_seconds]
        return int(self._look(keys=self._names(chat_id), args=args))

    def done(self, chat_id: str, ticket: str) -> None:
        """Leave the queue."""
        self._done(keys=self._names(chat_id), args=[ticket])

    def clear(self, chat_id: str) -> None:
        """Take out of a chat's queue all who are in it, the one whose turn it is included."""
        self._clear(keys=self._names(chat_id), args=[_TAKEN_OUT, QUEUE_SECONDS])

    def _names(self, chat_id: str) -> list[str]:
        return [
            self._place.name(self._kind, chat_id),
            tickets_name(self._place, self._kind, chat_id),
        ]


def tickets_name(place: RedisPlace, kind: str, chat_id: str) -> str:
    """Give the name of the key that holds the tickets of a chat's queue."""
    return place.name(f"{kind} tickets", chat_id)
