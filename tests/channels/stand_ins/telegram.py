"""Telegram as the tests need it: its Bot API on this machine.

It behaves as https://core.telegram.org/bots/api documents it: the token in the path, parameters
and limits, the shapes of answers and errors, ids that count up in each chat. The sentences of its
errors are those of https://github.com/tdlib/telegram-bot-api. Who writes to the bot stands in
telegram_person.py.
"""

from __future__ import annotations

import itertools
import re
import secrets
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from tests.channels.stand_ins.provider import Call, Provider, Result

WEBHOOK_SECRET = "a-secret-of-the-tests_0123456789"
OLDEST_SECONDS = 48 * 3600
WEBHOOK_PORTS = (None, 443, 80, 88, 8443)
# Parameters of the methods that are known here. Telegram passes over others; a test should not.
PARAMETERS = {
    "getMe": set(),
    "setWebhook": {"url", "max_connections", "allowed_updates", "secret_token"},
    "setMyCommands": {"commands", "scope", "language_code"},
    "sendMessage": {
        "chat_id",
        "text",
        "link_preview_options",
        "disable_notification",
        "protect_content",
        "reply_markup",
    },
    "deleteMessage": {"chat_id", "message_id"},
    "deleteMessages": {"chat_id", "message_ids"},
    "answerCallbackQuery": {"callback_query_id", "text", "show_alert", "cache_time"},
    "editMessageReplyMarkup": {"chat_id", "message_id", "reply_markup"},
    "leaveChat": {"chat_id"},
}


