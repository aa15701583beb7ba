"""Lantern by text message (SMS), through a number at Twilio."""

from __future__ import annotations

from collections.abc import Sequence

from bot.channels.messaging.gsm7 import to_gsm7
from bot.channels.messaging.provider_client import ProviderClient
from bot.channels.messaging.splitting import split
from bot.channels.messaging.text_menu import as_texts
from bot.channels.reply import Reply
from bot.channels.twilio.api import TwilioApi
from bot.channels.twilio.segments import MOST_CHARACTERS
from bot.channels.twilio.settings import TwilioSettings, sms_settings
from bot.channels.twilio.twilio_chat import TwilioChat


class SmsChat(TwilioChat):
    """Text messages: plain text, numbered choices, the carriers' words."""

    title = "SMS"

    @classmethod
    def name(cls) -> str:
        """Name of the channel in addresses, and in the responses that vary by channel."""
        return "sms"

    @classmethod
    def from_environment(cls) -> SmsChat | None:
        """Make the channel from its settings; None when it is off.

        Raises:
            SettingError: a setting is missing or wrong.
        """
        settings = sms_settings()
        return cls(settings) if settings else None

    def sender(self, client: ProviderClient) -> SmsSender:
        """Give what sends text messages."""
        return SmsSender(
            TwilioApi(self.settings.account, client), self.settings, self.report_address
        )


class SmsSender:
    """Sends a turn in as few text messages as hold it."""

    def __init__(self, api: TwilioApi, settings: TwilioSettings, report_address: str) -> None:
        self._api = api
        self._from = settings.sender
        self._report_address = report_address

    async def send(self, person: str, replies: Sequence[Reply], *, safety: bool) -> list[str]:
        """Send the replies, one message after the other; gives the ids of the messages.

        Raises:
            DeliveryError: Twilio did not take all of them.
        """
        sent = []
        for body in text_messages(replies):
            message_id = await self._api.send(person, self._from, body, self._report_address)
            if not message_id:  # the person sent STOP
                break
            sent.append(message_id)
        return sent


def text_messages(replies: Sequence[Reply]) -> list[str]:
    """Write a turn as text messages: joined, in plain characters, its choices numbered."""
    return split(to_gsm7("\n\n".join(as_texts(replies))), MOST_CHARACTERS)
