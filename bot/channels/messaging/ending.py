"""The end of a chat in an app: a goodbye that says what stays, or a stop without a word."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence

from sanic import Sanic

from bot.channels.forgetting import forget_conversation
from bot.channels.messaging import words
from bot.channels.messaging.outbox import Outbox
from bot.channels.messaging.sessions import MessagingSessions
from bot.channels.reply import Reply
from bot.storage.redis_place import StorageUnavailableError
from bot.storage.turn_order import TurnOrder
from bot.watching import counts

logger = logging.getLogger(__name__)

# Seconds before each try to forget a chat that was stopped; Redis may be away for a moment.
STOP_PAUSES = (0.0, 3.0, 6.0)


class Ending:
    """Forgets chats on our side, and takes back what an app lets us take back."""

    def __init__(
        self,
        channel: str,
        app: Sanic | None,
        sessions: MessagingSessions,
        order: TurnOrder,
        outbox: Outbox,
    ) -> None:
        self._channel = channel
        self._app = app
        self._sessions = sessions
        self._order = order
        self._outbox = outbox

    async def leave(self, person: str, chat_id: str, goodbye: Sequence[Reply]) -> None:
        """End a chat that the person leaves, then say goodbye and what cannot be deleted."""
        sent = self._sessions.sent(chat_id)
        try:
            self._forget(chat_id)
        except StorageUnavailableError as error:
            logger.error("A chat could not be forgotten: %s", error)
            await self._outbox.say(person, chat_id, words.NOT_FORGOTTEN)
            return
        await self._outbox.take_back(person, sent)
        left = words.said(words.LEFT[self._channel], self._channel)
        await self._outbox.send(person, chat_id, [*goodbye, left])

    async def stop(self, person: str, chat_id: str) -> None:
        """End a chat at once and without a word."""
        sent = self._sessions.sent(chat_id)
        for pause in STOP_PAUSES:
            await asyncio.sleep(pause)
            try:
                self._forget(chat_id)
                break
            except StorageUnavailableError as error:
                logger.error("A stopped chat could not be forgotten: %s", error)
        await self._outbox.take_back(person, sent)

    def _forget(self, chat_id: str) -> None:
        # What is under way in the queue sends nothing any more, so the queue goes first.
        self._order.clear(chat_id)
        conversation = self._sessions.conversation(chat_id)
        if conversation:
            forget_conversation(self._app, conversation)
        self._sessions.end(chat_id)
        if conversation:
            counts.session("ended")
