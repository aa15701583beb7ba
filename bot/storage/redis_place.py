"""The one way to Redis: short waits, names that tell nothing, errors that carry nothing."""

from __future__ import annotations

import functools
import hashlib
import hmac
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import redis

from bot.storage.settings import REDIS_SETTING, SettingError, redis_url, session_secret
from bot.watching import counts

# Longest wait for an answer of Redis, in seconds. The server waits with all of its chats.
ANSWER_SECONDS = 0.5
# After a failed try nobody asks for this long, in seconds, so that a hanging Redis cannot slow
# down the replies that need none.
PAUSE_SECONDS = 2.0


class StorageUnavailableError(RuntimeError):
    """Redis cannot be asked now; carries the kind of error and never what was to be kept."""


class RedisConnection(redis.Redis):
    """Rasa's Redis client, with errors of one kind, and a pause after each."""

    _silent_until = 0.0

    def execute_command(self, *args: Any, **options: Any) -> Any:
        """Send one command.

        Raises:
            StorageUnavailableError: Redis did not answer, or refused.
        """
        if time.monotonic() < self._silent_until:
            raise StorageUnavailableError("Redis did not answer just now")
        try:
            return super().execute_command(*args, **options)
        except redis.exceptions.NoScriptError:
            raise  # the client then sends the script itself
        except (redis.RedisError, OSError) as error:
            counts.redis_failed()
            if isinstance(error, redis.ConnectionError | redis.TimeoutError | OSError):
                self._silent_until = time.monotonic() + PAUSE_SECONDS
            raise StorageUnavailableError(type(error).__name__) from None


@dataclass(frozen=True)
class RedisPlace:
    """A Redis server, and the key under which ids are hidden in its names."""

    connection: RedisConnection
    secret: str = field(repr=False)

    def name(self, kind: str, key_id: str = "") -> str:
        """Give the name of a key: what it is for, and an id that only the secret can find."""
        hidden = hmac.digest(self.secret.encode(), f"{kind} {key_id}".encode(), hashlib.sha256)
        return f"lantern:{kind}:{hidden.hex()[:32]}"

    def script(self, lua: str) -> Callable[..., Any]:
        """Give a script that Redis runs as one step."""
        run: Callable[..., Any] = self.connection.register_script(lua)
        return run


def redis_place() -> RedisPlace | None:
    """Give the Redis that the settings name, or None when conversations stay in memory.

    Raises:
        SettingError: the address is wrong, or nothing answers there.
    """
    url = redis_url()
    return open_place(url, session_secret()) if url else None


@functools.lru_cache(maxsize=8)
def open_place(url: str, secret: str) -> RedisPlace:
    """Open one place; all who ask for the same get the same.

    Raises:
        SettingError: the address is wrong, or nothing answers there.
    """
    try:
        connection = RedisConnection.from_url(
            url,
            socket_timeout=ANSWER_SECONDS,
            socket_connect_timeout=ANSWER_SECONDS,
            decode_responses=True,
        )
    except ValueError:
        raise SettingError(
            f"{REDIS_SETTING} is no address of Redis; it looks like redis://127.0.0.1:6379/0."
        ) from None
    try:
        connection.ping()
    except StorageUnavailableError as error:
        # The address may hold a password, so that it is not repeated.
        raise SettingError(
            f"{REDIS_SETTING} is set, and no Redis answers there ({error}); start it, or mend the "
            f"address or its password, or take the setting away to keep chats in memory."
        ) from None
    return RedisPlace(connection, secret)
