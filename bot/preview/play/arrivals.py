"""What a person does in an app, as its provider hands it to us: read by the channel's own code.

So that STOP, `/start` or a tap mean here what they mean there.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

from bot.channels.messaging.incoming import Incoming
from bot.channels.messenger.events import read_events
from bot.channels.slack.events import read_event, read_interaction
from bot.channels.slack.place import Place
from bot.channels.telegram.updates import read_update
from bot.channels.twilio.webhook import Form, incoming

_TELEGRAM, _MESSENGER = 1, "2"
_SLACK: Final = Place("U0PREVIEW", "D0PREVIEW")
PERSONS: Final = {
    "sms": "+15550000000",
    "whatsapp": "whatsapp:+15550000000",
    "telegram": str(_TELEGRAM),
    "messenger": _MESSENGER,
    "slack": _SLACK.as_person(),
}
"""Nobody, by the name that each provider would give them."""


def typed(channel: str, number: int, text: str) -> Incoming | None:
    """Give a typed text as it arrives in an app; None where the app says nothing to us.

    `number` tells the messages of a chat apart.
    """
    if channel in ("sms", "whatsapp"):
        return _by_twilio(channel, number, {"Body": text})
    if channel == "telegram":
        message = {"chat": {"id": _TELEGRAM, "type": "private"}, "text": text}
        return read_update({"update_id": number, "message": message}).incoming
    if channel == "messenger":
        return _by_meta({"mid": str(number), "text": text})
    event = {"type": "message", "user": _SLACK.user, "channel": _SLACK.channel, "text": text}
    delivery = {"type": "event_callback", "event_id": str(number), "event": event}
    return read_event(delivery, "")


def tapped(channel: str, number: int, choice: str, title: str) -> Incoming | None:
    """Give a tapped button as it arrives in an app; `choice` is what the button carries."""
    if channel in ("sms", "whatsapp"):
        return _by_twilio(channel, number, {"Body": title, "ButtonPayload": choice})
    if channel == "telegram":
        message = {"chat": {"id": _TELEGRAM, "type": "private"}, "message_id": number}
        query = {"id": str(number), "data": choice, "message": message}
        return read_update({"update_id": number, "callback_query": query}).incoming
    if channel == "messenger":
        quick_reply = {"payload": choice}
        return _by_meta({"mid": str(number), "text": title, "quick_reply": quick_reply})
    interaction = {
        "type": "block_actions",
        "user": {"id": _SLACK.user},
        "channel": {"id": _SLACK.channel},
        "trigger_id": str(number),
        "actions": [{"type": "button", "value": choice}],
    }
    return read_interaction(interaction, "")


def _by_twilio(channel: str, number: int, parameters: dict[str, str]) -> Incoming:
    told = {"From": PERSONS[channel], "MessageSid": str(number), **parameters}
    return incoming(Form(urlencode(told).encode()), on_whatsapp=channel == "whatsapp")


def _by_meta(message: dict[str, object]) -> Incoming | None:
    event = {"sender": {"id": _MESSENGER}, "message": message}
    read = read_events({"object": "page", "entry": [{"id": "1", "messaging": [event]}]})
    return read[0] if read else None
