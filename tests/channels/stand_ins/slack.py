"""Slack on this machine: its Web API, and the members of a workspace.

Shapes, limits and errors are those of docs.slack.dev: "Using the Web API", "auth.test",
"chat.postMessage", "chat.delete", "Rate limits", "Events API", "Verifying requests from Slack",
"block_actions".
"""

from __future__ import annotations

import hashlib
import hmac
import itertools
import json
import time
from typing import Any
from urllib.parse import urlencode

from tests.channels.stand_ins.delivery import deliver
from tests.channels.stand_ins.provider import Call, Provider, Result
from tests.channels.stand_ins.slack_rules import fault_in

BOT_TOKEN, SIGNING_SECRET = "xoxb-1-test", "signing-secret-1"
BOT_USER, BOT_ID = "U0LAN0Z89", "BZYBOTHED"
CHANNEL, DIRECT, USER = "C0123456789", "D0PNCRP9N", "U2147483697"


class Slack(Provider):
    """Keeps what stands in each conversation, and delivers what members write to `webhook`."""

    def __init__(self) -> None:
        super().__init__()
        self.refusals: list[str] = []
        """Why calls were refused, as the provider would say it: a test looks that none was."""
        self.webhook = ""
        self.conversations: dict[str, list[dict[str, Any]]] = {DIRECT: [], CHANNEL: []}
        self._count = itertools.count(1)

    @property
    def settings(self) -> dict[str, str]:
        """What an operator sets."""
        return {
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_SIGNING_SECRET": SIGNING_SECRET,
            "SLACK_CHANNEL": CHANNEL,
            "SLACK_API_ADDRESS": self.address,
        }

    # What the bot may ask.

    async def answer(self, call: Call) -> Result:
        if call.headers.get("Authorization") != f"Bearer {BOT_TOKEN}":
            return self._error("invalid_auth")
        if call.method != "POST" or "json" not in call.headers.get("Content-Type", ""):
            return self._error("invalid_post_type")
        body = call.json
        if call.path == "/api/auth.test":
            who = {"user_id": BOT_USER, "bot_id": BOT_ID, "team_id": "T123ABC456"}
            return Result(200, {"ok": True, **who})
        if call.path == "/api/chat.postMessage":
            return self._post(body)
        return self._delete(body) if call.path == "/api/chat.delete" else self._error("unknown")

    def _post(self, body: dict[str, Any]) -> Result:
        fault = fault_in(body)
        channel = body.get("channel")
        if fault or channel not in self.conversations:
            return self._error(fault or "channel_not_found")
        message = {**body, "ts": self._ts(), "bot_id": BOT_ID}
        self.conversations[channel].append(message)
        return Result(200, {"ok": True, "channel": channel, "ts": message["ts"]})

    def _delete(self, body: dict[str, Any]) -> Result:
        messages = self.conversations.get(body["channel"], [])
        found = [message for message in messages if message["ts"] == body["ts"]]
        if not found:
            return self._error("message_not_found")
        if "bot_id" not in found[0]:
            return self._error("cant_delete_message")
        messages.remove(found[0])
        return Result(200, {"ok": True, "channel": body["channel"], "ts": body["ts"]})

    def _error(self, name: str) -> Result:
        self.refusals.append(name)
        return Result(200, {"ok": False, "error": name})

    # What a member does.

    def event(self, **event: Any) -> dict[str, Any]:
        """Give an `event_callback`."""
        envelope = {"token": "unused", "team_id": "T123ABC456", "api_app_id": "A123ABC456"}
        event_id = f"Ev{next(self._count):09}"
        return {**envelope, "event": event, "type": "event_callback", "event_id": event_id}

    def message(
        self, text: str = "", user: str = USER, direct: str = DIRECT, **more: Any
    ) -> dict[str, Any]:
        """Give the event of a direct message."""
        ts = self._ts()
        said = {"user": user, "text": text, "ts": ts, **more}
        self.conversations.setdefault(direct, []).append(said)
        where = {"channel": direct, "channel_type": "im", "event_ts": ts}
        return self.event(type="message", **{**where, **said})

    def mention(self, text: str, user: str = USER, channel: str = CHANNEL, **more: Any) -> Any:
        """Give the event of a message in a channel that names the bot."""
        said = {"user": user, "text": f"<@{BOT_USER}> {text}", "ts": self._ts(), **more}
        self.conversations.setdefault(channel, []).append(said)
        return self.event(type="app_mention", channel=channel, event_ts=said["ts"], **said)

    def write(self, text: str, user: str = USER, direct: str = DIRECT) -> int:
        """Write a direct message; give the status with which the delivery was answered."""
        return self.deliver(self.message(text, user, direct))

    def tap(self, title: str, channel: str = DIRECT, user: str = USER) -> int:
        """Tap the newest button of this title; in Slack those of older messages stay."""
        message, button = next(
            (message, element)
            for message in reversed(self.conversations[channel])
            for block in message.get("blocks", [])
            for element in block.get("elements", [])
            if element["text"]["text"] == title
        )
        return self.tap_value(button["value"], channel, user, message)

    def tap_value(
        self, value: str, channel: str = DIRECT, user: str = USER, message: Any = None
    ) -> int:
        """Tap a button that carries this."""
        message = message or {}
        container = {"type": "message", "channel_id": channel, "message_ts": message.get("ts")}
        action = {"type": "button", "action_id": "choice_1", "value": value, "action_ts": "1.1"}
        payload = {
            "type": "block_actions",
            "user": {"id": user},
            "trigger_id": f"12321423423.{next(self._count)}",
            "channel": {"id": channel},
            "container": container,
            "message": message,
            "actions": [action],
        }
        body = urlencode({"payload": json.dumps(payload)}).encode()
        return self.deliver_body(body, content_type="application/x-www-form-urlencoded")[0]

    def deliver(self, content: dict[str, Any], **more: Any) -> int:
        """Deliver an event, signed; `retry=1` says that it was delivered before."""
        return self.deliver_body(json.dumps(content).encode(), **more)[0]

    def deliver_body(
        self,
        body: bytes,
        *,
        content_type: str = "application/json",
        secret: str = SIGNING_SECRET,
        seconds_ago: float = 0,
        retry: int = 0,
    ) -> tuple[int, str]:
        """Deliver a body, whatever it is."""
        stamp = str(int(time.time() - seconds_ago))
        headers = {"Content-Type": content_type, "X-Slack-Request-Timestamp": stamp}
        headers["X-Slack-Signature"] = signature(body, stamp, secret)
        if retry:
            headers |= {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": "http_timeout"}
        return deliver(self.webhook, body, headers)

    # What a member reads.

    def said(self, channel: str = DIRECT) -> list[dict[str, Any]]:
        """Messages of the bot that stand in a conversation."""
        return [message for message in self.conversations[channel] if "bot_id" in message]

    def read(self, channel: str = DIRECT) -> list[str]:
        """Texts of the bot that stand in a conversation, in order."""
        return [message["text"] for message in self.said(channel)]

    def titles(self, channel: str = DIRECT) -> list[str]:
        """Titles of the buttons of the bot's last message."""
        blocks = self.said(channel)[-1]["blocks"] if self.said(channel) else []
        return [e["text"]["text"] for block in blocks for e in block.get("elements", [])]

    def _ts(self) -> str:
        return f"1515449522.{next(self._count):06}"


def signature(body: bytes, stamp: str, secret: str = SIGNING_SECRET) -> str:
    """Sign a body and the second, as Slack does."""
    base = b"v0:" + stamp.encode() + b":" + body
    return f"v0={hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()}"
