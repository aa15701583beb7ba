"""One turn of a conversation, as every channel takes it: gate, Rasa, deadline, fallback.

A channel hands in what the person sent and gets the replies one by one, as soon as each is known.
Whatever fails or hangs behind it, the person reads something within the deadline.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import OutputChannel, UserMessage

from bot.channels.gate import GateAnswer, ask_gate
from bot.channels.message_text import MOST_CHARACTERS, MessageText
from bot.channels.reply import Reply, from_rasa, scripted
from bot.safety.model import GATE_METADATA
from bot.storage.log_filter import keep_out_of_logs

logger = logging.getLogger(__name__)

# Seconds that Rasa has for a turn; with the network the person waits less than five.
DEADLINE_SECONDS = 4.0

Handler = Callable[[UserMessage], Awaitable[Any]]


class ReplyQueue(OutputChannel):
    """Rasa's output channel: passes each message on the moment it is said."""

    def __init__(self) -> None:
        self.replies: asyncio.Queue[Reply | None] = asyncio.Queue()

    @classmethod
    def name(cls) -> str:
        """Name under which responses may have variants for this channel."""
        return "web_chat"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Take one bot message with everything it carries."""
        reply = from_rasa(message)
        if reply.text or reply.ends_session:
            self.replies.put_nowait(reply)


async def take_turn(
    handler: Handler,
    sender_id: str,
    channel: str,
    text: MessageText,
    answered: set[str] | None = None,
) -> AsyncIterator[Reply]:
    """Yield the replies to a typed text.

    `answered` is the channel's memory of the flags that the gate answered in this conversation; the
    gate stands before Rasa and cannot ask it. A flag that is answered now is added.
    """
    with keep_out_of_logs(text):
        if not text:
            yield scripted("utter_no_words")
            return
        answered = set() if answered is None else answered
        gate = _gate_or_nothing(text, answered)
        if gate.replies:
            answered.add(gate.safety["flags"][0])
        for reply in gate.replies:
            yield reply
        if len(text) > MOST_CHARACTERS:
            yield scripted("utter_too_long")
            return
        async for reply in _ask_rasa(handler, sender_id, channel, text, gate):
            yield reply


async def take_choice(
    handler: Handler, sender_id: str, channel: str, payload: str
) -> AsyncIterator[Reply]:
    """Yield the replies to a tapped button; the channel has checked that the button exists."""
    async for reply in _ask_rasa(handler, sender_id, channel, payload, GateAnswer()):
        yield reply


def _gate_or_nothing(text: MessageText, answered: set[str]) -> GateAnswer:
    try:
        return ask_gate(text, again=answered)
    except Exception as error:  # Rasa's own detector still hears the message
        logger.error("The gate failed: %s", type(error).__name__)
        return GateAnswer()


async def _ask_rasa(
    handler: Handler, sender_id: str, channel: str, text: str, gate: GateAnswer
) -> AsyncIterator[Reply]:
    output = ReplyQueue()
    message = UserMessage(
        text,
        output,
        sender_id,
        input_channel=channel,
        metadata={GATE_METADATA: gate.note} if gate.safety else {},
    )

    async def handle() -> None:
        try:
            await handler(message)
        finally:
            output.replies.put_nowait(None)

    turn = asyncio.create_task(handle())
    deadline = asyncio.get_running_loop().time() + DEADLINE_SECONDS
    said_anything = False
    try:
        while True:
            left = deadline - asyncio.get_running_loop().time()
            reply = await asyncio.wait_for(output.replies.get(), max(left, 0.001))
            if reply is None:
                break
            said_anything = True
            yield reply
        await turn
    except asyncio.TimeoutError:
        logger.error("A turn took longer than %s seconds.", DEADLINE_SECONDS)
        said_anything = False
    except Exception as error:
        logger.error("A turn failed: %s", type(error).__name__)
        said_anything = False
    finally:
        if not turn.done():
            turn.cancel()
    if not said_anything:
        yield scripted("utter_technical_trouble")
