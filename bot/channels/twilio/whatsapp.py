"""Lantern in WhatsApp, through a WhatsApp number at Twilio.

Twilio lets us answer for 24 hours after a person's message; Lantern never writes first.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.channels.messaging.provider_client import ProviderClient
from bot.channels.reply import Reply, scripted
from bot.channels.twilio.api import MenuError, TwilioApi
from bot.channels.twilio.settings import TwilioSettings, whatsapp_settings
from bot.channels.twilio.twilio_chat import TwilioChat
from bot.channels.twilio.whatsapp_messages import WhatsAppMessage, whatsapp_messages


class WhatsAppChat(TwilioChat):
    """WhatsApp: buttons and lists where they fit, else numbered choices."""

    title = "WhatsApp"
    on_whatsapp = True

    @classmethod
    def name(cls) -> str:
        """Name of the channel in addresses, and in the responses that vary by channel."""
        return "whatsapp"

    @classmethod
    def from_environment(cls) -> WhatsAppChat | None:
        """Make the channel from its settings; None when it is off.

        Raises:
            SettingError: a setting is missing or wrong.
        """
        settings = whatsapp_settings()
        return cls(settings) if settings else None

    def sender(self, client: ProviderClient) -> WhatsAppSender:
        """Give what sends WhatsApp messages."""
        return WhatsAppSender(
            TwilioApi(self.settings.account, client), self.settings, self.report_address
        )


class WhatsAppSender:
    """Sends a turn as WhatsApp messages."""

    def __init__(self, api: TwilioApi, settings: TwilioSettings, report_address: str) -> None:
        self._api = api
        self._from = settings.sender
        self._report_address = report_address
        self._list_button = scripted("utter_whatsapp_list_button").text

    async def send(self, person: str, replies: Sequence[Reply], *, safety: bool) -> list[str]:
        """Send the replies, one message after the other; gives the ids of the messages.

        Raises:
            DeliveryError: Twilio did not take all of them.
        """
        sent = []
        for message in whatsapp_messages(replies, self._list_button):
            message_id = await self._send(person, message)
            if not message_id:  # the person sent STOP
                break
            sent.append(message_id)
        return sent

    async def _send(self, person: str, message: WhatsAppMessage) -> str:
        if message.menu is not None:
            try:
                return await self._api.send_menu(
                    person, self._from, message.menu, self._report_address
                )
            except MenuError:
                pass  # what cannot be tapped is read, and answered by number
        return await self._api.send(person, self._from, message.text, self._report_address)
