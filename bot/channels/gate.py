"""The gate: the first safety reply, before Rasa's lock, from local files, whatever else hangs."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.channels.message_text import MessageText
from bot.channels.reply import Reply
from bot.safety import detect, first_reply


@dataclass(frozen=True)
class GateAnswer:
    """What the gate says at once, and which flags that answers; both empty when it stays silent."""

    replies: list[Reply] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)


def ask_gate(text: MessageText) -> GateAnswer:
    """Answer a text at level `act`; every other level is the dialogue's."""
    safety = detect(text)
    if safety.level != "act":
        return GateAnswer()
    # The offers that follow are left to the dialogue, which has to know what it offered.
    first, *_ = first_reply(safety)
    replies = [Reply(text, kind="safety") for text in first["texts"]]
    return GateAnswer(replies, [safety.flags[0]])
