"""Somebody in an app, with the app's channel and its stand-in, and a bot that repeats words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from rasa.core.channels.channel import InputChannel

from bot.channels.message_text import clean
from bot.channels.messaging import words
from bot.channels.messaging.input_channel import MessagingInput
from bot.channels.messenger.messenger_chat import MessengerChat
from bot.channels.slack.slack_chat import SlackChat
from bot.channels.telegram.telegram_chat import TelegramChat
from bot.channels.turn import hear_danger
from tests.channels.app_bot import AppBot, app_bot
from tests.channels.stand_ins.messenger import Messenger
from tests.channels.stand_ins.people import AppPerson, MessengerPerson, SlackMember, TelegramPerson
from tests.channels.stand_ins.slack import Slack
from tests.channels.stand_ins.telegram import Telegram


@dataclass(frozen=True)
class App:
    """An app: our channel for it, its stand-in, and somebody in it."""

    channel: type[MessagingInput]
    stand_in: type[Messenger] | type[Slack] | type[Telegram]
    person: Any
    api_setting: str

    @property
    def name(self) -> str:
        return str(self.channel.name())


APPS = {
    app.name: app
    for app in (
        App(MessengerChat, Messenger, MessengerPerson, "MESSENGER_API_ADDRESS"),
        App(SlackChat, Slack, SlackMember, "SLACK_API_ADDRESS"),
        App(TelegramChat, Telegram, TelegramPerson, "TELEGRAM_API_ADDRESS"),
    )
}


@dataclass
class Chat:
    """One person, and what of the bot's they have read."""

    person: AppPerson
    seen: int = 0

    def said(self, name: str) -> str:
        return words.said(name, self.person.channel).text

    def writes(self, text: str) -> None:
        self.person.writes(text)

    def reads(self, *turns: list[str]) -> None:
        """The next messages that arrive are those of these turns, and no others for now."""
        expected = [message for turn in turns for message in self.person.arrive(turn)]
        wanted = self.seen + len(expected)
        assert self.person.provider.wait_until(lambda: len(self.person.everything()) >= wanted)
        assert self.person.everything()[self.seen :] == expected
        self.seen = wanted

    def begins(self) -> Chat:
        """Write a first time, and read the first words and the answer."""
        self.writes("hi")
        self.reads([self.first_words, you("hi")])
        return self

    @property
    def first_words(self) -> str:
        return self.said(words.START[self.person.channel])


def you(text: str) -> str:
    return f"You: {text}\n\nOn we go."


@dataclass
class World:
    app: App
    bot: AppBot
    stand_in: Any

    def somebody(self) -> Chat:
        return Chat(self.app.person(self.stand_in, self.bot.webhook))


@contextmanager
def running(app: App) -> Iterator[World]:
    # What the gate reads with is loaded when it is first asked: nobody's answer should wait for it.
    hear_danger(clean("i want to kill myself"), app.name, set())
    with app.stand_in() as stand_in, app_bot(app.channel, **stand_in.settings) as bot:
        yield World(app, bot, stand_in)


def starts(monkeypatch: pytest.MonkeyPatch, app: App, **settings: str) -> InputChannel:
    """Start the channel with these settings, as Rasa does it with credentials.yml."""
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    return app.channel.from_credentials(None)
