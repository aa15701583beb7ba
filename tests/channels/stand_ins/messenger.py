"""Meta on this machine: its Send API, and the people who write to the Page.

Shapes, limits and errors are those of developers.facebook.com, Messenger Platform ("Send API",
"Webhooks", "Webhook events", "Common error codes") and Graph API ("Securing requests").
"""

from __future__ import annotations

import hashlib
import hmac
import itertools
import json
from typing import Any

from tests.channels.stand_ins.delivery import deliver
from tests.channels.stand_ins.messenger_rules import fault_in
from tests.channels.stand_ins.provider import Call, Provider, Result

APP_SECRET, PAGE_TOKEN = "app-secret-1-of-a-test", "page-token-1"
VERIFY_TOKEN = "verify-token-1-of-a-test"
PAGE = "682498302938465"
PERSON = "7146813298640001"
_JSON_PARAMETERS = ("recipient", "message")


class Messenger(Provider):
    """Keeps what each person reads, and delivers what they write to `webhook`."""

    def __init__(self) -> None:
        super().__init__()
        self.refusals: list[str] = []
        """Why calls were refused, as the provider would say it: a test looks that none was."""
        self.webhook = ""
        self.chats: dict[str, list[dict[str, Any]]] = {}
        self.gone: set[str] = set()
        self._ids = itertools.count(1)

    @property
    def settings(self) -> dict[str, str]:
        """What an operator sets."""
        return {
            "MESSENGER_VERIFY_TOKEN": VERIFY_TOKEN,
            "MESSENGER_APP_SECRET": APP_SECRET,
            "MESSENGER_PAGE_TOKEN": PAGE_TOKEN,
            "MESSENGER_API_ADDRESS": self.address,
        }

    # What the Page may ask.

    async def answer(self, call: Call) -> Result:
        given = call.form if call.method == "POST" else call.query
        if call.headers.get("Authorization") or given.get("access_token") != PAGE_TOKEN:
            return self._error(190, "Invalid OAuth access token.")
        proof = hmac.new(APP_SECRET.encode(), PAGE_TOKEN.encode(), hashlib.sha256).hexdigest()
        if given.get("appsecret_proof") != proof:
            return self._error(100, "Invalid appsecret_proof provided in the API argument")
        if (call.method, call.path) == ("GET", "/v25.0/me"):
            return Result(200, {"id": PAGE})
        if (call.method, call.path) != ("POST", "/v25.0/me/messages"):
            return self._error(2500, "Unknown path components")
        body = {
            name: json.loads(value) if name in _JSON_PARAMETERS else value
            for name, value in given.items()
            if name not in ("access_token", "appsecret_proof")
        }
        if fault := fault_in(body):
            return self._error(100, fault)
        person = body["recipient"]["id"]
        if person in self.gone:
            return self._error(551, "This person isn't available right now.", 1545041)
        if person not in self.chats:
            return self._error(100, "No matching user found", 2018001)
        if "sender_action" in body:
            return Result(200, {"recipient_id": person})
        self.chats[person].append(body["message"])
        return Result(200, {"recipient_id": person, "message_id": f"m_bot{next(self._ids)}"})

    def _error(self, code: int, message: str, subcode: int = 0) -> Result:
        self.refusals.append(message)
        return Result(400, error(code, message, subcode))

    # What a person does.

    def event(self, person: str = PERSON, **more: Any) -> dict[str, Any]:
        """Give an event of somebody, such as `message={...}`."""
        self.chats.setdefault(person, [])
        sender, recipient = {"id": person}, {"id": PAGE}
        return {"sender": sender, "recipient": recipient, "timestamp": 1458692752478, **more}

    def message(self, person: str = PERSON, **more: Any) -> dict[str, Any]:
        """Give the event of a message, such as `text="hi"`."""
        mid = f"m_person{next(self._ids)}"
        return self.event(person, message={"mid": mid, **more})

    def write(self, text: str, person: str = PERSON) -> int:
        """Write a text to the Page; give the status with which the delivery was answered."""
        return self.deliver(self.message(person, text=text))

    def tap(self, title: str, person: str = PERSON) -> int:
        """Tap a quick reply under the last message; any other message takes them away."""
        replies = self.chats[person][-1].get("quick_replies", [])
        payload = {reply["title"]: reply["payload"] for reply in replies}[title]
        return self.deliver(self.message(person, text=title, quick_reply={"payload": payload}))

    def attach(self, kind: str, person: str = PERSON, **more: Any) -> int:
        """Send a picture, a voice message, a sticker."""
        payload = {"url": "https://cdn.example/never-fetched", **more.pop("payload", {})}
        attachment = {"type": kind, "payload": payload}
        return self.deliver(self.message(person, attachments=[attachment], **more))

    def deliver(self, *events: dict[str, Any], secret: str = APP_SECRET) -> int:
        """Deliver events together, signed."""
        entry = {"id": PAGE, "time": 1458692752478, "messaging": list(events)}
        body = json.dumps({"object": "page", "entry": [entry]}).encode()
        return self.deliver_body(body, signature(body, secret))[0]

    def deliver_body(self, body: bytes, signed: str) -> tuple[int, str]:
        """Deliver a body with a signature, whatever they are."""
        headers = {"Content-Type": "application/json", "X-Hub-Signature-256": signed}
        return deliver(self.webhook, body, headers)

    # What a person reads.

    def read(self, person: str = PERSON) -> list[str]:
        """Texts that the person has got, in order."""
        return [message["text"] for message in self.chats[person]]

    def titles(self, person: str = PERSON) -> list[str]:
        """Titles of the quick replies that are there to tap."""
        replies = self.chats[person][-1].get("quick_replies", []) if self.chats[person] else []
        return [reply["title"] for reply in replies]


def error(code: int, message: str, subcode: int = 0) -> dict[str, Any]:
    """Give an error as the Graph API writes it."""
    said = {"message": message, "type": "OAuthException", "code": code, "fbtrace_id": "BLBz/WZt8dN"}
    return {"error": {**said, **({"error_subcode": subcode} if subcode else {})}}


def signature(body: bytes, secret: str = APP_SECRET) -> str:
    """Sign a body as Meta does."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
