"""The input channel for Telegram: checks what Telegram delivers, and sets the bot up at start.

Rasa's own connector takes every delivery for Telegram's if it can read its own bot's name, sets a
webhook without a secret, lets anybody set it anew (`/set_webhook`), and reads changed messages as
new ones. All of that is replaced here.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
from collections.abc import Sequence

from rasa.core.channels.telegram import TelegramInput
from sanic.request import Request

from bot.channels.messaging.delivery import NotReachedError, RefusedError, Sender
from bot.channels.messaging.incoming import Incoming
from bot.channels.messaging.input_channel import (
    ForgedRequestError,
    MalformedRequestError,
    MessagingInput,
)
from bot.channels.messaging.provider_client import ProviderClient
from bot.channels.reply import scripted
from bot.channels.telegram.api import TelegramApi
from bot.channels.telegram.background import Background
from bot.channels.telegram.commands import commands
from bot.channels.telegram.open_menus import OpenMenus
from bot.channels.telegram.rendering import messages_of
from bot.channels.telegram.sender import TelegramSender
from bot.channels.telegram.settings import TOKEN_SETTING, TelegramSettings, telegram_settings
from bot.channels.telegram.updates import KINDS_OF_UPDATE, Update, read_update
from bot.storage.settings import SettingError, idle_minutes

logger = logging.getLogger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105
# Deliveries that Telegram makes at the same time; those of one chat come one after the other.
MOST_CONNECTIONS = 40
# Seconds after which an unreachable Telegram is told of the webhook again; doubled each time.
FIRST_SETUP_PAUSE_SECONDS = 5.0
MOST_SETUP_PAUSE_SECONDS = 300.0


class TelegramChat(MessagingInput, TelegramInput):
    """Rasa's channel `telegram`, with the secret, the checks and the dialogue of all apps."""

    title = "Telegram"

    def __init__(self, settings: TelegramSettings) -> None:
        super().__init__(settings.token, verify=None, webhook_url=settings.webhook)
        self._settings = settings
        self._background = Background()
        self._menus = OpenMenus(idle_minutes() * 60)
        self._leaving: set[int] = set()

    @classmethod
    def from_environment(cls) -> TelegramChat | None:
        """Make the channel from its settings; None when it is off.

        Raises:
            SettingError: a setting is missing or wrong.
        """
        settings = telegram_settings()
        return cls(settings) if settings else None

    async def check(self, client: ProviderClient) -> None:
        """Ask Telegram whose token this is.

        Raises:
            SettingError: it is nobody's.
            DeliveryError: Telegram could not be asked.
        """
        try:
            await self._api_over(client).who_am_i()
        except RefusedError as error:
            if error.status not in (401, 404):
                raise
            raise SettingError(
                f"Telegram does not know the token in {TOKEN_SETTING}; copy it once more from "
                f"@BotFather."
            ) from None

    def sender(self, client: ProviderClient) -> Sender:
        """Give what sends replies."""
        self._api = self._api_over(client)
        return TelegramSender(self._api, self._menus, self._background)

    async def started(self, client: ProviderClient) -> None:
        """Tell Telegram the webhook and the commands; where it cannot be reached, again later."""
        pause = FIRST_SETUP_PAUSE_SECONDS
        while True:
            try:
                await self._set_up()
            except RefusedError as error:
                # It speaks of our address, the secret or the commands, and of nobody who writes.
                logger.error("Telegram refuses the webhook: %s", error.content.get("description"))
                return
            except NotReachedError as error:
                logger.warning("Telegram could not be told the webhook, again later: %s", error)
                await asyncio.sleep(pause)
                pause = min(pause * 2, MOST_SETUP_PAUSE_SECONDS)
            else:
                return

    async def read(self, request: Request) -> Sequence[Incoming]:
        """Check that Telegram delivers, and give the message in the delivery, if any.

        Raises:
            ForgedRequestError: the secret that we gave Telegram is not with it.
            MalformedRequestError: it is no update.
        """
        secret = request.headers.get(SECRET_HEADER, "").encode("utf-8", "replace")
        if not hmac.compare_digest(secret, self._settings.secret.encode()):
            raise ForgedRequestError
        try:
            update = read_update(json.loads(request.body))
        except (ValueError, RecursionError):  # also MalformedUpdateError
            raise MalformedRequestError from None
        self._do_beside(update)
        return [update.incoming] if update.incoming else []

    def get_output_channel(self) -> None:
        """Give none: Rasa's would set the webhook anew, without the secret."""

    def _do_beside(self, update: Update) -> None:
        """Do what an update asks for outside of the conversation."""
        if update.tap:
            self._background.start(self._api.end_tap(update.tap.query_id))
            if update.incoming and update.tap.message_id:
                person, message_id = update.incoming.person, update.tap.message_id
                self._menus.tapped(person, message_id)
                self._background.start(self._api.drop_buttons(int(person), message_id))
        if update.public_chat and update.public_chat not in self._leaving:
            self._leaving.add(update.public_chat)
            self._background.start(self._leave(update.public_chat, update.can_speak))

    async def _leave(self, chat: int, can_speak: bool) -> None:
        """Leave a group: what is said there, others read."""
        try:
            if can_speak:
                for message in messages_of(scripted("utter_private_only_telegram")):
                    await self._api.send_message(chat, message)
        finally:
            try:
                await self._api.leave_chat(chat)
            finally:
                self._leaving.discard(chat)

    async def _set_up(self) -> None:
        settings = self._settings
        await self._api.set_webhook(
            settings.webhook, settings.secret, KINDS_OF_UPDATE, MOST_CONNECTIONS
        )
        await self._api.set_commands(commands())

    def _api_over(self, client: ProviderClient) -> TelegramApi:
        return TelegramApi(self._settings.api, self._settings.token, client)
