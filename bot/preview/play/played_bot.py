"""The real bot as a run speaks with it: messages, jumps and slots, in conversations of its own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.core.lock_store import InMemoryLockStore
from rasa.core.utils import AvailableEndpoints
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.events import SlotSet
from rasa.utils.endpoints import EndpointConfig

from bot.channels.reply import Reply
from bot.channels.turn import ReplyQueue
from bot.locations import ROOT
from bot.preview.notices import notice
from bot.preview.play.kept_conversations import PlayedTrackerStore
from bot.preview.play.steps import StepError

JUMPED: Final = "jumped"
"""Stands in for a policy's name where the reviewer, and no rule, chose what is said."""


class PlayedBot:
    """The trained model in this process, with the words and actions that the real servers have."""

    def __init__(self, model: Path, action_address: str) -> None:
        self.store = PlayedTrackerStore()
        endpoints = AvailableEndpoints.read_endpoints(str(ROOT / "endpoints.yml"))
        self._agent = Agent(
            generator=endpoints.nlg,
            tracker_store=self.store,
            lock_store=InMemoryLockStore(),
            action_endpoint=EndpointConfig(action_address),
        )
        self._agent.load_model(str(model))

    async def wake(self) -> None:
        """Read one message, so that no reviewer waits for what is only slow the first time."""
        await self._agent.parse_message("hello")

    async def hear(self, message: UserMessage) -> None:
        """Take a message as the running bot does; channels call this in place of Rasa."""
        await self._agent.handle_message(message)

    async def jump(self, conversation: str, channel: str, response: str) -> list[Reply]:
        """Have the bot say a response now, and listen; a form's question opens its form.

        Raises:
            StepError: there is no such response.
        """
        if response not in self._agent.domain.user_actions:
            raise StepError(notice("play", "no_response", name=response))
        action, asked = self._form_of(response)
        output, heard = ReplyQueue(channel), None
        async with self._agent.lock_store.lock(conversation):
            if asked:
                await self._set(conversation, output, {asked: None})
            for name in (action, ACTION_LISTEN_NAME):
                await self._agent.execute_action(conversation, name, output, JUMPED, 1.0)
                # Both are one step of the reviewer's: the first is what there is to see.
                if name == action:
                    heard = self.store.heard(conversation)
        if heard is not None:
            self.store.note(conversation, heard)
        return [reply for reply in _drained(output) if reply is not None]

    async def set_slots(self, conversation: str, channel: str, values: Mapping[str, Any]) -> None:
        """Put values into slots, in place of what they held; None empties one."""
        async with self._agent.lock_store.lock(conversation):
            await self._set(conversation, ReplyQueue(channel), values)

    async def _set(self, conversation: str, output: ReplyQueue, values: Mapping[str, Any]) -> None:
        processor = self._agent.processor
        tracker = await processor.fetch_tracker_and_update_session(conversation, output)
        for slot, value in values.items():
            # What gathers would only add to what it holds.
            tracker.update(SlotSet(slot, None), self._agent.domain)
            if value is not None:
                tracker.update(SlotSet(slot, value), self._agent.domain)
        await processor.save_tracker(tracker)

    def _form_of(self, response: str) -> tuple[str, str]:
        """Give the action that says a response, and the slot that it asks for, if it does."""
        slot = response.removeprefix("utter_ask_")
        for form in self._agent.domain.form_names:
            if slot != response and slot in self._agent.domain.required_slots_for_form(form):
                return form, slot
        return response, ""


def _drained(output: ReplyQueue) -> list[Reply | None]:
    return [output.replies.get_nowait() for _ in range(output.replies.qsize())]
