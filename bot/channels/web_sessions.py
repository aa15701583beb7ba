"""Web chat sessions: issued and signed by the server, known only to it and the page that asked."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Iterable

from itsdangerous import BadSignature, URLSafeSerializer

SECRET_SETTING = "LANTERN_SESSION_SECRET"  # noqa: S105
# A session without a message for this long is over, in seconds.
IDLE_SECONDS = 30 * 60
# Sessions open at once in one process; beyond it a new one is refused until others end.
MOST_SESSIONS = 10_000


class TooManySessions(RuntimeError):  # noqa: N818
    """No further session can be opened now."""


class WebSessions:
    """Opens, checks and ends sessions.

    The secret comes from `LANTERN_SESSION_SECRET`; without it each start makes a new one, which
    ends every session with the process, as the conversations in memory do anyway.
    """

    def __init__(self, secret: str | None = None) -> None:
        key = secret or os.environ.get(SECRET_SETTING) or secrets.token_urlsafe(32)
        self._signer = URLSafeSerializer(key, salt="lantern web session")
        # Session id to the time it was last used; oldest first.
        self._last_used: dict[str, float] = {}
        # Payloads of the buttons that each session was shown.
        self._offered: dict[str, set[str]] = {}
        # Safety flags that the gate answered in each session.
        self._answered: dict[str, set[str]] = {}

    def open(self) -> str:
        """Open a session and give its token.

        Raises:
            TooManySessions: as many as one process may hold are open.
        """
        self.end_quiet()
        if len(self._last_used) >= MOST_SESSIONS:
            raise TooManySessions
        session_id = secrets.token_urlsafe(16)
        self._last_used[session_id] = time.monotonic()
        return str(self._signer.dumps(session_id))

    def check(self, token: str) -> str | None:
        """Give the session id of a token and mark it used; None when there is no such session."""
        self.end_quiet()
        session_id = self._read(token)
        if session_id is None or self._last_used.pop(session_id, None) is None:
            return None
        self._last_used[session_id] = time.monotonic()
        return session_id

    def end(self, session_id: str) -> None:
        """End a session; one that is over already is no error."""
        self._last_used.pop(session_id, None)
        self._offered.pop(session_id, None)
        self._answered.pop(session_id, None)

    def offer(self, session_id: str, payloads: Iterable[str]) -> None:
        """Remember which buttons a session was shown; an action may make buttons of its own."""
        if session_id in self._last_used:
            self._offered.setdefault(session_id, set()).update(payloads)

    def was_offered(self, session_id: str, payload: str) -> bool:
        """Whether a session was shown this button."""
        return payload in self._offered.get(session_id, ())

    def answered(self, session_id: str) -> set[str]:
        """Safety flags that the gate answered in a session; the caller adds to it."""
        if session_id not in self._last_used:
            return set()
        return self._answered.setdefault(session_id, set())

    def _read(self, token: str) -> str | None:
        try:
            return str(self._signer.loads(token))
        except BadSignature:
            return None

    def end_quiet(self) -> None:
        """End every session that has been without a message too long."""
        oldest = time.monotonic() - IDLE_SECONDS
        while self._last_used:
            session_id, used = next(iter(self._last_used.items()))
            if used >= oldest:
                return
            self.end(session_id)
