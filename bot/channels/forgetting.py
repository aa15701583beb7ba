"""What a chat leaves behind on the server, and when it goes."""

from __future__ import annotations

import asyncio

from sanic import Sanic

from bot.channels.chat_notes import ChatNotes
from bot.channels.web_sessions import WebSessions
from bot.storage.forgetting_tracker_store import ForgettingTrackerStore

# Between two looks for chats that have gone quiet.
FORGET_EVERY_SECONDS = 60.0


def forget_chat(app: Sanic | None, sessions: WebSessions, session_id: str) -> None:
    """Forget a conversation and end its session; without an app nothing was ever kept.

    Raises:
        StorageUnavailableError: it cannot be forgotten now; the session is then still open.
    """
    # The session goes last: where something fails the person can ask once more.
    forget_conversation(app, session_id)
    sessions.end(session_id)


def forget_conversation(app: Sanic | None, sender_id: str) -> None:
    """Forget what Rasa keeps of a conversation; without an app nothing was ever kept.

    Raises:
        StorageUnavailableError: it cannot be forgotten now.
    """
    store = _forgetting_store(app) if app else None
    if store is not None:
        store.forget(sender_id)


async def forget_quiet_chats(app: Sanic, sessions: ChatNotes) -> None:
    """Drop what has been quiet too long, also when nobody else writes; never ends."""
    while True:
        await asyncio.sleep(FORGET_EVERY_SECONDS)
        sessions.end_quiet()
        store = _forgetting_store(app)
        if store is not None:
            store.drop_quiet()


def _forgetting_store(app: Sanic) -> ForgettingTrackerStore | None:
    """Give the agent's tracker store, when it is one that can forget (endpoints.yml)."""
    store = getattr(getattr(app.ctx, "agent", None), "tracker_store", None)
    # Rasa wraps a store that is no coroutine through and through, or that may fail.
    for inner in (store, getattr(store, "_tracker_store", None)):
        if isinstance(inner, ForgettingTrackerStore):
            return inner
    return None
