"""A made-up messaging app, as small as one can be: it shows what every real one needs.

Its provider signs requests with HMAC-SHA256 over the body (header `X-Paper-Signature`), and takes
messages of at most 500 characters at `/send`, with a token. It has no buttons.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import urllib.error
import urllib.request
from collections.abc import Sequence
from typing import Any

from sanic.request import Request

from bot.channels.message_text import clean
from bot.channels.messaging.delivery import RefusedError
from bot.channels.messaging.incoming import Incoming, Kind
from bot.channels.messaging.input_channel import (
    ForgedRequestError,
    MalformedRequestError,
    MessagingInput,
)
from bot.channels.messaging.provider_client import ProviderClient
from bot.channels.messaging.settings import api_address, channel_settings
from bot.channels.messaging.text_menu import as_texts
from bot.channels.reply import Reply
from bot.storage.settings import SettingError
from tests.channels.stand_ins.provider import Call, Provider, Result

TOKEN_SETTING = "PAPER_TOKEN"
KEY_SETTING = "PAPER_KEY"
ADDRESS_SETTING = "PAPER_API_ADDRESS"
TOKEN, KEY = "paper-token", "paper-key"
MOST_CHARACTERS = 500


class PaperProvider(Provider):
    """The provider's side."""

    def __init__(self) -> None:
        super().__init__()
        self.delivered: list[tuple[str, str]] = []
        """Who got which text, in order."""

    async def answer(self, call: Call) -> Result:
        if call.headers.get("Authorization") != f"Bearer {TOKEN}":
            return Result(401, {"error": "token"})
        if call.path == "/me":
            return Result()
        text = call.json["text"]
        if not text or len(text) > MOST_CHARACTERS:
            return Result(400, {"error": "length"})
        self.delivered.append((call.json["to"], text))
        return Result(200, {"id": f"p{len(self.delivered)}"})

    def texts_to(self, person: str) -> list[str]:
        return [text for to, text in list(self.delivered) if to == person]


def deliver(webhook: str, body: dict[str, Any], key: str = KEY) -> int:
    """Hand a message to our webhook as the provider does; give the status."""
    content = json.dumps(body).encode()
    signature = hmac.digest(key.encode(), content, hashlib.sha256).hex()
    request = urllib.request.Request(
        webhook, content, {"X-Paper-Signature": signature, "Content-Type": "application/json"}
    )
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


class PaperSender:
    """Sends replies with their choices in the text."""

    def __init__(self, client: ProviderClient, address: str, token: str) -> None:
        self._client = client
        self._address = address
        self._headers = {"Authorization": f"Bearer {token}"}

    async def send(self, person: str, replies: Sequence[Reply], *, safety: bool) -> list[str]:
        ids = []
        for text in as_texts(replies):
            for start in range(0, len(text), MOST_CHARACTERS):
                answer = await self._client.request(
                    "POST",
                    f"{self._address}/send",
                    json={"to": person, "text": text[start : start + MOST_CHARACTERS]},
                    headers=self._headers,
                )
                ids.append(str(answer.content["id"]))
        return ids


class PaperChat(MessagingInput):
    """Our side; it goes by the name of SMS, whose words it says."""

    title = "Paper"

    def __init__(self, token: str, key: str, address: str) -> None:
        self._token, self._key, self._address = token, key, address

    @classmethod
    def name(cls) -> str:
        return "sms"

    @classmethod
    def from_environment(cls) -> PaperChat | None:
        values = channel_settings("Paper", [TOKEN_SETTING, KEY_SETTING])
        if values is None:
            return None
        address = api_address(ADDRESS_SETTING, "https://paper.example")
        return cls(values[TOKEN_SETTING], values[KEY_SETTING], address)

    def sender(self, client: ProviderClient) -> PaperSender:
        return PaperSender(client, self._address, self._token)

    async def check(self, client: ProviderClient) -> None:
        try:
            await client.request(
                "GET", f"{self._address}/me", headers={"Authorization": f"Bearer {self._token}"}
            )
        except RefusedError:
            raise SettingError(
                f"Paper refuses {TOKEN_SETTING}; copy the token once more."
            ) from None

    async def read(self, request: Request) -> Sequence[Incoming]:
        signature = hmac.digest(self._key.encode(), request.body, hashlib.sha256).hex()
        if not hmac.compare_digest(signature, request.headers.get("x-paper-signature", "")):
            raise ForgedRequestError
        try:
            body = json.loads(request.body)
            return [
                Incoming(
                    str(body["person"]),
                    str(body["id"]),
                    Kind(body.get("kind", "text")),
                    clean(str(body.get("text", ""))),
                    choice=str(body.get("choice", "")),
                )
            ]
        except (ValueError, KeyError, TypeError):
            raise MalformedRequestError from None
