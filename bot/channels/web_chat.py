"""The web chat channel: signed sessions, and each turn as a stream of JSON lines.

The protocol stands in docs/web-channel.md. Stock `socketio` is not used: its sessions are broken
with current libraries, and whoever knows a session id owns the conversation (docs/choices.md).
"""

from __future__ import annotations

import asyncio
import functools
import json
import logging
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Any

from limits import RateLimitItemPerSecond
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels import web_pages
from bot.channels.client_address import NEW_SESSIONS, client_address, trusted_proxies
from bot.channels.draining import drain_before_end
from bot.channels.forgetting import forget_chat, forget_quiet_chats
from bot.channels.message_text import clean
from bot.channels.repeated import once
from bot.channels.reply import Reply
from bot.channels.turn import take_choice, take_last_word, take_turn
from bot.channels.web_sessions import TooManySessions, WebSessions
from bot.launch.signed import check_signed
from bot.responses.script_index import shared_index
from bot.storage import log_filter
from bot.storage.redis_place import StorageUnavailableError
from bot.storage.settings import idle_minutes
from bot.watching import counts
from bot.watching.routes import add_watching

logger = logging.getLogger(__name__)

# A person types one message in some seconds; a script that hammers gets a kind 429.
RATE = RateLimitItemPerSecond(30, 10)
# Largest request body in bytes: the longest text four times over, for its UTF-8 and JSON forms.
MOST_BODY_BYTES = 256 * 1024
START_PAYLOAD = "/greet"
# What a page may call a message, so that it can be sent again without being taken twice.
MESSAGE_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


