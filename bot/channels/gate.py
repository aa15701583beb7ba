"""The gate: the first safety reply, before Rasa's lock, from local files, whatever else hangs."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.channels.message_text import MessageText
from bot.channels.reply import Reply, scripted
from bot.safety.detector import detect


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
    flag = safety.flags[0]
    return GateAnswer([scripted(f"utter_safety_first_{flag}", kind="safety")], [flag])
