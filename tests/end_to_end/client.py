"""A client of the web channel, as the page is one."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from typing import Any


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

    def __init__(self, address: str) -> None:
        self.address = address
        self.token = ""

    def open(self) -> Client:
        self.token = json.loads(self.request("POST", "/chat/sessions", b"{}").body)["token"]
        return self

    def say(self, text: str) -> Answer:
        return self.send({"text": text})

    def send(self, body: Any) -> Answer:
        return self.request("POST", "/chat/messages", json.dumps(body).encode())

    def request(self, method: str, path: str, body: bytes | None = None) -> Answer:
        request = urllib.request.Request(
            self.address + path,
            data=body,
            method=method,
            headers={"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"},
        )
        started = time.monotonic()
        try:
            with urllib.request.urlopen(request, timeout=20) as reply:
                answer = Answer(reply.status, headers=dict(reply.headers))
                if reply.headers["Content-Type"] == "application/x-ndjson":
                    for line in reply:
                        answer.lines.append((time.monotonic() - started, json.loads(line)))
                else:
                    answer.body = reply.read()
                return answer
        except urllib.error.HTTPError as error:
            return Answer(error.code, error.read(), dict(error.headers))