class RequestError(Exception):
    """A request that cannot be served: `code` names the sentence in data/web/ that says why."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code


Handler = Callable[[Request], Awaitable[HTTPResponse | None]]


class WebChat(InputChannel):
    """Rasa's input channel for our own page (credentials.yml names it)."""

    def __init__(self) -> None:
        self._sessions = WebSessions()
        self._idle_minutes = idle_minutes()
        self._proxies = trusted_proxies()
        # The limiter holds its storage weakly, so the channel keeps it alive.
        self._hits = MemoryStorage()
        self._limiter = MovingWindowRateLimiter(self._hits)

    @classmethod
    def name(cls) -> str:
        """Name of the channel; responses may have variants for it."""
        return "web_chat"

    def url_prefix(self) -> str:
        """Stand at the root of the site, not below /webhooks/."""
        return "/"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Give the routes; Rasa mounts them."""
        log_filter.install()
        shared_index()
        routes = web_pages.PageBlueprint("web_chat", MOST_BODY_BYTES)
        check_signed()
        add_watching(routes)
        drain_before_end(routes)

        @routes.listener("after_server_start")
        async def start_forgetting(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
            log_filter.install()
            app.add_task(forget_quiet_chats(app, self._sessions))

        @routes.post("/chat/sessions")
        @answer_errors
        async def open_session(request: Request) -> HTTPResponse:
            # Where no proxy is named, everybody may seem to come from the same one.
            if self._proxies and not self._limiter.hit(
                NEW_SESSIONS, "sessions", client_address(request, self._proxies)
            ):
                raise RequestError(429, "too_fast")
            try:
                token = self._sessions.open()
            except TooManySessions:
                raise RequestError(503, "busy") from None
            log_filter.install()
            return response.json({"token": token, "idle_minutes": self._idle_minutes}, status=201)

        @routes.delete("/chat/sessions")
        @answer_errors
        async def end_session(request: Request) -> HTTPResponse:
            forget_chat(request.app, self._sessions, _known(self._sessions.check(_bearer(request))))
            return response.empty()

        @routes.post("/chat/sessions/end")
        @answer_errors
        async def end_session_by_beacon(request: Request) -> HTTPResponse:
            # A page that is being left can send only plain text, and reads no answer.
            session_id = self._sessions.check(request.body.decode("utf-8", "replace").strip())
            if session_id:
                forget_chat(request.app, self._sessions, session_id)
            return response.empty()

        @routes.post("/chat/messages")
        @answer_errors
        async def take_message(request: Request) -> HTTPResponse | None:
            on_message = on_new_message
            # Who was given the token hears the gate, also when the chat is over or nothing is kept.
            session_id = _known(self._sessions.signed(_bearer(request)))
            try:
                over = self._sessions.check(_bearer(request)) is None
            except StorageUnavailableError:
                over, on_message = False, cannot_remember
            if not self._limiter.hit(RATE, session_id):
                counts.rate_limited(self.name())
                raise RequestError(429, "too_fast")
            body = _body(request)
            if over:
                await self._stream(request, session_id, self._last_word(body))
                return None
            message_id = _message_id(body)
            if message_id:
                on_message = once(request.app.ctx.agent, on_message)
            turn = self._turn(on_message, session_id, body, message_id)
            await self._stream(request, session_id, turn)
            return None

        return routes

    def _turn(
        self,
        on_new_message: Callable[[UserMessage], Awaitable[Any]],
        session_id: str,
        body: dict[str, Any],
        message_id: str | None,
    ) -> AsyncIterator[Reply]:
        if body.get("start") is True:
            return take_choice(on_new_message, session_id, self.name(), START_PAYLOAD)
        choice, text = body.get("choice"), body.get("text")
        if isinstance(choice, str):
            known = choice in shared_index().payloads
            if not known and not self._sessions.was_offered(session_id, choice):
                raise RequestError(400, "unknown_choice")
            return take_choice(on_new_message, session_id, self.name(), choice, message_id)
        if isinstance(text, str):
            return take_turn(
                on_new_message, session_id, self.name(), clean(text), self._sessions, message_id
            )
        raise RequestError(400, "malformed")

    def _last_word(self, body: dict[str, Any]) -> AsyncIterator[Reply]:
        """Answer danger after the end of a chat. Raises RequestError for everything else."""
        text = body.get("text")
        replies = take_last_word(clean(text), self.name()) if isinstance(text, str) else []
        if not replies:
            raise RequestError(401, "session_over")
        return one_by_one(replies)

    async def _stream(self, request: Request, session_id: str, turn: AsyncIterator[Reply]) -> None:
        stream = await request.respond(content_type="application/x-ndjson")
        ended = False
        async for reply in turn:
            ended = ended or reply.ends_session
            self._sessions.offer(session_id, (button["payload"] for button in reply.buttons))
            for bubble in reply.bubbles():
                await stream.send(_message(bubble, reply.text))
        if ended and self._ended(request.app, session_id):
            await stream.send(_line("end_session"))
        await stream.send(_line("done"))
        await stream.eof()

    def _ended(self, app: Sanic, session_id: str) -> bool:
        """End a session in mid-stream; False where it has to end by itself."""
        try:
            forget_chat(app, self._sessions, session_id)
        except StorageUnavailableError as error:
            logger.error("A session could not be ended: %s", error)
            return False
        return True


async def one_by_one(replies: Sequence[Reply]) -> AsyncIterator[Reply]:
    """Give replies that are known as a turn gives those that come."""
    for reply in replies:
        yield reply


async def cannot_remember(message: UserMessage) -> None:
    """Stand in for Rasa while nothing can be kept; the turn then says that something is wrong."""
    raise StorageUnavailableError


def answer_errors(handler: Handler) -> Handler:
    """Turn a RequestError into its HTTP status and a kind sentence, in one JSON shape."""

    @functools.wraps(handler)
    async def answered(request: Request) -> HTTPResponse | None:
        try:
            return await handler(request)
        except RequestError as error:
            return web_pages.error_response(error.status, error.code)
        except Exception as error:  # whatever broke, the person reads where help is
            logger.error("A request failed: %s", type(error).__name__)
            return web_pages.error_response(500, "trouble")

    return answered


def _known(session_id: str | None) -> str:
    if session_id is None:
        raise RequestError(401, "session_over")
    return session_id


def _bearer(request: Request) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token if scheme.lower() == "bearer" else ""


def _body(request: Request) -> dict[str, Any]:
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):  # also bytes that are no UTF-8, and depth without an end
        raise RequestError(400, "malformed") from None
    if not isinstance(body, dict):
        raise RequestError(400, "malformed")
    return body


def _message_id(body: dict[str, Any]) -> str | None:
    message_id = body.get("id")
    if message_id is None:
        return None
    if not isinstance(message_id, str) or not MESSAGE_ID.fullmatch(message_id):
        raise RequestError(400, "malformed")
    return message_id


def _message(bubble: Reply, whole: str) -> bytes:
    """Say one bubble; what can be put on paper is the whole reply that it ends."""
    content: dict[str, Any] = {"text": bubble.text, "buttons": bubble.buttons, "kind": bubble.kind}
    if bubble.paper:
        content["paper"] = {"page": bubble.paper, "text": whole}
    return _line("message", **content)


def _line(line_type: str, **content: Any) -> bytes:
    return (json.dumps({"type": line_type, **content}, ensure_ascii=False) + "\n").encode()
