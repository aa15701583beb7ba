"""A message that comes twice, after a broken connection: its answer is given again, and no more.

Rasa keeps the id of a message beside what was understood of it, so that the conversation itself
knows what was taken, also after a restart and in another process.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.channels.turn import Handler


def once(agent: Agent, handler: Handler) -> Handler:
    """Give a handler that takes a message only once, and answers a repeated one as it did then."""

    async def take(message: UserMessage) -> None:
        # Looked at and answered in one turn: the same message may be under way at another server.
        async with agent.lock_store.lock(message.sender_id):
            tracker = await agent.tracker_store.retrieve(message.sender_id)
            if tracker is None or not was_taken(tracker, message.message_id):
                await handler(message)
                return
        for said in said_to(tracker, message.message_id):
            await message.output_channel.send_response(message.sender_id, said)

    return take


def was_taken(tracker: DialogueStateTracker, message_id: str) -> bool:
    """Whether a conversation holds the message with this id."""
    return any(
        isinstance(event, UserUttered) and event.message_id == message_id
        for event in tracker.events
    )


def said_to(tracker: DialogueStateTracker, message_id: str) -> Iterator[dict[str, Any]]:
    """Yield what the bot said to a message, each as Rasa hands it to an output channel."""
    answering = False
    for event in tracker.events:
        if isinstance(event, UserUttered):
            answering = event.message_id == message_id
        elif answering and isinstance(event, BotUttered):
            data = {key: value for key, value in event.data.items() if value is not None}
            yield {"text": event.text or "", **data, **event.metadata}
