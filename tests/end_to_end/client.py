"""A client of the web channel, as the page is one."""

from __future__ import annotations

import contextlib
import functools
import http.client
import json
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from typing import Any

TIMEOUT_SECONDS = 20.0


class _From(urllib.request.HTTPHandler):
    """Opens every connection from one address of this machine."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self._connection = functools.partial(http.client.HTTPConnection, source_address=(source, 0))

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(self._connection, req)


@dataclass
class Answer:
    """Status, body, and for a turn its lines with the second in which each arrived."""

    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    lines: list[tuple[float, dict[str, Any]]] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(line.get("text", "") for _, line in self.lines)

    @property
    def kinds(self) -> list[str]:
        return [line["type"] for _, line in self.lines]

    @property
    def error(self) -> dict[str, str]:
        error: dict[str, str] = json.loads(self.body)["error"]
        return error


class Client:
    """Talks to one server; `open` gives it a session."""

    def __init__(self, address: str, source: str = "") -> None:
        """Reach the server at `address`; `source` is an address of this machine to come from."""
        self.address = address
        self.token = ""
        self._opener = urllib.request.build_opener(*([_From(source)] if source else []))

    def open(self) -> Client:
        self.token = json.loads(self.request("POST", "/chat/sessions", b"{}").body)["token"]
        return self

    def say(self, text: str) -> Answer:
        return self.send({"text": text})

    def send(self, body: Any) -> Answer:
        return self.request("POST", "/chat/messages", json.dumps(body).encode())

    def request(
        self, method: str, path: str, body: bytes | None = None, more: dict[str, str] | None = None
    ) -> Answer:
        request = urllib.request.Request(
            self.address + path,
            data=body,
            method=method,
            headers={
                "Authorization": f"Bearer {self.token}",
                "Content-Type": "application/json",
                **(more or {}),
            },
        )
        started = time.monotonic()
        try:
            with self._opener.open(request, timeout=TIMEOUT_SECONDS) as reply:
                answer = Answer(reply.status, headers=dict(reply.headers))
                if reply.headers["Content-Type"] == "application/x-ndjson":
                    # One that breaks off is read as far as it came: no "done" is in it then.
                    with contextlib.suppress(OSError, http.client.HTTPException):
                        for line in reply:
                            answer.lines.append((time.monotonic() - started, json.loads(line)))
                else:
                    answer.body = reply.read()
                return answer
        except urllib.error.HTTPError as error:
            return Answer(error.code, error.read(), dict(error.headers))
