"""Somebody in Messenger, in Slack, in Telegram, at the stand-ins: the same things to do in each."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Protocol

from tests.channels.stand_ins.messenger import (
    APP_SECRET,
    PAGE_TOKEN,
    VERIFY_TOKEN,
    Messenger,
    error,
    signature,
)
from tests.channels.stand_ins.provider import Provider
from tests.channels.stand_ins.slack import BOT_TOKEN, SIGNING_SECRET, Slack
from tests.channels.stand_ins.telegram import WEBHOOK_SECRET, Telegram
from tests.channels.stand_ins.telegram_person import Person

_numbers = itertools.count(1)


class AppPerson(Protocol):
    """A person whom the bot does not know yet, and what their app does with what they send."""

    channel: ClassVar[str]
    unreadable: ClassVar[Mapping[str, Any]]
    """What they can send that nobody reads here, by the name of its answer."""
    failure: ClassVar[str]
    """What is logged of a message that the app never takes (`fail`)."""

    @property
    def provider(self) -> Provider: ...

    @property
    def refusals(self) -> list[str]:
        """Why the app did not take what the bot sent."""

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must not stand in a log."""

    def writes(self, text: str) -> None: ...

    def taps(self, title: str) -> None:
        """Tap this as soon as it is there."""

    def taps_value(self, value: str) -> int:
        """Tap a button that carries this, whether it was ever there or not."""

    def everything(self) -> list[str]:
        """All that the bot ever wrote to them, in order."""

    def titles(self) -> list[str]:
        """What can be tapped under the last message."""

    def arrive(self, replies: Sequence[str]) -> list[str]:
        """Give the messages as which the replies of one turn arrive."""

    def message(self, text: str) -> Any:
        """Give a message of theirs that is still to be delivered."""

    def deliver(self, message: Any, again: int = 0) -> int:
        """Deliver it, maybe once more; give the status of our answer."""

    def deliver_body(self, body: bytes) -> int:
        """Deliver anything, as the app signs it."""

    def forge(self, message: Any) -> list[int]:
        """Deliver it in ways that are not the app's; give the statuses of our answers."""

    def send(self, name: str, text: str = "") -> int:
        """Send one of `unreadable`, with a text to it."""

    def stumble(self) -> None:
        """Let the app refuse what it takes when it is asked again."""

    def fail(self) -> None:
        """Let the app not take the next message at all."""


class MessengerPerson:
    """Somebody who writes to the Page."""

    channel = "messenger"
    unreadable: ClassVar[Mapping[str, Any]] = {
        "picture": "image",
        "voice": "audio",
        "video": "video",
        "file": "file",
        "sticker": "sticker",
        "place": "location",
        "other": "template",
    }
    failure = "Meta's error 613"
    _busy: ClassVar[dict[str, Any]] = error(613, "Calls to this API have exceeded the rate limit.")

    def __init__(self, meta: Messenger, webhook: str) -> None:
        self.provider = meta
        meta.webhook = webhook
        self.id = f"71468132986{next(_numbers):06}"
        meta.chats[self.id] = []

    @property
    def refusals(self) -> list[str]:
        return self.provider.refusals

    @property
    def secrets(self) -> tuple[str, ...]:
        return (self.id, PAGE_TOKEN, APP_SECRET, VERIFY_TOKEN)

    def writes(self, text: str) -> None:
        assert self.provider.write(text, self.id) == 200

    def taps(self, title: str) -> None:
        """Tap a quick reply, or the number that stands before the title in the text."""
        there = self.provider.wait_until(lambda: bool(self._quick_reply(title)))
        assert there, f"{title!r} is not there"
        assert self.provider.tap(self._quick_reply(title), self.id) == 200

    def _quick_reply(self, title: str) -> str:
        if title in self.titles():
            return title
        line = re.search(rf"^(\d+) {re.escape(title)}$", self.everything()[-1], re.MULTILINE)
        return line[1] if line and line[1] in self.titles() else ""

    def taps_value(self, value: str) -> int:
        tapped = self.provider.message(self.id, text="Go", quick_reply={"payload": value})
        return self.provider.deliver(tapped)

    def everything(self) -> list[str]:
        return self.provider.read(self.id)

    def titles(self) -> list[str]:
        return self.provider.titles(self.id)

    def arrive(self, replies: Sequence[str]) -> list[str]:
        return list(replies)

    def message(self, text: str) -> Any:
        return self.provider.message(self.id, text=text)

    def deliver(self, message: Any, again: int = 0) -> int:
        return self.provider.deliver(message)

    def deliver_body(self, body: bytes) -> int:
        return self.provider.deliver_body(body, signature(body))[0]

    def forge(self, message: Any) -> list[int]:
        return [self.provider.deliver(message, secret="another")]

    def send(self, name: str, text: str = "") -> int:
        caption = {"text": text} if text else {}
        return self.provider.attach(self.unreadable[name], self.id, **caption)

    def stumble(self) -> None:
        self.provider.fail(400, content=self._busy)
        self.provider.fail(500)
        self.provider.drop()

    def fail(self) -> None:
        self.provider.fail(400, content=self._busy, times=3)


