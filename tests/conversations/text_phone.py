"""A phone that has text messages and nothing else, in a conversation with the trained bot."""

from __future__ import annotations

import itertools
from typing import Any

from bot.channels.message_text import clean
from bot.channels.messaging.incoming import Incoming, Kind
from bot.channels.messaging.messaging_chat import MessagingChat
from bot.channels.messaging.sessions import MessagingSessions
from bot.channels.messaging.text_menu import as_texts
from bot.storage.seen_messages import SeenInMemory
from bot.storage.sessions import SessionsInMemory
from bot.storage.turn_order import OrderInMemory
from tests.channels.recording_sender import RecordingSender
from tests.conversations.driver import Lantern

_numbers = itertools.count(1)


class TextPhone:
    """One person's phone: what is typed goes through the channel's own code to the real bot."""

    def __init__(self, lantern: Lantern, channel: str = "sms") -> None:
        self.lantern = lantern
        self.person = f"+1555{next(_numbers):07}"
        self.sender = RecordingSender()
        self.sessions = MessagingSessions(SessionsInMemory(60))
        self.chat = MessagingChat(
            channel,
            lantern.agent.handle_message,
            None,
            self.sender,
            sessions=self.sessions,
            seen=SeenInMemory(),
            order=OrderInMemory(),
        )
        self.menu: dict[str, str] = {}
        """Numbers of the choices that were shown last, by their title."""

    def message(self, text: str = "", kind: Kind = Kind.TEXT, **more: Any) -> Incoming:
        return Incoming(self.person, f"m{next(_numbers)}", kind, clean(text), **more)

    def say(self, text: str = "", kind: Kind = Kind.TEXT, **more: Any) -> str:
        """Send one message; give all that comes back, as it is read on the phone."""
        return self.send(self.message(text, kind, **more))

    def send(self, *messages: Incoming) -> str:
        """Send messages in a burst; give all that comes back."""

        async def burst() -> None:
            for message in messages:
                self.chat.accept(message)
            await self.chat.finish()

        self.lantern.run(burst())
        self.menu = {}
        texts = []
        for call in self.sender.calls:
            shown = list(as_texts(call.replies))
            texts += shown
            for line in "\n".join(shown).splitlines():
                number, _, title = line.partition(" ")
                if number.isdigit():
                    self.menu.setdefault(title, number)
        self.sender.calls.clear()
        return "\n\n".join(texts)

    def pick(self, title: str) -> str:
        """Type the number that stands before a choice."""
        return self.say(self.menu[title])
