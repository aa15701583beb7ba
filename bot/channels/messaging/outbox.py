"""What goes out to a person: sent, noted so that it can be taken back, never said in a flood."""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence

from bot.channels.messaging import words
from bot.channels.messaging.delivery import DeliveryError, Remover, Sender
from bot.channels.messaging.sessions import MessagingSessions
from bot.channels.reply import Reply
from bot.storage.redis_place import StorageUnavailableError
from bot.storage.seen_messages import SeenMessages

logger = logging.getLogger(__name__)

# A notice ("I cannot open pictures") is said once in so many seconds: an album is many messages.
NOTICE_SECONDS = 10


class Outbox:
    """The one way to an app's sender; a provider that fails costs the reply and no more."""

    def __init__(
        self, channel: str, sender: Sender, sessions: MessagingSessions, seen: SeenMessages
    ) -> None:
        self._channel = channel
        self._sender = sender
        self._sessions = sessions
        self._seen = seen

    async def send(
        self, person: str, chat_id: str, replies: Sequence[Reply], *, safety: bool = False
    ) -> list[str] | None:
        """Send replies; give the ids of the messages, or None when not all were taken."""
        if not replies:
            return []
        try:
            sent = await self._sender.send(person, replies, safety=safety)
        except DeliveryError as error:
            logger.error("A reply could not be delivered: %s", error)
            self.note_sent(chat_id, error.sent)
            return None
        self.note_sent(chat_id, sent)
        return sent

    def note_sent(self, chat_id: str, message_ids: Collection[str]) -> None:
        """Remember what was sent in a chat that is open, where it can be taken back."""
        if message_ids and isinstance(self._sender, Remover):
            self._sessions.note_sent(chat_id, message_ids)

    async def say(self, person: str, chat_id: str, name: str) -> None:
        """Say a scripted response."""
        await self.send(person, chat_id, [words.said(name, self._channel)])

    async def say_once(self, person: str, chat_id: str, name: str) -> None:
        """Say a notice, unless it was said in this chat just now."""
        if self.is_first(chat_id, name):
            await self.say(person, chat_id, name)

    def is_first(self, chat_id: str, name: str) -> bool:
        """Whether a notice was not said in this chat just now; it counts as said then."""
        try:
            return self._seen.first(f"{chat_id} {name}", NOTICE_SECONDS)
        except StorageUnavailableError:
            return True

    async def take_back(self, person: str, message_ids: Collection[str]) -> None:
        """Delete the bot's own messages from the chat, where the app lets a bot do so."""
        if message_ids and isinstance(self._sender, Remover):
            try:
                await self._sender.remove(person, sorted(message_ids))
            except DeliveryError as error:
                logger.error("Messages could not be taken back: %s", error)
