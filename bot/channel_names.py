"""Names under which a response may have a variant for where it is read (Rasa's key `channel`).

`messaging` stands for every messaging app, so that what is true of all of them is written once and
not five times; Rasa itself knows a variant only by the name of one channel.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

WEB_CHAT = "web_chat"
MESSAGING = "messaging"
MESSAGING_APPS = ("sms", "whatsapp", "telegram", "messenger", "slack")


def variants_for(variations: Sequence[dict[str, Any]], channel: str) -> list[dict[str, Any]]:
    """The variants of a response for a channel: its own, else its group's, else those for all.

    A response that is written for other channels only gives what it has.
    """
    for name in names_of(channel):
        own = [one for one in variations if one.get("channel") == name]
        if own:
            return own
    return [one for one in variations if one.get("channel") is None] or list(variations)


def names_of(channel: str) -> tuple[str, ...]:
    """Names under which variants for a channel may be written, the nearest first."""
    return (channel, MESSAGING) if channel in MESSAGING_APPS else (channel,)
