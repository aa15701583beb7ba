"""Drives a conversation as a channel does: the same turn, the same gate, the same deadline."""

from __future__ import annotations

import asyncio
import logging
import uuid
from dataclasses import dataclass, field
from typing import Any

from rasa.core.agent import Agent, load_agent
from rasa.core.utils import AvailableEndpoints
from rasa.utils.endpoints import EndpointConfig
from rasa.utils.log_utils import configure_structlog

from bot.channels.chat_notes import ChatNotes
from bot.channels.message_text import clean
from bot.channels.reply import Reply, scripted
from bot.channels.turn import take_choice, take_turn
from bot.locations import ROOT
from bot.storage.sessions import SessionsInMemory
from bot.storage.settings import IDLE_MINUTES

MODEL = ROOT / "models" / "lantern.tar.gz"


class Lantern:
    """The trained bot in this process; every conversation with it is one of its own."""

    def __init__(self, action_url: str) -> None:
        configure_structlog(logging.WARNING)
        self.loop = asyncio.new_event_loop()
        endpoints = AvailableEndpoints.read_endpoints(str(ROOT / "endpoints.yml"))
        endpoints.action = EndpointConfig(action_url)
        self.agent: Agent = self.run(load_agent(model_path=str(MODEL), endpoints=endpoints))

    def run(self, awaitable: Any) -> Any:
        return self.loop.run_until_complete(awaitable)

    def talk(self, channel: str = "test") -> Conversation:
        return Conversation(self, channel)

    def parse(self, text: str) -> dict[str, Any]:
        """What the model understands of a text, as `POST /model/parse` gives it."""
        parsed: dict[str, Any] = self.run(self.agent.parse_message(text))
        return parsed


@dataclass
class Conversation:
    """One conversation: what was said last, and what can be tapped."""

    lantern: Lantern
    channel: str = "test"
    sender_id: str = field(default_factory=lambda: uuid.uuid4().hex)
    replies: list[Reply] = field(default_factory=list)
    notes: ChatNotes = field(init=False)

    def __post_init__(self) -> None:
        kept = SessionsInMemory(IDLE_MINUTES * 60)
        kept.add(self.sender_id)
        self.notes = ChatNotes(kept)

    @property
    def answered(self) -> set[str]:
        """Safety flags that the gate answered in this conversation."""
        return self.notes.answered(self.sender_id)

    def say(self, text: str) -> list[str]:
        """Type a text; give the bubbles that come back."""
        return self._take(
            take_turn(
                self.lantern.agent.handle_message,
                self.sender_id,
                self.channel,
                clean(text),
                self.notes,
            )
        )

    def say_past_the_gate(self, text: str) -> list[str]:
        """Type a text that only Rasa hears, as in `rasa shell`."""
        return self._take(
            take_choice(self.lantern.agent.handle_message, self.sender_id, self.channel, text)
        )

    def tap(self, title: str) -> list[str]:
        """Tap the button with this title."""
        payloads = {
            button["title"]: button["payload"] for reply in self.replies for button in reply.buttons
        }
        return self.choose(payloads[title])

    def choose(self, payload: str) -> list[str]:
        """Send a button's payload."""
        return self._take(
            take_choice(self.lantern.agent.handle_message, self.sender_id, self.channel, payload)
        )

    @property
    def titles(self) -> list[str]:
        """Titles of the buttons of the last turn."""
        return [button["title"] for reply in self.replies for button in reply.buttons]

    @property
    def payloads(self) -> list[str]:
        """Payloads of the buttons of the last turn."""
        return [button["payload"] for reply in self.replies for button in reply.buttons]

    @property
    def text(self) -> str:
        """All that was said in the last turn."""
        return "\n".join(reply.text for reply in self.replies)

    def slots(self) -> dict[str, Any]:
        """Slots as they are now."""
        tracker = self.lantern.run(self.lantern.agent.tracker_store.retrieve(self.sender_id))
        values: dict[str, Any] = tracker.current_slot_values()
        return values

    def _take(self, turn: Any) -> list[str]:
        async def collect() -> list[Reply]:
            return [bubble async for reply in turn for bubble in reply.bubbles()]

        self.replies = self.lantern.run(collect())
        return [reply.text for reply in self.replies]


def said(name: str) -> str:
    """The first bubble of a response, as it is said in the chat."""
    return next(scripted(name).bubbles()).text
