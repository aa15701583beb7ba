"""Sends a turn's replies into a place in Slack, and takes them back."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from bot.channels.messaging.delivery import DeliveryError
from bot.channels.reply import Reply
from bot.channels.slack.blocks import messages
from bot.channels.slack.place import Place
from bot.channels.slack.web_api import WebApi

# Messages that are deleted at the same time, as nobody should wait for each.
DELETED_AT_ONCE = 5


class SlackSender:
    """What the shared part of all apps needs (bot.channels.messaging.delivery)."""

    def __init__(self, api: WebApi) -> None:
        self._api = api

    async def send(self, person: str, replies: Sequence[Reply], *, safety: bool) -> list[str]:
        """Send the replies in order, and give the ids of the messages.

        Raises:
            DeliveryError: not all of them could be handed over.
        """
        place = Place.of_person(person)
        sent: list[str] = []
        try:
            for message in messages(replies):
                sent.append(await self._api.post(place, message))
        except DeliveryError as error:
            error.sent = sent
            raise
        return sent

    async def remove(self, person: str, message_ids: Sequence[str]) -> None:
        """Delete what `send` sent; what Slack keeps in spite of it is no error.

        Raises:
            DeliveryError: Slack was not reached, or refused.
        """
        place = Place.of_person(person)
        failures: list[DeliveryError] = []
        for at in range(0, len(message_ids), DELETED_AT_ONCE):
            together = message_ids[at : at + DELETED_AT_ONCE]
            done = await asyncio.gather(
                *(self._api.delete(place, ts) for ts in together), return_exceptions=True
            )
            failures += [each for each in done if isinstance(each, DeliveryError)]
        # One message that stays is no reason to leave the others.
        if failures:
            raise failures[0]
