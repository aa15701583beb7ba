"""The methods of Telegram's Bot API that we use.

Source: https://core.telegram.org/bots/api#making-requests and the page's entry of each method.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from bot.channels.messaging.delivery import DeliveryError, RefusedError
from bot.channels.messaging.provider_client import ProviderClient

# Messages that one call of `deleteMessages` takes.
MOST_DELETED_AT_ONCE = 100


class TelegramApi:
    """Speaks for one bot; every method raises DeliveryError when Telegram cannot or will not."""

    def __init__(self, address: str, token: str, client: ProviderClient) -> None:
        self._bot_address = f"{address}/bot{token}"
        self._client = client

    async def who_am_i(self) -> dict[str, Any]:
        """Give the bot's own account, which nobody gets with a wrong token."""
        result = await self._call("getMe")
        return result if isinstance(result, dict) else {}

    async def send_message(self, chat: int, message: dict[str, Any]) -> int:
        """Send a message and give its id."""
        result = await self._call("sendMessage", chat_id=chat, **message)
        message_id = result.get("message_id") if isinstance(result, dict) else None
        return message_id if isinstance(message_id, int) else 0

    async def delete_messages(self, chat: int, message_ids: Sequence[int]) -> None:
        """Delete messages of a chat; those that are gone, or older than 48 hours, are passed over.

        Raises:
            DeliveryError: not all that can be deleted were, though each was tried.
        """
        failed: DeliveryError | None = None
        for some in _hundreds(message_ids):
            try:
                await self._call("deleteMessages", chat_id=chat, message_ids=some)
            except RefusedError as error:
                failed = error
        if failed is not None:
            raise failed

    async def end_tap(self, query_id: str) -> None:
        """Tell the app that a tap was taken, so that its button stops waiting."""
        await self._call("answerCallbackQuery", callback_query_id=query_id)

    async def drop_buttons(self, chat: int, message_id: int) -> None:
        """Take the buttons of a message away; its text stays."""
        await self._call("editMessageReplyMarkup", chat_id=chat, message_id=message_id)

    async def leave_chat(self, chat: int) -> None:
        """Leave a group or a channel."""
        await self._call("leaveChat", chat_id=chat)

    async def set_commands(self, commands: Sequence[dict[str, str]]) -> None:
        """Fill the menu of commands that every private chat with the bot shows."""
        scope = {"type": "all_private_chats"}
        await self._call("setMyCommands", commands=list(commands), scope=scope)

    async def set_webhook(
        self, url: str, secret: str, kinds: Sequence[str], most_connections: int
    ) -> None:
        """Have updates of these kinds delivered to `url`, each with the secret in its header."""
        await self._call(
            "setWebhook",
            url=url,
            secret_token=secret,
            allowed_updates=list(kinds),
            max_connections=most_connections,
        )

    async def _call(self, method: str, **parameters: Any) -> Any:
        answer = await self._client.request(
            "POST", f"{self._bot_address}/{method}", json=parameters
        )
        return answer.content.get("result")


def _hundreds(message_ids: Sequence[int]) -> Iterator[list[int]]:
    for first in range(0, len(message_ids), MOST_DELETED_AT_ONCE):
        yield list(message_ids[first : first + MOST_DELETED_AT_ONCE])
