"""Rasa's input channel for Slack; off unless its settings are there.

Rasa's connector answers in every channel that mentions it, drops what Slack delivers again after a
timeout, logs what fails with what was written, hands buttons' payloads to the dialogue unchecked,
and shows at most five. Its class and constructor stay, the rest is ours.
See docs/channels/slack.md.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qs

from rasa.core.channels.slack import SlackInput
from sanic import response
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
from bot.channels.slack.events import MalformedDeliveryError, read_event, read_interaction
from bot.channels.slack.sender import SlackSender
from bot.channels.slack.signature import SIGNATURE_HEADER, TIMESTAMP_HEADER, is_signed
from bot.channels.slack.web_api import DEFAULT_ADDRESS, WebApi, WrongTokenError
from bot.storage.settings import SettingError

BOT_TOKEN_SETTING = "SLACK_BOT_TOKEN"  # noqa: S105
SIGNING_SECRET_SETTING = "SLACK_SIGNING_SECRET"  # noqa: S105
CHANNEL_SETTING = "SLACK_CHANNEL"
API_ADDRESS_SETTING = "SLACK_API_ADDRESS"

_CHANNEL_ID = re.compile(r"[CG][A-Z0-9]{5,}")
_BOT_TOKEN = re.compile(r"xoxb-[A-Za-z0-9-]+")
_FORM = "application/x-www-form-urlencoded"


class SlackChat(MessagingInput, SlackInput):
    """A bot for a clinic's staff; each place where somebody asks is a chat of its own."""

    title = "Slack"

    def __init__(
        self,
        slack_token: str,
        slack_signing_secret: str,
        slack_channel: str = "",
        address: str = DEFAULT_ADDRESS,
    ) -> None:
        SlackInput.__init__(
            self,
            slack_token,
            slack_channel=slack_channel or None,
            use_threads=True,
            slack_signing_secret=slack_signing_secret,
            conversation_granularity="thread",
        )
        self._allowed_channel = slack_channel
        self._address = address

    @classmethod
    def from_environment(cls) -> SlackChat | None:
        """Make the channel from its settings; None when it is off.

        Raises:
            SettingError: a setting is missing or wrong.
        """
        channel = os.environ.get(CHANNEL_SETTING, "").strip()
        settings = channel_settings(
            cls.title, (BOT_TOKEN_SETTING, SIGNING_SECRET_SETTING), (SIGNING_SECRET_SETTING,)
        )
        if settings is None:
            if channel:
                raise SettingError(
                    f"{CHANNEL_SETTING} is set, but {BOT_TOKEN_SETTING} and "
                    f"{SIGNING_SECRET_SETTING} are not; set them too, or take it away to leave "
                    f"Slack off."
                )
            return None
        if not _BOT_TOKEN.fullmatch(settings[BOT_TOKEN_SETTING]):
            raise SettingError(
                f"{BOT_TOKEN_SETTING} is no bot token; copy the one that begins with xoxb- from "
                f"the app's page OAuth & Permissions."
            )
        if channel and not _CHANNEL_ID.fullmatch(channel):
            raise SettingError(
                f"{CHANNEL_SETTING} has to be a channel's id, such as C0123456789, and not its "
                f"name; Slack shows it at the bottom of the channel's About."
            )
        address = api_address(API_ADDRESS_SETTING, DEFAULT_ADDRESS)
        return cls(settings[BOT_TOKEN_SETTING], settings[SIGNING_SECRET_SETTING], channel, address)

    async def read(self, request: Request) -> Sequence[Incoming]:
        """Check Slack's signature of a delivery, and give what somebody said or tapped in it.

        Raises:
            ForgedRequestError: Slack did not sign it, or not in the last minutes.
            MalformedRequestError: it is not as Slack documents it.
        """
        timestamp = request.headers.get(TIMESTAMP_HEADER)
        signature = request.headers.get(SIGNATURE_HEADER)
        if not is_signed(self.slack_signing_secret, request.body, timestamp, signature):
            raise ForgedRequestError
        try:
            if _is_form(request):
                incoming = read_interaction(_interaction(request), self._allowed_channel)
            else:
                incoming = read_event(_json(request.body), self._allowed_channel)
        except MalformedDeliveryError:
            raise MalformedRequestError from None
        return [incoming] if incoming else []

    def accepted(self, request: Request) -> HTTPResponse:
        """Answer a signed request; Slack's question for this address wants its challenge back."""
        content = {} if _is_form(request) else _json(request.body)
        if content.get("type") == "url_verification":
            challenge = str(content.get("challenge") or "")
            return response.text(challenge.encode(errors="replace").decode())
        return response.text("")

    def sender(self, client: ProviderClient) -> Sender:
        """Give what sends replies as the bot, and takes them back."""
        return SlackSender(self._api(client))

    async def check(self, client: ProviderClient) -> None:
        """Ask Slack whether the bot's token is right.

        Raises:
            SettingError: it is not.
            DeliveryError: Slack could not be asked.
        """
        try:
            await self._api(client).check()
        except WrongTokenError:
            raise SettingError(
                f"Slack does not accept {BOT_TOKEN_SETTING}; copy the app's bot token again "
                f"(docs/channels/slack.md)."
            ) from None

    def _api(self, client: ProviderClient) -> WebApi:
        return WebApi(client, self._address, self.slack_token)


def _is_form(request: Request) -> bool:
    return bool(request.headers.get("Content-Type", "").startswith(_FORM))


def _interaction(request: Request) -> dict[str, Any]:
    try:
        (payload,) = parse_qs(request.body.decode(), strict_parsing=True)["payload"]
    except (ValueError, KeyError):
        raise MalformedRequestError from None
    return _json(payload.encode())


def _json(body: bytes) -> dict[str, Any]:
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        raise MalformedRequestError from None
    if not isinstance(content, dict):
        raise MalformedRequestError
    return content
