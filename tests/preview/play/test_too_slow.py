"""A step that takes too long is as if it had not been."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage
from rasa.shared.core.events import SlotSet

from bot.preview.play.kept_conversations import PlayedTrackerStore
from bot.preview.play.run import Run
from bot.preview.play.steps import Kind, Step


class HangingBot:
    """Learns something from a message, and then hangs."""

    def __init__(self) -> None:
        self.store = PlayedTrackerStore()

    async def hear(self, message: UserMessage) -> None:
        self.store.kept.keep(message.sender_id, [SlotSet("us_state", "OH")])
        await asyncio.sleep(60)


async def test_what_a_step_did_before_it_was_given_up_is_taken_back() -> None:
    bot: Any = HangingBot()
    run = Run(1, "web_chat", bot)
    with pytest.raises(asyncio.TimeoutError):
        await asyncio.wait_for(run.take(Step(Kind.SAY, "I live in Ohio")), 0.1)
    assert run.turns == []
    assert bot.store.kept.ids() == []
