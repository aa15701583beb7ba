"""One conversation over one kept-alive HTTP connection, for each of the two channels."""

from __future__ import annotations

import functools
import http.client
import json
import secrets
import time
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Protocol

from bot.responses.script_index import shared_index
from tests.bench.errors import MeasureError
from tests.bench.messages import Message
from tests.bench.processes import HOST

TIMEOUT_S = 60.0
# What Lantern says when a part behind it fails; fast failures must not pass for fast answers.
TROUBLE = ("utter_technical_trouble", "utter_law_unavailable")


@dataclass(frozen=True)
class Answer:
    """How long the whole answer took, and whether it was one."""

    seconds: float
    bubbles: int
    trouble: bool


class Client(Protocol):
    """A person in one conversation."""

    def __enter__(self) -> Client: ...

    def __exit__(self, *error: Any) -> None: ...

    def say(self, message: Message) -> Answer:
        """Send a message and read all of the answer."""


class _Connected:
    """Holds the connection; it is open before the first message, so no message pays for it."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection(HOST, port, timeout=TIMEOUT_S)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()

    def _post(
        self, path: str, content: dict[str, Any], token: str = ""
    ) -> tuple[int, bytes, float]:
        body = json.dumps(content).encode()
        headers = {"Content-Type": "application/json"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        started = time.perf_counter()
        try:
            self._connection.request("POST", path, body, headers)
            reply = self._connection.getresponse()
            answer = reply.read()
        except (OSError, http.client.HTTPException) as error:
            raise MeasureError(f"{path} did not answer: {type(error).__name__}.") from error
        return reply.status, answer, time.perf_counter() - started


class LanternClient(_Connected):
    """Talks over Lantern's web channel: a session, then a stream of JSON lines a message."""

    def __enter__(self) -> LanternClient:
        self._connection.connect()
        status, body, _ = self._post("/chat/sessions", {})
        if status != 201:
            raise MeasureError(f"Lantern opened no session (HTTP {status}).")
        self._token = str(json.loads(body)["token"])
        return self

    def say(self, message: Message) -> Answer:
        content: dict[str, Any] = {message.how: message.content}
        if message.how == "start":
            content = {"start": True}
        status, body, seconds = self._post("/chat/messages", content, self._token)
        if status != 200:
            raise MeasureError(f"Lantern answered HTTP {status} to {message.content!r}.")
        lines = [json.loads(line) for line in body.splitlines()]
        if not lines or lines[-1]["type"] != "done":
            raise MeasureError(f"Lantern's answer to {message.content!r} broke off.")
        texts = [line["text"] for line in lines if line["type"] == "message"]
        return Answer(seconds, len(texts), any(text in _trouble_texts() for text in texts))


class StockClient(_Connected):
    """Talks over Rasa's REST channel, where a button's payload is sent as if it were typed."""

    def __enter__(self) -> StockClient:
        self._connection.connect()
        self._sender = secrets.token_hex(8)
        return self

    def say(self, message: Message) -> Answer:
        content = {"sender": self._sender, "message": message.content}
        status, body, seconds = self._post("/webhooks/rest/webhook", content)
        if status != 200:
            raise MeasureError(f"The stock bot answered HTTP {status} to {message.content!r}.")
        return Answer(seconds, len(json.loads(body)), trouble=False)


@functools.lru_cache(maxsize=1)
def _trouble_texts() -> frozenset[str]:
    # A text of several paragraphs comes as several bubbles; the first one tells.
    return frozenset(shared_index().text(name).split("\n\n")[0] for name in TROUBLE)
