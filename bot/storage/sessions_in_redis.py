"""Open sessions in Redis, for restarts and for several processes; each expires by itself."""

from __future__ import annotations

from collections.abc import Iterable

from bot.storage import sessions
from bot.storage.redis_place import RedisPlace

# A session is a set, and a set in Redis cannot be empty.
_OPEN = "open"
# Keys: session, list of all. Values: seconds, most, first member.
_ADD = """
local now = tonumber(redis.call('TIME')[1])
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now - ARGV[1])
if redis.call('ZCARD', KEYS[2]) >= tonumber(ARGV[2]) then return 0 end
redis.call('SADD', KEYS[1], ARGV[3])
redis.call('EXPIRE', KEYS[1], ARGV[1])
redis.call('ZADD', KEYS[2], now, KEYS[1])
redis.call('EXPIRE', KEYS[2], ARGV[1])
return 1
"""
# Keys: as above. Value: seconds.
_USE = """
if redis.call('EXPIRE', KEYS[1], ARGV[1]) == 0 then return 0 end
redis.call('ZADD', KEYS[2], redis.call('TIME')[1], KEYS[1])
redis.call('EXPIRE', KEYS[2], ARGV[1])
return 1
"""
_REMOVE = """
redis.call('DEL', KEYS[1])
redis.call('ZREM', KEYS[2], KEYS[1])
"""
# A session that ended meanwhile must not come back, and without an end at that.
_NOTE = """
if redis.call('EXISTS', KEYS[1]) == 1 then redis.call('SADD', KEYS[1], unpack(ARGV)) end
"""


class SessionsInRedis:
    """Sessions that all processes with the same Redis and the same secret share."""

    def __init__(self, place: RedisPlace, idle_seconds: int) -> None:
        self._place = place
        self._idle_seconds = idle_seconds
        self._add = place.script(_ADD)
        self._use = place.script(_USE)
        self._remove = place.script(_REMOVE)
        self._note = place.script(_NOTE)

    def add(self, session_id: str) -> bool:
        """Open a session; False when as many as may be are open."""
        args = [self._idle_seconds, sessions.MOST_SESSIONS, _OPEN]
        return bool(self._add(keys=self._names(session_id), args=args))

    def use(self, session_id: str) -> bool:
        """Start the quiet time anew; False when there is no such session."""
        return bool(self._use(keys=self._names(session_id), args=[self._idle_seconds]))

    def remove(self, session_id: str) -> None:
        """End a session; one that is over already is no error."""
        self._remove(keys=self._names(session_id))

    def note(self, session_id: str, notes: Iterable[str]) -> None:
        """Add notes to a session, if it is open."""
        written = list(notes)
        if written:
            self._note(keys=self._names(session_id)[:1], args=written)

    def notes(self, session_id: str) -> set[str]:
        """Give the notes of a session; none when it is over."""
        found: set[str] = self._place.connection.smembers(self._names(session_id)[0])
        return found - {_OPEN}

    def drop_quiet(self) -> None:
        """Do nothing: Redis drops each key when its time is over."""

    def _names(self, session_id: str) -> list[str]:
        return [self._place.name("session", session_id), self._place.name("sessions")]
