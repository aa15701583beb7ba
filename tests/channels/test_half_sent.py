"""A reply that stops halfway: what did arrive can still be taken back."""

from __future__ import annotations

from typing import Any

import pytest

from bot.channels.messaging.delivery import DeliveryError, NotReachedError, Sender
from bot.channels.messaging.outbox import Outbox
from bot.channels.messaging.sessions import MessagingSessions
from bot.channels.reply import Reply
from bot.channels.slack.sender import SlackSender
from bot.channels.telegram.background import Background
from bot.channels.telegram.open_menus import OpenMenus
from bot.channels.telegram.sender import TelegramSender
from bot.storage.seen_messages import seen_by_settings

# More than one message in either app (Slack takes 50 sections, Telegram a reply each).
TURN = [Reply("\n\n".join(f"Line {number}." for number in range(60))), Reply("And more.")]


class Breaking:
    """An app's API that takes one message and then is gone."""

    def __init__(self) -> None:
        self.taken = 0

    async def post(self, *message: Any) -> str:
        return str(await self.send_message(*message))

    async def send_message(self, *message: Any) -> int:
        if self.taken:
            raise NotReachedError("status 503")
        self.taken = 7
        return self.taken


SENDERS = {
    "slack": lambda: SlackSender(Breaking()),  # type: ignore[arg-type]
    "telegram": lambda: TelegramSender(Breaking(), OpenMenus(60), Background()),  # type: ignore[arg-type]
}
PEOPLE = {"slack": "U1 D1", "telegram": "1"}


@pytest.mark.parametrize("app", SENDERS)
async def test_what_arrived_before_the_failure_is_remembered(app: str) -> None:
    sender: Sender = SENDERS[app]()
    sessions = MessagingSessions()
    sessions.open("chat")
    outbox = Outbox(app, sender, sessions, seen_by_settings())
    assert await outbox.send(PEOPLE[app], "chat", TURN) is None
    assert sessions.sent("chat") == {"7"}


@pytest.mark.parametrize("app", SENDERS)
async def test_the_failure_itself_is_still_told(app: str) -> None:
    with pytest.raises(DeliveryError, match="503") as failed:
        await SENDERS[app]().send(PEOPLE[app], TURN, safety=False)
    assert failed.value.sent == ["7"]
