"""An app's channel with a bot behind it that only says what it was told, and the log of both.

A message "wait", "break" or "bye" does that; "choose" offers choices, "choose long" and "choose
many" such as do not fit everywhere; "say 2500 x" says that much.
"""

from __future__ import annotations

import asyncio
import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage

from bot.channels import turn
from bot.channels.messaging.input_channel import MessagingInput
from tests.channels.app_server import AppServer

CHOICES = {
    "choose": ["Yes, it is safe", "No, it is not"],
    "choose long": ["Yes, it is safe to talk", "No"],
    "choose many": [f"Choice {number}" for number in range(1, 16)],
}


async def answer(message: UserMessage) -> None:
    """Say the text, or the payload with its slash, in two bubbles, and what can be chosen."""
    text = message.text or ""
    word = text.split(" ")[0]
    if word == "wait":
        await asyncio.sleep(60)
    if word == "break":
        raise ValueError(text)
    reply: dict[str, Any] = {"text": f"You: {text}\n\nOn we go.", "buttons": []}
    for number, title in enumerate(CHOICES.get(text, []), start=1):
        reply["buttons"].append({"title": title, "payload": f'/go{{"to": "{number}"}}'})
    if word == "say":
        _, count, said = text.split(" ", 2)
        reply["text"] = f"{said} " * (int(count) // (len(said) + 1))
    if word == "bye":
        reply = {"text": "Take care.", "custom": {"session": "end"}}
    await message.output_channel.send_response(message.sender_id, reply)


@dataclass
class AppBot:
    """Where the app's provider delivers to, and everything that was logged since the start."""

    webhook: str
    _log: io.StringIO

    @property
    def log(self) -> str:
        return self._log.getvalue()


@contextmanager
def app_bot(channel: type[MessagingInput], **environment: str) -> Iterator[AppBot]:
    """Run the channel with these settings while it is entered."""
    kept = io.StringIO()
    handler = logging.StreamHandler(kept)
    # What the provider's side logs of its requests is not ours.
    handler.addFilter(lambda record: record.name != "aiohttp.access")
    root = logging.getLogger()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        made = channel.from_credentials(None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(turn, "DEADLINE_SECONDS", 0.5)
        patch.setattr(root, "level", logging.DEBUG)
        root.addHandler(handler)
        try:
            with AppServer(made, answer) as server:
                yield AppBot(server.webhook, kept)
        finally:
            root.removeHandler(handler)
