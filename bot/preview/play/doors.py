"""The doors into the bot: our own page and each app, with the code that runs in the real channel.

Each has the gate that answers danger first, the deadline, the sessions and the rendering of its
channel; only the network is missing.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Protocol

from bot.channel_names import MESSAGING_APPS, WEB_CHAT
from bot.channels.chat_notes import ChatNotes
from bot.channels.message_text import clean
from bot.channels.messaging.choices import choice_id
from bot.channels.messaging.code_word import is_code_word
from bot.channels.messaging.incoming import Incoming, Kind
from bot.channels.messaging.messaging_chat import MessagingChat
from bot.channels.messaging.person import sender_id
from bot.channels.messaging.sessions import MessagingSessions
from bot.channels.reply import Reply
from bot.channels.turn import Handler, take_choice, take_turn
from bot.channels.web_chat import START_PAYLOAD
from bot.preview.notices import notice
from bot.preview.play.arrivals import PERSONS, tapped, typed
from bot.preview.play.bubbles import Bubble, as_on_the_page, numbers_of
from bot.preview.play.paper import Paper, sender_for
from bot.preview.play.steps import StepError
from bot.responses.script_index import shared_index
from bot.storage.seen_messages import SeenInMemory
from bot.storage.sessions import SessionsInMemory
from bot.storage.turn_order import OrderInMemory

CHANNELS: Final = (WEB_CHAT, *MESSAGING_APPS)


@dataclass(frozen=True)
class Seen:
    """What somebody sees of a turn, and the numbers by which its choices can be typed.

    `over` says that the chat has ended. `taken_back` counts messages deleted from the chat.
    `silence` is why nothing is said: `stop`, `stop without a chat`, `code word`, `no chat`,
    `not for us`, `other`; empty where something is.
    """

    bubbles: Sequence[Bubble] = ()
    numbers: dict[str, int] = field(default_factory=dict)
    over: bool = False
    taken_back: int = 0
    silence: str = ""


class Door(Protocol):
    """One channel, as a run goes through it."""

    def conversation(self) -> str:
        """Give the bot's conversation behind the door; it is begun where there is none."""

    def open_conversation(self) -> str | None:
        """Give the bot's conversation behind the door; None where there is none."""

    def answered(self) -> set[str]:
        """Give the dangers (safety flags) that the gate has answered in this chat."""

    async def open(self, handler: Handler) -> Seen:
        """Open the chat, which our own page answers with its first words."""

    async def say(self, handler: Handler, text: str) -> Seen:
        """Type a text."""

    async def tap(self, handler: Handler, payload: str, title: str, number: int) -> Seen:
        """Tap a button; where the channel shows none for it, its `number` is typed.

        Raises:
            StepError: there is no such button in this chat.
        """

    async def show(self, replies: Sequence[Reply]) -> Seen:
        """Show what the bot said without being asked."""


def door_for(channel: str, kept: SessionsInMemory, conversation: str) -> Door:
    """Give the door of a channel; `kept` is what the channel itself remembers of the chat.

    `conversation` is that of our own page; an app opens its own.

    Raises:
        StepError: there is no such channel.
    """
    if channel not in CHANNELS:
        raise StepError(notice("play", "no_channel"))
    if channel == WEB_CHAT:
        return PageDoor(kept, conversation)
    return AppDoor(channel, kept)