class SlackMember:
    """A colleague in a direct message with the bot."""

    channel = "slack"
    unreadable: ClassVar[Mapping[str, Any]] = {
        "picture": "image/png",
        "voice": "audio/mp4",
        "video": "video/mp4",
        "file": "application/pdf",
    }
    failure = "Slack's error channel_not_found"

    def __init__(self, slack: Slack, webhook: str) -> None:
        self.provider = slack
        slack.webhook = webhook
        number = next(_numbers)
        self.user, self.direct = f"U21474{number:04}", f"D0PNCR{number:04}"
        slack.conversations[self.direct] = []
        self._read: dict[str, str] = {}

    @property
    def refusals(self) -> list[str]:
        return self.provider.refusals

    @property
    def secrets(self) -> tuple[str, ...]:
        return (self.user, self.direct, BOT_TOKEN, SIGNING_SECRET)

    def writes(self, text: str) -> None:
        assert self.provider.write(text, self.user, self.direct) == 200

    def taps(self, title: str) -> None:
        assert self.provider.wait_until(lambda: title in self.titles()), f"{title!r} is not there"
        assert self.provider.tap(title, self.direct, self.user) == 200

    def taps_value(self, value: str) -> int:
        return self.provider.tap_value(value, self.direct, self.user)

    def everything(self) -> list[str]:
        # Also what the bot takes back on leaving was read before.
        said = self.provider.said(self.direct)
        self._read |= {message["ts"]: message["text"] for message in said}
        return list(self._read.values())

    def titles(self) -> list[str]:
        return self.provider.titles(self.direct)

    def arrive(self, replies: Sequence[str]) -> list[str]:
        return ["\n\n".join(replies)]

    def message(self, text: str) -> Any:
        return self.provider.message(text, self.user, self.direct)

    def deliver(self, message: Any, again: int = 0) -> int:
        return self.provider.deliver(message, retry=again)

    def deliver_body(self, body: bytes) -> int:
        return self.provider.deliver_body(body)[0]

    def forge(self, message: Any) -> list[int]:
        return [
            self.provider.deliver(message, secret="another"),
            self.provider.deliver(message, seconds_ago=400),
        ]

    def send(self, name: str, text: str = "") -> int:
        file = {"id": "F1", "mimetype": self.unreadable[name], "url_private": "https://f.example/"}
        more = {"subtype": "file_share", "files": [file]}
        return self.provider.deliver(self.provider.message(text, self.user, self.direct, **more))

    def stumble(self) -> None:
        limited = {"ok": False, "error": "ratelimited"}
        self.provider.fail(429, content=limited, headers={"Retry-After": "1"})
        self.provider.fail(200, content={"ok": False, "error": "internal_error"})
        self.provider.fail(503)

    def fail(self) -> None:
        self.provider.fail(200, content={"ok": False, "error": "channel_not_found"})


class TelegramPerson:
    """Somebody in a private chat with the bot."""

    channel = "telegram"
    unreadable: ClassVar[Mapping[str, Any]] = {
        "picture": {"photo": [{"file_id": "x"}]},
        "voice": {"voice": {"file_id": "x", "duration": 3}},
        "video": {"video": {"file_id": "x"}},
        "file": {"document": {"file_id": "x", "mime_type": "application/pdf"}},
        "sticker": {"sticker": {"file_id": "x", "emoji": "👍"}},
        "place": {"location": {"latitude": 40.7, "longitude": -74.0}},
        "contact": {"contact": {"phone_number": "+15550100", "first_name": "Ann"}},
        "other": {"poll": {"id": "1", "question": "?"}},
    }
    failure = "refused with status 400"

    def __init__(self, telegram: Telegram, webhook: str) -> None:
        self.provider = telegram
        # Only then the webhook is set up, and with it the secret of each delivery.
        assert telegram.wait_until(lambda: bool(telegram.commands))
        self.person = Person(telegram, webhook)

    @property
    def refusals(self) -> list[str]:
        return self.provider.refusals

    @property
    def secrets(self) -> tuple[str, ...]:
        return (
            str(self.person.user_id),
            "robin_canary",
            WEBHOOK_SECRET,
            self.provider.token,
        )

    def writes(self, text: str) -> None:
        assert self.person.says(text) == 200

    def taps(self, title: str) -> None:
        there = self.provider.wait_until(lambda: title in self.titles())
        assert there, f"{title!r} is not there"
        assert self.person.taps(title) == 200

    def taps_value(self, value: str) -> int:
        return self.person.taps_data(value)

    def everything(self) -> list[str]:
        return list(self.person.chat.bot_said)

    def titles(self) -> list[str]:
        return self.person.buttons()

    def arrive(self, replies: Sequence[str]) -> list[str]:
        return list(replies)

    def message(self, text: str) -> Any:
        return self.person.update("message", self.person.message(text=text))

    def deliver(self, message: Any, again: int = 0) -> int:
        return self.person.post(message)

    def deliver_body(self, body: bytes) -> int:
        return self.person.post(body)

    def forge(self, message: Any) -> list[int]:
        return [
            self.person.post(message, secret)
            for secret in (None, "wrong", WEBHOOK_SECRET[:-1], WEBHOOK_SECRET + "x", "ä")
        ]

    def send(self, name: str, text: str = "") -> int:
        caption = {"caption": text} if text else {}
        return self.person.sends(**self.unreadable[name], **caption)

    def stumble(self) -> None:
        self.provider.fail(500, path="sendMessage")
        self.provider.drop(path="sendMessage")

    def fail(self) -> None:
        self.provider.fail(400, path="sendMessage")
