"""The gate: the first safety reply, before Rasa's lock, from local files, whatever else hangs."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field
from typing import Any

from bot.channels.message_text import MessageText
from bot.channels.reply import Reply
from bot.safety import detect, first_reply


@dataclass(frozen=True)
class GateAnswer:
    """What the gate says at once, and what it found; both empty when it could not look."""

    replies: list[Reply] = field(default_factory=list)
    safety: dict[str, Any] = field(default_factory=dict)

    @property
    def note(self) -> dict[str, Any]:
        """What Rasa is told with the message (bot/safety/model.py, GATE_METADATA)."""
        return {"safety": self.safety, "answered": bool(self.replies)}


def ask_gate(
    text: MessageText, *, again: Container[str] = (), channel: str = "web_chat"
) -> GateAnswer:
    """Answer a text at level `act`; every other level is the dialogue's.

    `again` are the flags that the gate answered earlier in this conversation; `channel` is where
    the reply will be read.
    """
    safety = detect(text)
    if safety.level != "act":
        return GateAnswer(safety=safety.as_dict())
    # The offers that follow are left to the dialogue, which has to know what it offered.
    *first, _ = first_reply(safety, again=again, channel=channel)
    replies = [Reply(bubble, kind="safety") for message in first for bubble in message["texts"]]
    return GateAnswer(replies, safety.as_dict())
