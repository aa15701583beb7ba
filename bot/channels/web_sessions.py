"""Web chat sessions: issued and signed by the server, known only to it and the page that asked."""

from __future__ import annotations

import secrets

from itsdangerous import BadSignature, URLSafeSerializer

from bot.channels.chat_notes import ChatNotes
from bot.storage.sessions import Sessions
from bot.storage.settings import session_secret
from bot.watching import counts


class TooManySessions(RuntimeError):  # noqa: N818
    """No further session can be opened now."""


class WebSessions(ChatNotes):
    """Opens, checks and ends sessions.

    The secret comes from `LANTERN_SESSION_SECRET`; without it each start makes a new one, which
    ends every session with the process, as the conversations in memory do anyway. The sessions are
    kept where the conversations are.
    """

    def __init__(self, secret: str | None = None, kept: Sessions | None = None) -> None:
        super().__init__(kept)
        key = secret or session_secret() or secrets.token_urlsafe(32)
        self._signer = URLSafeSerializer(key, salt="lantern web session")

    def open(self) -> str:
        """Open a session and give its token.

        Raises:
            TooManySessions: as many as may be are open.
            StorageUnavailableError: sessions cannot be kept now.
        """
        session_id = secrets.token_urlsafe(16)
        if not self._kept.add(session_id):
            counts.session("refused")
            raise TooManySessions
        counts.session("opened")
        return str(self._signer.dumps(session_id))

    def check(self, token: str) -> str | None:
        """Give the session id of a token and mark it used; None when there is no such session.

        Raises:
            StorageUnavailableError: it cannot be known now.
        """
        session_id = self.signed(token)
        return session_id if session_id and self._kept.use(session_id) else None

    def signed(self, token: str) -> str | None:
        """Give the session id of a token that we once gave out; the session may be over."""
        try:
            return str(self._signer.loads(token))
        except (BadSignature, UnicodeError):  # a header may hold bytes that are no text
            return None

    def end(self, session_id: str) -> None:
        """End a session; one that is over already is no error.

        Raises:
            StorageUnavailableError: it cannot be ended now.
        """
        self._kept.remove(session_id)
        counts.session("ended")
