"""Socket.IO for a chat widget that somebody else made; off unless credentials.yml names it.

Rasa's own channel lets a client choose its session, and with it somebody else's conversation; with
current python-socketio it also forgets to wait for the room it joins, so that no reply arrives.
Here the server issues the sessions, and each turn is taken as one of our page is: see
docs/other-clients.md.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable
from typing import Any

from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from rasa.core.channels.socketio import SocketBlueprint, SocketIOInput, SocketIOOutput
from rasa.shared.exceptions import RasaException
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.allowed_origins import ALLOWED_ORIGINS_SETTING, WrongOrigin, allowed_origins
from bot.channels.client_address import NEW_SESSIONS, client_address, trusted_proxies
from bot.channels.forgetting import forget_chat, forget_quiet_chats
from bot.channels.message_text import clean
from bot.channels.page_words import DEFAULT_LANGUAGE, page_words
from bot.channels.reply import Reply
from bot.channels.socket_server import socket_server
from bot.channels.turn import Handler, take_choice, take_turn
from bot.channels.web_chat import RATE, START_PAYLOAD
from bot.channels.web_sessions import TooManySessions, WebSessions
from bot.launch.signed import check_signed
from bot.storage import log_filter
from bot.watching import counts

logger = logging.getLogger(__name__)

SETTINGS = frozenset({"user_message_evt", "bot_message_evt", "socketio_path", "long_polling"})


class SocketChat(SocketIOInput):
    """Rasa's Socket.IO channel with sessions, origins and limits of ours."""

    def __init__(self, long_polling: bool = True, **settings: str) -> None:
        super().__init__(session_persistence=True, **settings)
        self._long_polling = long_polling
        self._origins = allowed_origins()
        self._proxies = trusted_proxies()
        self._sessions = WebSessions()
        # The limiter holds its storage weakly, so the channel keeps it alive.
        self._hits = MemoryStorage()
        self._limiter = MovingWindowRateLimiter(self._hits)
        # Which session each connection speaks for, and the address that it came from.
        self._joined: dict[str, str] = {}
        self._addresses: dict[str, str] = {}
        self._app: Sanic | None = None

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> SocketChat:
        """Make the channel as credentials.yml sets it.

        Raises:
            RasaException: an allowed origin is none, or a setting is unknown; one of Rasa's for
                trust would do nothing here.
        """
        unknown = sorted(set(credentials or {}) - SETTINGS)
        if unknown:
            raise RasaException(
                f"credentials.yml: {cls.__name__} does not know {', '.join(unknown)}; "
                f"it knows {', '.join(sorted(SETTINGS))}."
            )
        try:
            return cls(**(credentials or {}))
        except WrongOrigin as error:
            raise RasaException(str(error)) from None

    def blueprint(self, on_new_message: Handler) -> Blueprint:
        """Give the routes; Rasa mounts them."""
        if not self._origins:
            logger.warning("%s is not set: no widget may connect.", ALLOWED_ORIGINS_SETTING)
        sio = self.sio = socket_server(self._origins, self._long_polling)
        routes = SocketBlueprint(sio, self.socketio_path, "socket_chat", __name__)
        check_signed()

        @routes.listener("after_server_start")
        async def start_forgetting(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
            self._app = app
            app.add_task(forget_quiet_chats(app, self._sessions))

        @routes.get("/")
        async def health(request: Request) -> HTTPResponse:
            return response.json({"status": "ok"})

        @sio.on("connect")
        async def connect(sid: str, environ: dict[str, Any], auth: Any = None) -> bool:
            # Engine.IO has checked an origin that is named; a client that names none is no page.
            if environ.get("HTTP_ORIGIN") not in self._origins:
                return False
            request = environ["sanic.request"]
            self._addresses[sid] = client_address(request, self._proxies)
            return True

        @sio.on("disconnect")
        async def disconnect(sid: str, *reason: Any) -> None:
            self._joined.pop(sid, None)
            self._addresses.pop(sid, None)

        @sio.on("session_request")
        async def session_request(sid: str, data: Any = None, *more: Any) -> None:
            claimed = data.get("session_id") if isinstance(data, dict) else None
            await self._answering(sid, self._join(sid, claimed, confirm=True))

        @sio.on(self.user_message_evt)
        async def handle_message(sid: str, data: Any = None, *more: Any) -> None:
            await self._answering(sid, self._take(on_new_message, sid, data))

        return routes

    async def _answering(self, sid: str, work: Awaitable[object]) -> None:
        """Do the work of an event; whatever fails, the person reads why and where help is."""
        try:
            await work
        except Refused as refused:
            await self._say(sid, Reply(_errors()[str(refused)]))
        except Exception as error:
            logger.error("An event failed: %s", type(error).__name__)
            await self._say(sid, Reply(_errors()["trouble"]))

    async def _join(self, sid: str, claimed: object, confirm: bool = False) -> tuple[str, bool]:
        """Give the session that a connection speaks for, and whether it had to be opened now.

        Only who has the token that was issued for a session comes back to it.
        """
        token = claimed if isinstance(claimed, str) else ""
        session_id = self._sessions.check(token)
        opened = session_id is None
        if session_id is None:
            token, session_id = self._open(sid)
        before = self._joined.get(sid)
        if before != session_id:
            if before:
                await self.sio.leave_room(sid, before)
            await self.sio.enter_room(sid, session_id)
            self._joined[sid] = session_id
        if confirm or opened:
            await self.sio.emit("session_confirm", token, room=sid)
        return session_id, opened

    def _open(self, sid: str) -> tuple[str, str]:
        if not self._limiter.hit(NEW_SESSIONS, "sessions", self._addresses.get(sid, "")):
            counts.session("refused")
            raise Refused("busy")
        try:
            token = self._sessions.open()
        except TooManySessions:
            raise Refused("busy") from None
        log_filter.install()
        session_id = self._sessions.check(token)
        if session_id is None:
            raise Refused("trouble")
        return token, session_id

    async def _take(self, handler: Handler, sid: str, data: Any) -> None:
        message = data.get("message") if isinstance(data, dict) else None
        if not isinstance(message, str):
            raise Refused("trouble")
        claimed = data.get("session_id")
        session_id, opened = await self._join(sid, claimed)
        if not self._limiter.hit(RATE, session_id):
            counts.rate_limited(self.name())
            raise Refused("too_fast")
        if opened and claimed:
            await self._say(session_id, Reply(_errors()["session_over"]))
            # A button of a chat that is over leads to the start of the new one.
            message = START_PAYLOAD if message.startswith("/") else message
        ended = False
        async for reply in self._turn(handler, session_id, message):
            ended = ended or reply.ends_session
            self._sessions.offer(session_id, (button["payload"] for button in reply.buttons))
            await self._say(session_id, reply)
        if ended:
            forget_chat(self._app, self._sessions, session_id)

    def _turn(self, handler: Handler, session_id: str, message: str) -> AsyncIterator[Reply]:
        """Take a tapped button for one only when this chat was offered it; all else is text.

        The protocol sends both in the same way, so a typed `/intent` must not become one.
        """
        if message == START_PAYLOAD or self._sessions.was_offered(session_id, message):
            return take_choice(handler, session_id, self.name(), message)
        return take_turn(handler, session_id, self.name(), clean(message), self._sessions)

    async def _say(self, room: str, reply: Reply) -> None:
        output = SocketIOOutput(self.sio, self.bot_message_evt)
        for bubble in reply.bubbles():
            if bubble.buttons:
                await output.send_text_with_buttons(room, bubble.text, bubble.buttons)
            elif bubble.text:
                await output.send_text_message(room, bubble.text)


class Refused(Exception):  # noqa: N818
    """An event that is not served: names the sentence in data/web/ that says why."""


def _errors() -> dict[str, str]:
    return page_words("errors", DEFAULT_LANGUAGE)
