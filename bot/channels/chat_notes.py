"""What a channel remembers of an open chat: buttons it showed, flags that the gate answered.

The channel cannot ask Rasa: the gate stands before it, and a button has to be checked before a
conversation is touched.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable

from bot.storage.redis_place import StorageUnavailableError, redis_place
from bot.storage.sessions import Sessions, SessionsInMemory
from bot.storage.sessions_in_redis import SessionsInRedis
from bot.storage.settings import idle_minutes

logger = logging.getLogger(__name__)

_BUTTON, _FLAG = "button ", "flag "


class ChatNotes:
    """Notes on open chats, kept where the conversations are, and gone with the chat.

    `kept` is the place; without one the settings choose it.
    """

    def __init__(self, kept: Sessions | None = None) -> None:
        self._kept = kept or _sessions_by_settings()

    def offer(self, session_id: str, payloads: Iterable[str]) -> None:
        """Remember which buttons a chat was shown; an action may make buttons of its own."""
        self._note(session_id, _BUTTON, payloads)

    def offered(self, session_id: str) -> set[str]:
        """Payloads of all buttons that a chat was shown."""
        return self._about(session_id, _BUTTON)

    def was_offered(self, session_id: str, payload: str) -> bool:
        """Whether a chat was shown this button."""
        return payload in self.offered(session_id)

    def answered(self, session_id: str) -> set[str]:
        """Safety flags that the gate answered in a chat."""
        return self._about(session_id, _FLAG)

    def note_answered(self, session_id: str, flag: str) -> None:
        """Remember that the gate answered a chat on this flag."""
        self._note(session_id, _FLAG, [flag])

    def end_quiet(self) -> None:
        """End every chat that has been without a message too long."""
        self._kept.drop_quiet()

    def _note(self, session_id: str, about: str, notes: Iterable[str]) -> None:
        # A note that is lost costs a tap; an error here would cost the reply that is being said.
        try:
            self._kept.note(session_id, [about + note for note in notes])
        except StorageUnavailableError as error:
            logger.error("A note on a session could not be kept: %s", error)

    def _about(self, session_id: str, about: str) -> set[str]:
        try:
            notes = self._kept.notes(session_id)
        except StorageUnavailableError as error:
            logger.error("The notes on a session could not be read: %s", error)
            return set()
        return {note.removeprefix(about) for note in notes if note.startswith(about)}


def _sessions_by_settings() -> Sessions:
    idle_seconds = idle_minutes() * 60
    place = redis_place()
    return SessionsInRedis(place, idle_seconds) if place else SessionsInMemory(idle_seconds)
