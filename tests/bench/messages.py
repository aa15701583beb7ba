"""The messages that are sent: conversations of ten, of the same kinds for both bots."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml

from tests.bench.errors import MeasureError

Kind = Literal["button", "short", "long", "emoji"]
KINDS: tuple[Kind, ...] = ("button", "short", "long", "emoji")
# Characters from which a message counts as long: about three sentences.
LONG = 160
FIRST_EMOJI = 0x1F000


@dataclass(frozen=True)
class Message:
    """What a person sends: `how` is "start", "choice" (a button's payload) or "text"."""

    how: Literal["start", "choice", "text"]
    content: str

    @property
    def kind(self) -> Kind:
        """What kind of work it makes."""
        if self.how != "text":
            return "button"
        if any(ord(char) >= FIRST_EMOJI for char in self.content):
            return "emoji"
        return "long" if len(self.content) >= LONG else "short"


Conversation = list[Message]


def read_conversations(name: str) -> list[Conversation]:
    """Read `<name>_messages.yml` of this folder."""
    file = Path(__file__).with_name(f"{name}_messages.yml")
    content: dict[str, list[dict[str, Any]]] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return [
        [Message(how, str(text)) for entry in messages for how, text in entry.items()]
        for messages in content.values()
    ]


def check_same_mix(one: list[Conversation], other: list[Conversation]) -> None:
    """A comparison is fair only when both bots get as many messages of each kind.

    Raises:
        MeasureError: they do not.
    """
    if _mix(one) != _mix(other):
        raise MeasureError(
            f"the two bots' messages differ in kind: {dict(_mix(one))} and {dict(_mix(other))}."
        )


def _mix(conversations: list[Conversation]) -> Counter[Kind]:
    return Counter(message.kind for conversation in conversations for message in conversation)
