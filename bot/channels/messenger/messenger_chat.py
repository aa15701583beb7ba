"""Rasa's input channel for Facebook Messenger; off unless its settings are there.

Rasa's connector reads only the first message of a delivery, takes a SHA-1 signature, answers a
forged one with status 200, sends with a blocking client, drops buttons after the third, and hands
the address of a picture to the dialogue. Its class and constructor stay, the rest is ours. See
docs/channels/messenger.md.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from rasa.core.channels.facebook import FacebookInput
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.messaging.delivery import Sender
from bot.channels.messaging.incoming import Incoming
from bot.channels.messaging.input_channel import (
    ForgedRequestError,
    MalformedRequestError,
    MessagingInput,
)
from bot.channels.messaging.provider_client import ProviderClient
from bot.channels.messaging.settings import api_address, channel_settings
from bot.channels.messenger.events import MalformedDeliveryError, read_events
from bot.channels.messenger.send_api import DEFAULT_ADDRESS, SendApi, WrongTokenError
from bot.channels.messenger.sender import MessengerSender
from bot.channels.messenger.signature import SIGNATURE_HEADER, is_signed, is_verify_token
from bot.storage.settings import SettingError

VERIFY_TOKEN_SETTING = "MESSENGER_VERIFY_TOKEN"  # noqa: S105
APP_SECRET_SETTING = "MESSENGER_APP_SECRET"  # noqa: S105
PAGE_TOKEN_SETTING = "MESSENGER_PAGE_TOKEN"  # noqa: S105
API_ADDRESS_SETTING = "MESSENGER_API_ADDRESS"


class MessengerChat(MessagingInput, FacebookInput):
    """A Page that answers; each person who writes to it has a chat of their own."""

    title = "Messenger"

    def __init__(
        self, fb_verify: str, fb_secret: str, fb_access_token: str, address: str = DEFAULT_ADDRESS
    ) -> None:
        FacebookInput.__init__(self, fb_verify, fb_secret, fb_access_token)
        self._address = address

    @classmethod
    def name(cls) -> str:
        """Name of the channel, in its address and for wordings of its own."""
        return "messenger"

    @classmethod
    def from_environment(cls) -> MessengerChat | None:
        """Make the channel from its settings; None when it is off.

        Raises:
            SettingError: a setting is missing or wrong.
        """
        needed = (VERIFY_TOKEN_SETTING, APP_SECRET_SETTING, PAGE_TOKEN_SETTING)
        settings = channel_settings(cls.title, needed, (VERIFY_TOKEN_SETTING, APP_SECRET_SETTING))
        if settings is None:
            return None
        return cls(
            settings[VERIFY_TOKEN_SETTING],
            settings[APP_SECRET_SETTING],
            settings[PAGE_TOKEN_SETTING],
            api_address(API_ADDRESS_SETTING, DEFAULT_ADDRESS),
        )

    async def read(self, request: Request) -> Sequence[Incoming]:
        """Check Meta's signature of a delivery, and give what people said in it.

        Raises:
            ForgedRequestError: Meta did not sign it.
            MalformedRequestError: it is not as Meta documents it.
        """
        if not is_signed(self.fb_secret, request.body, request.headers.get(SIGNATURE_HEADER)):
            raise ForgedRequestError
        try:
            return read_events(json.loads(request.body))
        except (MalformedDeliveryError, ValueError, RecursionError):
            raise MalformedRequestError from None

    def add_routes(self, routes: Blueprint) -> None:
        """Answer Meta's question whether this address is the one that the clinic entered."""

        @routes.get("/webhook")
        async def verify(request: Request) -> HTTPResponse:
            right = is_verify_token(self.fb_verify, request.args.get("hub.verify_token"))
            if not right or request.args.get("hub.mode") != "subscribe":
                return response.text("", status=403)
            return response.text(request.args.get("hub.challenge") or "")

    def sender(self, client: ProviderClient) -> Sender:
        """Give what sends replies in the name of the Page."""
        return MessengerSender(self._api(client))

    async def check(self, client: ProviderClient) -> None:
        """Ask Meta whether the Page's token and the app's secret belong together.

        Raises:
            SettingError: they do not.
            DeliveryError: Meta could not be asked.
        """
        try:
            await self._api(client).check()
        except WrongTokenError:
            raise SettingError(
                f"Meta does not accept {PAGE_TOKEN_SETTING} with {APP_SECRET_SETTING}; make a "
                f"new token for the Page, or copy the secret of the same app "
                f"(docs/channels/messenger.md)."
            ) from None

    def _api(self, client: ProviderClient) -> SendApi:
        return SendApi(client, self._address, self.fb_secret, self.fb_access_token)
