"""One reply as a channel sends it, and the scripted replies that need nothing but the files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from bot.responses.script_index import shared_index

Kind = Literal["bot", "safety", "notice"]
Button = dict[str, str]


@dataclass(frozen=True)
class Reply:
    """A bubble: its text, the buttons under it, and how a channel may set it apart."""

    text: str
    buttons: list[Button] = field(default_factory=list)
    kind: Kind = "bot"
    ends_session: bool = False
    paper: str = ""
    """What of this reply can be put on paper: `list` (its text), or `log` (a blank table)."""

    def bubbles(self) -> Iterator[Reply]:
        """Yield one reply a paragraph; buttons and the end of the session go with the last."""
        parts = [part for part in self.text.split("\n\n") if part.strip()]
        for part in parts[:-1]:
            yield Reply(part, kind=self.kind)
        last = parts[-1] if parts else ""
        yield Reply(last, self.buttons, self.kind, self.ends_session, self.paper)


def from_rasa(message: dict[str, Any]) -> Reply:
    """Read a message as Rasa hands it to an output channel."""
    name = str(message.get("utter_action") or "")
    custom: dict[str, Any] = message.get("custom") or {}
    return Reply(
        text=message.get("text") or "",
        buttons=[
            {"title": button["title"], "payload": button["payload"]}
            for button in message.get("buttons") or []
        ],
        kind="safety" if name.startswith("utter_safety_") else "bot",
        ends_session=custom.get("session") == "end",
        paper=str(custom.get("print") or ""),
    )


def scripted(name: str, kind: Kind = "notice", *, channel: str = "") -> Reply:
    """A response straight from the scripts, for when Rasa has no part in the answer.

    Where the response has a variant for the channel (Rasa's key `channel`), that one is taken.
    """
    index = shared_index()
    return Reply(index.text(name, channel), index.buttons(name, channel), kind)
