"""The apps' own senders, writing on paper: what they would hand to a provider is kept and shown."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from bot.channels.messaging.choices import choice_id
from bot.channels.messaging.delivery import Remover, Sender
from bot.channels.messaging.splitting import length
from bot.channels.messenger.send_api import SendApi
from bot.channels.messenger.sender import MessengerSender
from bot.channels.reply import Reply
from bot.channels.slack.place import Place
from bot.channels.slack.sender import SlackSender
from bot.channels.slack.web_api import WebApi
from bot.channels.telegram.api import TelegramApi
from bot.channels.telegram.background import Background
from bot.channels.telegram.open_menus import OpenMenus
from bot.channels.telegram.sender import TelegramSender
from bot.channels.twilio.api import TwilioApi
from bot.channels.twilio.content import Menu
from bot.channels.twilio.segments import encoding, segments
from bot.channels.twilio.settings import TwilioAccount, TwilioSettings
from bot.channels.twilio.sms import SmsSender
from bot.channels.twilio.whatsapp import WhatsAppSender
from bot.preview.play.bubbles import Bubble, Choice

_VARIABLE: Final = re.compile(r"\{\{(\w+)\}\}")
_DAY_SECONDS: Final = 86_400.0


class Paper:
    """What one turn would put on somebody's screen, in order."""

    def __init__(self) -> None:
        self.bubbles: list[Bubble] = []
        self.replies: list[Reply] = []
        self.taken_back = 0
        self._payloads: dict[str, str] = {}

    def expect(self, replies: Sequence[Reply]) -> None:
        """Note what is about to be sent, so that a button's id leads back to its payload."""
        self.replies += replies
        for reply in replies:
            for button in reply.buttons:
                self._payloads[choice_id(button["payload"])] = button["payload"]

    def choice(self, title: str, carried: str, note: str = "") -> Choice:
        """Give a button by what it carries."""
        return Choice(title, self._payloads.get(carried, ""), note)

    def put(self, bubble: Bubble) -> int:
        """Keep a message, and give its number."""
        self.bubbles.append(bubble)
        return len(self.bubbles)

    def take_back(self, count: int) -> None:
        """Note how many earlier messages were deleted from the chat."""
        self.taken_back += count


class PaperSender:
    """An app's sender (bot.channels.messaging.delivery.Sender) that also notes the replies."""

    def __init__(self, sender: Sender, paper: Paper) -> None:
        self._sender = sender
        self._paper = paper

    async def send(self, person: str, replies: Sequence[Reply], *, safety: bool) -> list[str]:
        """Send the replies as the app's sender does."""
        self._paper.expect(replies)
        return await self._sender.send(person, replies, safety=safety)


class RemovingPaperSender(PaperSender):
    """The same for an app that lets a bot delete its messages."""

    async def remove(self, person: str, message_ids: Sequence[str]) -> None:
        """Delete messages as the app's sender does."""
        self._paper.take_back(len(message_ids))


def sender_for(channel: str, paper: Paper) -> Sender:
    """Give the sender of an app, with paper in place of its provider."""
    if channel in ("sms", "whatsapp"):
        api = _Twilio(paper, counts=channel == "sms")
        settings = TwilioSettings(TwilioAccount("", ""), {"From": ""}, "")
        if channel == "sms":
            sender: Sender = SmsSender(api, settings, "")
        else:
            sender = WhatsAppSender(api, settings, "")
    elif channel == "telegram":
        sender = TelegramSender(_Telegram(paper), OpenMenus(_DAY_SECONDS), Background())
    elif channel == "messenger":
        sender = MessengerSender(_Messenger(paper))
    else:
        sender = SlackSender(_Slack(paper))
    kind = RemovingPaperSender if isinstance(sender, Remover) else PaperSender
    return kind(sender, paper)


class _Twilio(TwilioApi):
    def __init__(self, paper: Paper, *, counts: bool) -> None:
        self._paper = paper
        self._counts = counts

    async def send(self, to: str, sender: Mapping[str, str], body: str, callback: str) -> str:
        counted = (segments(body), length(body), encoding(body)) if self._counts else (0, 0, "")
        many, characters, written = counted
        return str(
            self._paper.put(
                Bubble(body, segments=many, characters=characters, encoding=str(written))
            )
        )

    async def send_menu(self, to: str, sender: Mapping[str, str], menu: Menu, callback: str) -> str:
        ((_, content),) = menu.shape.definition["types"].items()

        def filled(text: str) -> str:
            return _VARIABLE.sub(lambda found: menu.variables[found[1]], text)

        rows = []
        for item in content.get("actions") or content.get("items") or ():
            title = filled(item.get("title") or item["item"])
            note = filled(item.get("description", ""))
            rows.append((self._paper.choice(title, filled(item["id"]), note),))
        label = filled(content.get("button", ""))
        return str(self._paper.put(Bubble(filled(content["body"]), tuple(rows), list_label=label)))


class _Telegram(TelegramApi):
    def __init__(self, paper: Paper) -> None:
        self._paper = paper

    async def send_message(self, chat: int, message: dict[str, Any]) -> int:
        keyboard = message.get("reply_markup", {}).get("inline_keyboard", ())
        rows = tuple(
            tuple(self._paper.choice(key["text"], key["callback_data"]) for key in row)
            for row in keyboard
        )
        return self._paper.put(Bubble(message["text"], rows))

    async def drop_buttons(self, chat: int, message_id: int) -> None:
        """Do nothing: the preview takes old buttons away by itself."""


class _Messenger(SendApi):
    def __init__(self, paper: Paper) -> None:
        self._paper = paper

    async def send(self, person: str, message: dict[str, Any]) -> str:
        quick = tuple(
            self._paper.choice(one["title"], one["payload"])
            for one in message.get("quick_replies", ())
        )
        return str(self._paper.put(Bubble(message["text"], (quick,) if quick else ())))

    async def show_typing(self, person: str) -> None:
        """Do nothing: nobody waits."""


class _Slack(WebApi):
    def __init__(self, paper: Paper) -> None:
        self._paper = paper

    async def post(self, place: Place, message: dict[str, Any]) -> str:
        """Keep a message; one that has buttons in its middle is shown in as many parts."""
        texts: list[str] = []
        number = 0
        for block in message["blocks"]:
            if block["type"] == "section":
                texts.append(html.unescape(block["text"]["text"]))
                continue
            keys = tuple(
                self._paper.choice(key["text"]["text"], key["value"]) for key in block["elements"]
            )
            number = self._paper.put(Bubble("\n\n".join(texts), (keys,)))
            texts = []
        if texts:
            number = self._paper.put(Bubble("\n\n".join(texts)))
        return str(number)
