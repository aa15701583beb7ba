"""Sends a turn's replies into a chat of Telegram, and takes them out again when somebody leaves."""

from __future__ import annotations

from collections.abc import Sequence

from bot.channels.messaging.delivery import DeliveryError
from bot.channels.reply import Reply
from bot.channels.telegram.api import TelegramApi
from bot.channels.telegram.background import Background
from bot.channels.telegram.open_menus import OpenMenus
from bot.channels.telegram.rendering import messages_of


class TelegramSender:
    """What the chat of all apps needs of Telegram (Sender and Remover of messaging/delivery.py)."""

    def __init__(self, api: TelegramApi, menus: OpenMenus, background: Background) -> None:
        self._api = api
        self._menus = menus
        self._background = background

    async def send(self, person: str, replies: Sequence[Reply], *, safety: bool) -> list[str]:
        """Send the replies in order, and give the ids of the messages.

        Raises:
            DeliveryError: not all of them could be handed over; what follows is not sent then.
        """
        chat = int(person)
        sent: list[str] = []
        menus: list[int] = []
        try:
            for reply in [_as_one(replies)] if safety else replies:
                for message in messages_of(reply):
                    message_id = await self._api.send_message(chat, message)
                    # Telegram gives 0 for a message that it sends later, and takes no 0.
                    if message_id:
                        sent.append(str(message_id))
                    if "reply_markup" in message:
                        menus.append(message_id)
        except DeliveryError as error:
            error.sent = sent
            raise
        if menus:
            for message_id in self._menus.replace(person, menus):
                self._background.start(self._api.drop_buttons(chat, message_id))
        return sent

    async def remove(self, person: str, message_ids: Sequence[str]) -> None:
        """Delete messages that `send` sent.

        Raises:
            DeliveryError: Telegram was not reached, or refused.
        """
        self._menus.close(person)
        await self._api.delete_messages(int(person), sorted(map(int, message_ids)))


def _as_one(replies: Sequence[Reply]) -> Reply:
    """Join what is said to somebody in danger, so that the first message has the numbers in it."""
    buttons = [button for reply in replies for button in reply.buttons]
    return Reply("\n\n".join(reply.text for reply in replies), buttons, "safety")
