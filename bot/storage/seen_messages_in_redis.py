"""Which messages came in already, for all processes with the same Redis and the same secret."""

from __future__ import annotations

from bot.storage.redis_place import RedisPlace


class SeenInRedis:
    """What any process has seen; each key expires by itself."""

    def __init__(self, place: RedisPlace) -> None:
        self._place = place

    def first(self, key: str, seconds: int = 24 * 60 * 60) -> bool:
        """Whether this key is seen for the first time in so many seconds; it is known then."""
        return bool(
            self._place.connection.set(self._place.name("seen", key), "", nx=True, ex=seconds)
        )
