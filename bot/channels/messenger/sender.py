"""Sends a turn's replies into a Messenger chat."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence

from bot.channels.messaging.delivery import DeliveryError
from bot.channels.messenger.rendering import messages
from bot.channels.messenger.send_api import PersonGoneError, SendApi
from bot.channels.reply import Reply


class MessengerSender:
    """What the shared part of all apps needs (bot.channels.messaging.delivery.Sender)."""

    def __init__(self, api: SendApi) -> None:
        self._api = api

    async def send(self, person: str, replies: Sequence[Reply], *, safety: bool) -> list[str]:
        """Send the replies in order, and give the ids of the messages.

        Raises:
            DeliveryError: not all of them could be handed over.
        """
        sent: list[str] = []
        # Who has blocked the Page or closed the account does not miss an answer.
        with contextlib.suppress(PersonGoneError):
            for message in messages(replies):
                if sent:
                    await self._show_that_more_comes(person)
                sent.append(await self._api.send(person, message))
        return sent

    async def _show_that_more_comes(self, person: str) -> None:
        # Before the first message nothing is shown: after the code word nothing may come at all.
        with contextlib.suppress(DeliveryError):
            await self._api.show_typing(person)
