"""The whole life of a message from an app: told twice, danger, order, the turn, leaving, trouble.

The order in which things happen (docs/channels/README.md):

1. A message that came in already is dropped. A new one takes its place in the queue of its chat.
2. The code word and STOP end the chat at once, and what still waits in it is dropped.
3. The gate answers danger, before anything that waits.
4. When it is the message's turn: the app's first words, if they were not said, and the answer.
   While it is about danger, the first words wait.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence

from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from sanic import Sanic

from bot.channels.gate import GateAnswer
from bot.channels.messaging import words
from bot.channels.messaging.choices import payload_of
from bot.channels.messaging.code_word import is_code_word
from bot.channels.messaging.delivery import Sender
from bot.channels.messaging.ending import Ending
from bot.channels.messaging.incoming import Incoming, Kind
from bot.channels.messaging.outbox import Outbox
from bot.channels.messaging.person import sender_id
from bot.channels.messaging.sessions import MessagingSessions, TooManyChats
from bot.channels.reply import Reply
from bot.channels.turn import Handler, hear_danger, take_after_gate, take_choice
from bot.channels.web_chat import RATE, START_PAYLOAD
from bot.storage.log_filter import keep_out_of_logs
from bot.storage.redis_place import StorageUnavailableError
from bot.storage.seen_messages import SeenMessages, seen_by_settings
from bot.storage.turn_order import TurnOrder, order_by_settings, wait_for_turn, was_taken_out
from bot.watching import counts

logger = logging.getLogger(__name__)

# At the server's end, seconds for the messages that are still being answered.
FINISH_SECONDS = 10.0
HELP_PAYLOAD = "/help"
MENU_PAYLOAD = "/menu"


class MessagingChat:
    """Answers the messages of one app; where it keeps things, the settings say."""

    def __init__(
        self,
        channel: str,
        handler: Handler,
        app: Sanic | None,
        sender: Sender,
        *,
        confirms_stop: bool = False,
        sessions: MessagingSessions | None = None,
        seen: SeenMessages | None = None,
        order: TurnOrder | None = None,
    ) -> None:
        """Make the chat of a channel.

        `confirms_stop`: STOP is answered once, where the provider does not do so itself.
        """
        self._channel = channel
        self._handler = handler
        self._confirms_stop = confirms_stop
        self.sessions = sessions or MessagingSessions()
        self._seen = seen or seen_by_settings()
        self._order = order or order_by_settings()
        self._outbox = Outbox(channel, sender, self.sessions, self._seen)
        self._ending = Ending(channel, app, self.sessions, self._order, self._outbox)
        # The limiter holds its storage weakly, so the chat keeps it alive.
        self._hits = MemoryStorage()
        self._limiter = MovingWindowRateLimiter(self._hits)
        self._under_way: set[asyncio.Task[None]] = set()

    def accept(self, incoming: Incoming) -> None:
        """Answer a message in the background; in the order in which they are handed in."""
        ticket = self._arrive(incoming)
        if ticket is None:
            return
        task = asyncio.create_task(self._take(incoming, ticket))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def take(self, incoming: Incoming) -> None:
        """Answer a message; whatever fails, nothing is raised."""
        ticket = self._arrive(incoming)
        if ticket is not None:
            await self._take(incoming, ticket)

    async def finish(self) -> None:
        """Wait until all accepted messages are answered, but not without an end."""
        waiting = set(self._under_way)
        if waiting:
            _, late = await asyncio.wait(waiting, timeout=FINISH_SECONDS)
            for task in late:
                task.cancel()

    def _arrive(self, incoming: Incoming) -> str | None:
        """Give a new message's place in its chat's queue; None for one that came in already.

        The ticket is empty where the queue cannot be reached.
        """
        key = sender_id(self._channel, f"message {incoming.message_id}")
        try:
            if incoming.message_id and not self._seen.first(key):
                return None
            return self._order.arrive(self._chat_id(incoming))
        except StorageUnavailableError as error:
            logger.error("A message could not be put in order: %s", error)
            return ""

    async def _take(self, incoming: Incoming, ticket: str) -> None:
        chat_id = self._chat_id(incoming)
        with keep_out_of_logs(incoming.person, incoming.message_id, incoming.text):
            try:
                await self._answer(incoming, chat_id, ticket)
            except Exception as error:  # nobody is there who could do more
                logger.error("A message could not be answered: %s", type(error).__name__)
            finally:
                self._leave_queue(chat_id, ticket)

    async def _answer(self, incoming: Incoming, chat_id: str, ticket: str) -> None:
        if incoming.kind is Kind.STOP or is_code_word(incoming.text):
            await self._ending.stop(incoming.person, chat_id)
            if incoming.kind is Kind.STOP and self._confirms_stop:
                await self._outbox.say(incoming.person, chat_id, words.STOPPED[self._channel])
            return
        gate = self._gate(incoming, chat_id)
        if not self._limiter.hit(RATE, chat_id):
            counts.rate_limited(self._channel)
            new_danger = set(gate.safety.get("flags", ())) - self.sessions.answered(chat_id)
            if gate.replies and new_danger:
                await self._outbox.send(incoming.person, chat_id, gate.replies, safety=True)
            else:
                await self._outbox.say_once(incoming.person, chat_id, words.SENT_TOO_FAST)
            return
        sent = await self._outbox.send(incoming.person, chat_id, gate.replies, safety=True)
        try:
            if not ticket:
                raise StorageUnavailableError
            if await wait_for_turn(self._order, chat_id, ticket):
                await self._take_turn(incoming, chat_id, ticket, gate, sent or [])
            else:
                await self._outbox.take_back(incoming.person, sent or [])
        except (StorageUnavailableError, TooManyChats) as error:
            logger.error("A message could not be taken up: %s", type(error).__name__)
            if not gate.replies:
                await self._outbox.say(incoming.person, chat_id, words.TROUBLE)

    def _gate(self, incoming: Incoming, chat_id: str) -> GateAnswer:
        # The words on a button are ours: who taps one discloses nothing new.
        if not incoming.text or incoming.kind is Kind.CHOICE:
            return GateAnswer()
        return hear_danger(incoming.text, self._channel, self.sessions.answered(chat_id))

    async def _take_turn(
        self, incoming: Incoming, chat_id: str, ticket: str, gate: GateAnswer, sent: Sequence[str]
    ) -> None:
        """Answer a message whose turn it is; `sent` are the ids of what the gate said to it.

        Raises:
            StorageUnavailableError: nothing can be kept now.
            TooManyChats: no further chat can be opened now.
        """
        conversation = self.sessions.open(chat_id)
        if gate.replies:
            self.sessions.note_answered(chat_id, gate.safety["flags"][0])
            self._outbox.note_sent(chat_id, sent)  # the chat may have been opened just now
        turn = self._replies(incoming, chat_id, conversation, gate)
        replies = [reply async for reply in turn]
        # Whoever is in danger reads about that alone; the first words come when it is over.
        safety = gate.replies or any(reply.kind == "safety" for reply in replies)
        if was_taken_out(self._order, chat_id, ticket):  # stopped meanwhile: nothing is sent
            await self._outbox.take_back(incoming.person, sent)
            return
        if any(reply.ends_session for reply in replies):
            await self._ending.leave(incoming.person, chat_id, replies)
            return
        starts = incoming.kind is Kind.START or not self.sessions.greeted(chat_id)
        greets = not safety and starts
        if greets:
            replies.insert(0, self._said(words.START[self._channel]))
        offered = [button["payload"] for reply in replies for button in reply.buttons]
        self.sessions.offer(chat_id, offered)
        taken = await self._outbox.send(incoming.person, chat_id, replies)
        if was_taken_out(self._order, chat_id, ticket):  # stopped while it was on its way
            await self._outbox.take_back(incoming.person, taken or [])
            return
        if greets and taken is not None:
            self.sessions.note_greeted(chat_id)

    async def _replies(
        self, incoming: Incoming, chat_id: str, conversation: str, gate: GateAnswer
    ) -> AsyncIterator[Reply]:
        """Yield what there is to say to a message after the gate."""
        payload = ""
        if incoming.kind is Kind.CHOICE:
            payload = payload_of(incoming.choice, self.sessions.offered(chat_id)) or ""
            if not payload:
                yield self._said(words.OLD_CHOICE)
                payload = MENU_PAYLOAD
        elif incoming.kind is Kind.START:
            payload = START_PAYLOAD
        elif incoming.kind is Kind.HELP:
            if self._channel in words.PROGRAM_INFO:
                yield self._said(words.PROGRAM_INFO[self._channel])
                return
            payload = HELP_PAYLOAD
        elif incoming.kind in words.CANNOT_READ and not gate.replies:
            if self._outbox.is_first(chat_id, words.CANNOT_READ[incoming.kind]):
                yield self._said(words.CANNOT_READ[incoming.kind])
            if not incoming.text or incoming.kind is Kind.EDITED:
                return
        if payload:
            turn = take_choice(self._handler, conversation, self._channel, payload)
        elif incoming.text:
            turn = take_after_gate(self._handler, conversation, self._channel, incoming.text, gate)
        else:
            yield self._said(words.NO_WORDS)
            return
        async for reply in turn:
            yield reply

    def _leave_queue(self, chat_id: str, ticket: str) -> None:
        try:
            if ticket:
                self._order.done(chat_id, ticket)
        except StorageUnavailableError as error:
            logger.error("A place in the queue could not be left: %s", error)

    def _chat_id(self, incoming: Incoming) -> str:
        return sender_id(self._channel, incoming.person)

    def _said(self, name: str) -> Reply:
        return words.said(name, self._channel)