class Refusal(Exception):  # noqa: N818
    """An error as Telegram answers it."""

    def __init__(self, status: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.status = status
        self.parameters = parameters


@dataclass
class Message:
    """A message as it stands in a chat now."""

    message_id: int
    text: str
    from_bot: bool
    date: float = field(default_factory=time.time)
    keyboard: list[list[dict[str, str]]] = field(default_factory=list)
    parameters: dict[str, Any] = field(default_factory=dict)


@dataclass
class Chat:
    """One chat; a private one has the id of the person."""

    chat_id: int
    kind: str = "private"
    messages: dict[int, Message] = field(default_factory=dict)
    ids: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    blocked: bool = False
    left: bool = False
    bot_said: list[str] = field(default_factory=list)
    """Every text that the bot ever sent here, deleted ones too."""


class Telegram(Provider):
    """The whole of Telegram: one bot, its webhook, and all chats."""

    def __init__(self) -> None:
        super().__init__()
        self.refusals: list[str] = []
        """Why calls were refused, as Telegram says it: a test looks that none was."""
        self.token = f"{secrets.randbelow(10**9) + 10**9}:{secrets.token_urlsafe(26)}"
        self.username = "lantern_test_bot"
        self.chats: dict[int, Chat] = {}
        self.webhook: dict[str, Any] = {}
        self.commands: list[dict[str, str]] = []
        self.commands_scope: dict[str, str] = {}
        self.open_queries: set[str] = set()
        self.update_ids = itertools.count(700_000_000 + secrets.randbelow(10**6))
        self.lock = threading.RLock()

    @property
    def settings(self) -> dict[str, str]:
        """What an operator sets."""
        return {
            "TELEGRAM_TOKEN": self.token,
            "TELEGRAM_WEBHOOK_SECRET": WEBHOOK_SECRET,
            "TELEGRAM_API_ADDRESS": self.address,
            "LANTERN_PUBLIC_ADDRESS": "https://chat.clinic.example",
        }

    def called(self, method: str) -> list[dict[str, Any]]:
        """Give the parameters of all calls of a method."""
        return [call.json for call in list(self.calls) if call.path.endswith(f"/{method}")]

    def ask_for_patience(self, seconds: int, *, times: int, path: str) -> None:
        """Answer the next calls with 429, as to somebody who sends too much."""
        refusal = Refusal(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
        result = _refused(refusal)
        self.fail(result.status, times=times, content=result.content, path=path)

    async def answer(self, call: Call) -> Result:
        """Answer one call of the API."""
        try:
            with self.lock:
                return Result(content={"ok": True, "result": self._result(call)})
        except Refusal as refusal:
            self.refusals.append(str(refusal))
            return _refused(refusal)

    def _result(self, call: Call) -> Any:
        found = re.fullmatch(r"/bot(\d+:[\w-]+)/(\w+)", call.path)
        if not found or found[2] not in PARAMETERS or call.method != "POST":
            raise Refusal(404, "Not Found")
        if not secrets.compare_digest(found[1], self.token):
            raise Refusal(401, "Unauthorized")
        given = call.json if call.body else {}
        unknown = set(given) - PARAMETERS[found[2]]
        if unknown:
            raise Refusal(400, f"Bad Request: this test knows no {sorted(unknown)}")
        return getattr(self, re.sub("([A-Z])", r"_\1", f"_{found[2]}").lower())(given)

    def _get_me(self, given: dict[str, Any]) -> dict[str, Any]:
        return {
            "id": int(self.token.partition(":")[0]),
            "is_bot": True,
            "first_name": "Lantern",
            "username": self.username,
        }

    def _set_webhook(self, given: dict[str, Any]) -> bool:
        url = urlsplit(given["url"])
        if url.scheme != "https":
            raise Refusal(
                400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"
            )
        if url.port not in WEBHOOK_PORTS:
            raise Refusal(
                400,
                "Bad Request: bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
            )
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", given.get("secret_token", "x")):
            raise Refusal(400, "Bad Request: secret token contains unallowed characters")
        if not 1 <= given.get("max_connections", 40) <= 100:
            raise Refusal(400, "Bad Request: max_connections")
        self.webhook = given
        return True

    def _set_my_commands(self, given: dict[str, Any]) -> bool:
        if len(given["commands"]) > 100:
            raise Refusal(400, "Bad Request: BOT_COMMANDS_TOO_MUCH")
        for command in given["commands"]:
            if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]):
                raise Refusal(400, "Bad Request: BOT_COMMAND_INVALID")
            if not 1 <= len(command["description"]) <= 256:
                raise Refusal(400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
        self.commands_scope = given.get("scope", {"type": "default"})
        self.commands = given["commands"]
        return True

    def _send_message(self, given: dict[str, Any]) -> dict[str, Any]:
        chat = self._chat(given)
        text = given["text"].strip()
        if not text:
            raise Refusal(400, "Bad Request: message text is empty")
        if len(text.encode("utf-16-le")) // 2 > 4096:
            raise Refusal(400, "Bad Request: message is too long")
        keyboard = given.get("reply_markup", {}).get("inline_keyboard", [])
        _check_keyboard(keyboard)
        message = Message(next(chat.ids), text, True, keyboard=keyboard, parameters=given)
        chat.messages[message.message_id] = message
        chat.bot_said.append(text)
        return {
            "message_id": message.message_id,
            "date": int(message.date),
            "chat": {"id": chat.chat_id, "type": chat.kind},
            "text": text,
        }

    def _delete_message(self, given: dict[str, Any]) -> bool:
        chat = self._chat(given)
        message = chat.messages.get(given["message_id"])
        if message is None:
            raise Refusal(400, "Bad Request: message to delete not found")
        if message.date < time.time() - OLDEST_SECONDS:
            raise Refusal(400, "Bad Request: message can't be deleted")
        del chat.messages[message.message_id]
        return True

    def _delete_messages(self, given: dict[str, Any]) -> bool:
        chat = self._chat(given)
        if not 1 <= len(given["message_ids"]) <= 100:
            raise Refusal(400, "Bad Request: message identifiers are not specified")
        for message_id in given["message_ids"]:
            message = chat.messages.get(message_id)
            if message and message.date >= time.time() - OLDEST_SECONDS:
                del chat.messages[message_id]
        return True

    def _answer_callback_query(self, given: dict[str, Any]) -> bool:
        if given["callback_query_id"] not in self.open_queries:
            raise Refusal(
                400,
                "Bad Request: query is too old and response timeout expired or query ID is invalid",
            )
        self.open_queries.remove(given["callback_query_id"])
        return True

    def _edit_message_reply_markup(self, given: dict[str, Any]) -> dict[str, Any]:
        chat = self._chat(given)
        message = chat.messages.get(given["message_id"])
        if message is None or not message.from_bot:
            raise Refusal(400, "Bad Request: message to edit not found")
        keyboard = given.get("reply_markup", {}).get("inline_keyboard", [])
        if keyboard == message.keyboard:
            raise Refusal(400, "Bad Request: message is not modified")
        message.keyboard = keyboard
        return {"message_id": message.message_id, "chat": {"id": chat.chat_id, "type": chat.kind}}

    def _leave_chat(self, given: dict[str, Any]) -> bool:
        chat = self._chat(given)
        if chat.kind == "private":
            raise Refusal(400, "Bad Request: chat member status can't be changed in private chats")
        chat.left = True
        return True

    def _chat(self, given: dict[str, Any]) -> Chat:
        chat = self.chats.get(given["chat_id"]) if isinstance(given["chat_id"], int) else None
        if chat is None:
            raise Refusal(400, "Bad Request: chat not found")
        if chat.blocked:
            raise Refusal(403, "Forbidden: bot was blocked by the user")
        if chat.left:
            raise Refusal(403, f"Forbidden: bot is not a member of the {chat.kind} chat")
        return chat


def _check_keyboard(keyboard: list[list[dict[str, str]]]) -> None:
    for key in itertools.chain.from_iterable(keyboard):
        if set(key) != {"text", "callback_data"} or not key["text"].strip():
            raise Refusal(400, "Bad Request: can't parse inline keyboard button")
        if not 1 <= len(key["callback_data"].encode()) <= 64:
            raise Refusal(400, "Bad Request: BUTTON_DATA_INVALID")


def _refused(refusal: Refusal) -> Result:
    content = {"ok": False, "error_code": refusal.status, "description": str(refusal)}
    if refusal.parameters:
        content["parameters"] = refusal.parameters
    return Result(refusal.status, content)
