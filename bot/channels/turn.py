"""One turn of a conversation, as every channel takes it: gate, Rasa, deadline, fallback.

A channel hands in what the person sent and gets the replies one by one, as soon as each is known.
Whatever fails or hangs behind it, the person reads something within the deadline.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from typing import Any

from rasa.core.channels.channel import OutputChannel, UserMessage

from bot.channels.chat_notes import ChatNotes
from bot.channels.gate import GateAnswer, ask_gate
from bot.channels.message_text import MOST_CHARACTERS, MessageText
from bot.channels.reply import Reply, from_rasa, scripted
from bot.channels.room import room
from bot.safety.model import GATE_METADATA
from bot.storage.log_filter import keep_out_of_logs
from bot.watching import counts

logger = logging.getLogger(__name__)

# Seconds that Rasa has for a turn; with the network the person waits less than five.
DEADLINE_SECONDS = 4.0

Handler = Callable[[UserMessage], Awaitable[Any]]


class ReplyQueue(OutputChannel):
    """Rasa's output channel: passes each message on the moment it is said."""

    def __init__(self, channel: str) -> None:
        self.replies: asyncio.Queue[Reply | None] = asyncio.Queue()
        self._channel = channel

    # Rasa's own is a class method; here one class serves every channel.
    def name(self) -> str:
        """Name under which responses may have variants for this channel."""
        return self._channel

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Take one bot message with everything it carries."""
        counts.said(str(message.get("utter_action")))
        reply = from_rasa(message)
        if reply.text or reply.ends_session:
            self.replies.put_nowait(reply)


async def take_turn(
    handler: Handler,
    sender_id: str,
    channel: str,
    text: MessageText,
    notes: ChatNotes | None = None,
    message_id: str | None = None,
) -> AsyncIterator[Reply]:
    """Yield the replies to a typed text; `notes` know what the gate answered in this chat.

    `message_id` is the sender's own name for the message, by which it is known when it comes twice.
    """
    with keep_out_of_logs(text):
        if not text:
            yield scripted("utter_no_words", channel=channel)
            return
        gate = hear_danger(text, channel, notes.answered(sender_id) if notes else set())
        if gate.replies and notes:
            notes.note_answered(sender_id, gate.safety["flags"][0])
        for reply in gate.replies:
            yield reply
        async for reply in take_after_gate(handler, sender_id, channel, text, gate, message_id):
            yield reply


def take_last_word(text: MessageText, channel: str) -> list[Reply]:
    """Give the replies to danger in a text that came after its chat was over; else none.

    The last of them ends the session: nothing else is known of that chat any more.
    """
    with keep_out_of_logs(text):
        replies = list(hear_danger(text, channel, set()).replies)
    return [*replies[:-1], *(replace(reply, ends_session=True) for reply in replies[-1:])]


async def take_after_gate(
    handler: Handler,
    sender_id: str,
    channel: str,
    text: MessageText,
    gate: GateAnswer,
    message_id: str | None = None,
) -> AsyncIterator[Reply]:
    """Yield the replies to a typed text on which the gate has been heard (`hear_danger`).

    For channels that let danger overtake what still waits for its turn.
    """
    if len(text) > MOST_CHARACTERS:
        yield scripted("utter_too_long", channel=channel)
        return
    async for reply in _ask_rasa(handler, sender_id, channel, text, gate, message_id):
        yield reply


async def take_choice(
    handler: Handler,
    sender_id: str,
    channel: str,
    payload: str,
    message_id: str | None = None,
) -> AsyncIterator[Reply]:
    """Yield the replies to a tapped button; the channel has checked that the button exists."""
    async for reply in _ask_rasa(handler, sender_id, channel, payload, GateAnswer(), message_id):
        yield reply


def hear_danger(text: MessageText, channel: str, answered: set[str]) -> GateAnswer:
    """Ask the gate about a text; `answered` are the flags it answered earlier in this chat.

    A gate that fails answers nothing, and keeps nobody from Rasa.
    """
    try:
        gate = ask_gate(text, again=answered, channel=channel)
    except Exception as error:  # Rasa's own detector still hears the message
        logger.error("The gate failed: %s", type(error).__name__)
        counts.failed("gate")
        return GateAnswer()
    counts.heard(gate.safety, answered=bool(gate.replies))
    return gate


async def _ask_rasa(
    handler: Handler,
    sender_id: str,
    channel: str,
    text: str,
    gate: GateAnswer,
    message_id: str | None,
) -> AsyncIterator[Reply]:
    output = ReplyQueue(channel)
    message = UserMessage(
        text,
        output,
        sender_id,
        input_channel=channel,
        message_id=message_id,
        metadata={GATE_METADATA: gate.note} if gate.safety else {},
    )

    async def handle() -> None:
        began = time.perf_counter()
        try:
            async with room():
                await handler(message)
        finally:
            output.replies.put_nowait(None)
            counts.turn(channel, time.perf_counter() - began)

    turn = asyncio.create_task(handle())
    deadline = asyncio.get_running_loop().time() + DEADLINE_SECONDS
    failure = "silence"
    try:
        while True:
            left = deadline - asyncio.get_running_loop().time()
            reply = await asyncio.wait_for(output.replies.get(), max(left, 0.001))
            if reply is None:
                break
            failure = ""
            yield reply
        await turn
    except asyncio.TimeoutError:
        logger.error("A turn took longer than %s seconds.", DEADLINE_SECONDS)
        failure = "deadline"
    except Exception as error:
        logger.error("A turn failed: %s", type(error).__name__)
        failure = "error"
    finally:
        if not turn.done():
            turn.cancel()
    if failure:
        counts.failed(failure)
        yield scripted("utter_technical_trouble", channel=channel)