class PageDoor:
    """Our own page (bot/channels/web_chat.py, without its tokens)."""

    def __init__(self, kept: SessionsInMemory, conversation: str) -> None:
        self._conversation = conversation
        kept.add(conversation)
        self._notes = ChatNotes(kept)

    def conversation(self) -> str:
        """Give the bot's conversation."""
        return self._conversation

    def open_conversation(self) -> str | None:
        """Give the bot's conversation."""
        return self._conversation

    def answered(self) -> set[str]:
        """Give the dangers that the gate has answered in this chat."""
        return self._notes.answered(self._conversation)

    async def open(self, handler: Handler) -> Seen:
        """Open the chat; the page asks for its first words."""
        turn = take_choice(handler, self._conversation, WEB_CHAT, START_PAYLOAD)
        return await self.show([reply async for reply in turn])

    async def say(self, handler: Handler, text: str) -> Seen:
        """Type a text."""
        turn = take_turn(handler, self._conversation, WEB_CHAT, clean(text), self._notes)
        return await self.show([reply async for reply in turn])

    async def tap(self, handler: Handler, payload: str, title: str, number: int) -> Seen:
        """Tap a button that stands in the scripts, or that was offered in this chat."""
        offered = self._notes.was_offered(self._conversation, payload)
        if not offered and payload not in shared_index().payloads:
            raise StepError(notice("play", "not_offered"))
        turn = take_choice(handler, self._conversation, WEB_CHAT, payload)
        return await self.show([reply async for reply in turn])

    async def show(self, replies: Sequence[Reply]) -> Seen:
        """Show replies, a bubble a paragraph."""
        for reply in replies:
            payloads = (button["payload"] for button in reply.buttons)
            self._notes.offer(self._conversation, payloads)
        over = any(reply.ends_session for reply in replies)
        return Seen(as_on_the_page(replies), numbers_of(replies), over)


class AppDoor:
    """A messaging app (bot/channels/messaging/messaging_chat.py)."""

    _numbers = itertools.count(1)

    def __init__(self, channel: str, kept: SessionsInMemory) -> None:
        self._channel = channel
        self._person = PERSONS[channel]
        self._chat_id = sender_id(channel, self._person)
        self._sessions = MessagingSessions(kept)
        self._seen, self._order = SeenInMemory(), OrderInMemory()

    def conversation(self) -> str:
        """Give the bot's conversation; the chat is opened where it is not."""
        return self._sessions.open(self._chat_id)

    def open_conversation(self) -> str | None:
        """Give the bot's conversation; None before the first message and after the end."""
        return self._sessions.conversation(self._chat_id)

    def answered(self) -> set[str]:
        """Give the dangers that the gate has answered in this chat."""
        return self._sessions.answered(self._chat_id)

    async def open(self, handler: Handler) -> Seen:
        """Do nothing: in an app the person writes first."""
        return Seen()

    async def say(self, handler: Handler, text: str) -> Seen:
        """Type a text."""
        return await self._take(handler, typed(self._channel, next(self._numbers), text))

    async def tap(self, handler: Handler, payload: str, title: str, number: int) -> Seen:
        """Tap a button; a choice that only stands in the text is typed."""
        if number or self._channel == "sms":
            return await self.say(handler, str(number) if number else title)
        carried = choice_id(payload)
        return await self._take(handler, tapped(self._channel, next(self._numbers), carried, title))

    async def show(self, replies: Sequence[Reply]) -> Seen:
        """Send replies that nobody asked for."""
        self._sessions.offer(
            self._chat_id, (button["payload"] for reply in replies for button in reply.buttons)
        )
        paper = Paper()
        await sender_for(self._channel, paper).send(self._person, replies, safety=False)
        return _seen(paper)

    async def _take(self, handler: Handler, incoming: Incoming | None) -> Seen:
        paper = Paper()
        # A chat of its own for each message: its limit on speed is not for a run played again.
        chat = MessagingChat(
            self._channel,
            handler,
            None,
            sender_for(self._channel, paper),
            confirms_stop=False,
            sessions=self._sessions,
            seen=self._seen,
            order=self._order,
        )
        was_open = self.open_conversation() is not None
        if incoming is not None:
            await chat.take(incoming)
        seen = _seen(paper)
        return seen if seen.bubbles else replace(seen, silence=_silence(incoming, was_open))


def _seen(paper: Paper) -> Seen:
    return Seen(paper.bubbles, numbers_of(paper.replies), taken_back=paper.taken_back)


def _silence(incoming: Incoming | None, was_open: bool) -> str:
    """Say why an app says nothing to a message; `was_open` is whether there was a chat to end."""
    if incoming is None:
        return "not for us"
    if is_code_word(incoming.text):
        return "code word" if was_open else "no chat"
    if incoming.kind is Kind.STOP:
        return "stop" if was_open else "stop without a chat"
    return "other"
