"""Somebody who writes to the bot in Telegram: what they send, and what stands in their chat."""

from __future__ import annotations

import json
import secrets
import time
import urllib.error
import urllib.request
from typing import Any

from tests.channels.stand_ins.telegram import Chat, Message, Telegram

WAIT_SECONDS = 20.0
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"


class Person:
    """One account and its private chat with the bot; with `kind` a group that has the bot in it.

    `hook` is the address on this machine that stands for the webhook's.
    """

    def __init__(self, telegram: Telegram, hook: str, kind: str = "private") -> None:
        self.telegram = telegram
        self.hook = hook
        number = 10**9 + secrets.randbelow(10**11)
        self.user_id = number
        self.chat = Chat(number if kind == "private" else -number, kind)
        telegram.chats[self.chat.chat_id] = self.chat
        self._heard = 0

    def says(self, text: str, **more: Any) -> int:
        """Type a text; gives the status with which the webhook answered."""
        return self.deliver("message", self.message(text=text, **more))

    def sends(self, **content: Any) -> int:
        """Send something else, such as `photo=[...]`, with a `caption`."""
        return self.deliver("message", self.message(**content))

    def edits(self, message_id: int, **content: Any) -> int:
        """Change a message that was sent."""
        message = self.message(message_id, edit_date=int(time.time()), **content)
        return self.deliver("edited_message", message)

    def taps(self, title: str) -> int:
        """Tap the latest button with this title that is still there."""
        for message in reversed(self.sees()):
            for row in message.keyboard:
                for key in row:
                    if key["text"] == title:
                        return self.taps_data(key["callback_data"], message.message_id)
        raise AssertionError(f"no button {title!r} among {self.buttons()}")

    def taps_data(self, data: str, message_id: int = 0) -> int:
        """Tap a button that carries `data`, which may have gone meanwhile."""
        query_id = str(secrets.randbelow(10**18))
        self.telegram.open_queries.add(query_id)
        query = {
            "id": query_id,
            "from": self._user(),
            "chat_instance": str(secrets.randbelow(10**18)),
            "message": {
                "message_id": message_id,
                "date": int(time.time()) if message_id in self.chat.messages else 0,
                "chat": self._chat(),
            },
            "data": data,
        }
        return self.deliver("callback_query", query)

    def changes_membership(self, status: str) -> int:
        """Block the bot ("kicked"), or put it into a group ("member")."""
        self.chat.blocked = status == "kicked"
        bot = {"id": 1, "is_bot": True, "first_name": "Lantern"}
        return self.deliver(
            "my_chat_member",
            {
                "chat": self._chat(),
                "from": self._user(),
                "date": int(time.time()),
                "old_chat_member": {"status": "left", "user": bot},
                "new_chat_member": {"status": status, "user": bot},
            },
        )

    def message(self, message_id: int = 0, **content: Any) -> dict[str, Any]:
        """Make a message as Telegram describes it; a new one stands in the chat from now on."""
        if not message_id:
            message_id = next(self.chat.ids)
            words = content.get("text") or content.get("caption") or ""
            self.chat.messages[message_id] = Message(message_id, words, from_bot=False)
        return {
            "message_id": message_id,
            "from": self._user(),
            "chat": self._chat(),
            "date": int(time.time()),
            **content,
        }

    def update(self, field: str, content: dict[str, Any]) -> dict[str, Any]:
        """Make an update with the next id."""
        return {"update_id": next(self.telegram.update_ids), field: content}

    def deliver(self, field: str, content: dict[str, Any]) -> int:
        """Bring one update to the webhook, as Telegram would."""
        return self.post(self.update(field, content))

    def post(self, body: Any, secret: str | None = "") -> int:
        """Post to the webhook; `secret` other than the one that was set is a forgery."""
        headers = {"Content-Type": "application/json"}
        if secret is not None:
            headers[SECRET_HEADER] = secret or self.telegram.webhook["secret_token"]
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        request = urllib.request.Request(self.hook, data, headers, method="POST")
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code

    def sees(self) -> list[Message]:
        """Give the messages that stand in the chat now, in order."""
        with self.telegram.lock:
            return [self.chat.messages[number] for number in sorted(self.chat.messages)]

    def bot_messages(self) -> list[Message]:
        """Give those of the bot that stand in the chat now."""
        return [message for message in self.sees() if message.from_bot]

    def buttons(self) -> list[str]:
        """Give the titles of all buttons that can be tapped now."""
        return [key["text"] for one in self.sees() for row in one.keyboard for key in row]

    def hears(self, words: str = "", seconds: float = WAIT_SECONDS) -> str:
        """Wait for these words in what the bot said since the last call; give all of it."""
        deadline = time.monotonic() + seconds
        while True:
            said = "\n".join(self.chat.bot_said[self._heard :])
            if said and words.casefold() in said.casefold():
                self._heard = len(self.chat.bot_said)
                return said
            if time.monotonic() > deadline:
                raise AssertionError(f"{words!r} was not said, but: {said}")
            time.sleep(0.02)

    def hears_nothing(self, seconds: float = 0.6) -> bool:
        """Whether the bot says nothing more for a while."""
        time.sleep(seconds)
        return len(self.chat.bot_said) == self._heard

    def _user(self) -> dict[str, Any]:
        return {
            "id": self.user_id,
            "is_bot": False,
            "first_name": "Robin",
            "username": "robin_canary",
            "language_code": "en",
        }

    def _chat(self) -> dict[str, Any]:
        chat: dict[str, Any] = {"id": self.chat.chat_id, "type": self.chat.kind}
        if self.chat.kind == "private":
            return {**chat, "first_name": "Robin", "username": "robin_canary"}
        return {**chat, "title": "Our group"}
