"""Which chats are open: the interface, and this process's memory."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Protocol

# Sessions open at once; beyond it a new one is refused until others end.
MOST_SESSIONS = 10_000


class Sessions(Protocol):
    """Open sessions by id, each with short notes of the channel's, and each with an end.

    Any method raises StorageUnavailableError when the place cannot be reached.
    """

    def add(self, session_id: str) -> bool:
        """Open a session; False when as many as may be are open."""

    def use(self, session_id: str) -> bool:
        """Start the quiet time anew; False when there is no such session."""

    def remove(self, session_id: str) -> None:
        """End a session; one that is over already is no error."""

    def note(self, session_id: str, notes: Iterable[str]) -> None:
        """Add notes to a session, if it is open."""

    def notes(self, session_id: str) -> set[str]:
        """Give the notes of a session; none when it is over."""

    def drop_quiet(self) -> None:
        """End every session that has been quiet too long."""


class SessionsInMemory:
    """Sessions of this process alone."""

    def __init__(self, idle_seconds: float) -> None:
        self._idle_seconds = idle_seconds
        # Session id to the time it was last used; oldest first.
        self._last_used: dict[str, float] = {}
        self._notes: dict[str, set[str]] = {}

    def add(self, session_id: str) -> bool:
        """Open a session; False when as many as may be are open."""
        self.drop_quiet()
        if len(self._last_used) >= MOST_SESSIONS:
            return False
        self._last_used[session_id] = time.monotonic()
        return True

    def use(self, session_id: str) -> bool:
        """Start the quiet time anew; False when there is no such session."""
        self.drop_quiet()
        if self._last_used.pop(session_id, None) is None:
            return False
        self._last_used[session_id] = time.monotonic()
        return True

    def remove(self, session_id: str) -> None:
        """End a session; one that is over already is no error."""
        self._last_used.pop(session_id, None)
        self._notes.pop(session_id, None)

    def note(self, session_id: str, notes: Iterable[str]) -> None:
        """Add notes to a session, if it is open."""
        if session_id in self._last_used:
            self._notes.setdefault(session_id, set()).update(notes)

    def notes(self, session_id: str) -> set[str]:
        """Give the notes of a session; none when it is over."""
        return set(self._notes.get(session_id, ()))

    def drop_quiet(self) -> None:
        """End every session that has been quiet too long."""
        oldest = time.monotonic() - self._idle_seconds
        while self._last_used:
            session_id, used = next(iter(self._last_used.items()))
            if used >= oldest:
                return
            self.remove(session_id)
