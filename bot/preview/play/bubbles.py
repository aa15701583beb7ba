"""What is seen of one turn in a channel: texts, and what can be tapped under them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.channels.reply import Reply


@dataclass(frozen=True)
class Choice:
    """A button as a channel shows it; `note` is a second line, where the channel has one."""

    title: str
    payload: str
    note: str = ""


@dataclass(frozen=True)
class Bubble:
    """One message as it is read in a channel.

    `rows` are the buttons as they stand beside and below each other. `list_label` is the one button
    that opens them, where the channel folds them up. `segments`, `characters` and `encoding` are
    those of a text message, else 0 and empty.
    """

    text: str
    rows: tuple[tuple[Choice, ...], ...] = ()
    kind: str = "bot"
    list_label: str = ""
    segments: int = 0
    characters: int = 0
    encoding: str = ""

    @property
    def choices(self) -> list[Choice]:
        """All buttons, in order."""
        return [choice for row in self.rows for choice in row]


def as_on_the_page(replies: Iterable[Reply]) -> list[Bubble]:
    """Give replies as our own page shows them: a bubble a paragraph, buttons one by one."""
    return [
        Bubble(
            one.text,
            tuple((Choice(button["title"], button["payload"]),) for button in one.buttons),
            one.kind,
        )
        for reply in replies
        for one in reply.bubbles()
    ]


def numbers_of(replies: Iterable[Reply]) -> dict[str, int]:
    """Give the number by which each choice can be typed, by its payload (text_menu.py)."""
    numbered = [reply for reply in replies if reply.kind != "notice"]
    payloads = [button["payload"] for reply in numbered for button in reply.buttons]
    numbers: dict[str, int] = {}
    for number, payload in enumerate(payloads, 1):
        numbers.setdefault(payload, number)
    return numbers
