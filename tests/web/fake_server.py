"""A stand-in for the web channel: the same protocol, answers by script, faults on demand.

Only for tests of the page. What a message does is decided by its first word; see ANSWERS and
`Handler._say`.
"""

from __future__ import annotations

import contextlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import yaml

from bot.channels.page_files import page_file
from bot.channels.page_headers import security_headers
from bot.channels.web_lines import page_lines

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "bot" / "web" / "static"
STRINGS = ROOT / "data" / "web" / "strings.en.yml"
LINES = ROOT / "data" / "web" / "lines.en.yml"


def message(text: str, *titles: str, kind: str = "bot") -> dict[str, Any]:
    """One message line; each title becomes a button whose payload is `/` and the title."""
    buttons = [{"title": title, "payload": f"/{title}"} for title in titles]
    return {"type": "message", "text": text, "buttons": buttons, "kind": kind}


RECORD = """Civil harassment order
Code § 527.6, https://example.org/order
What it is for: harassment, stalking, threats or harm by someone you are not close to, such as a \
stranger, neighbor, roommate, co-worker or distant relative.
Who can start it, as far as our list knows: the person who needs it, a parent, guardian or other \
adult for a child or for someone who cannot ask.
Cost: none if the person was violent, threatened or stalked you, or scared you by what they did; \
otherwise a fee, which can be waived.
How long it lasts: a quick first order until the hearing, then up to 5 years.
Forms: https://example.org/forms
Checked on 2026-11-21 in an official text."""

WELCOME = [
    message("Welcome. I share facts about unwanted contact online."),
    message("Is it safe to chat on this device now?", "Yes", "No", "Not sure"),
]
# To danger that is told to a chat which is over.
LAST_WORD = [
    message("Your safety comes first. Call 911.", kind="safety"),
    message("What would help most?", "I can't speak", kind="safety"),
    {"type": "end_session"},
]
ANSWERS: dict[str, list[dict[str, Any]]] = {
    "xss": [message("<img src=x onerror=\"document.title='broken'\"><b>bold</b>", "<i>tip</i>")],
    "link": [
        message("See https://example.org/a_(b)?c=1. Or javascript:alert(1) or (http://x.example).")
    ],
    "phone": [message("Call 1-800-555-0100. The law is 18 U.S.C. 988.")],
    "list": [
        {
            **message("Later:\n- <b>rest</b>", "Go on"),
            "paper": {"page": "list", "text": "Now:\n- keep notes\n\nLater:\n- <b>rest</b>"},
        }
    ],
    "log": [{**message("A log."), "paper": {"page": "log", "text": "A log."}}],
    "lines": [message("One\n- two\n- three\n\nSecond bubble", "Go on")],
    "record": [message("My list has this."), message(RECORD), message("And now?", "Go on")],
    "long": [
        *[message("A few plain words that fill the line. " * 12) for _ in range(3)],
        message("That was long.", "Go on"),
    ],
}


@dataclass
class World:
    """What the tests set and look at. `faults` maps a first word to an HTTP status, once each."""

    sessions: set[str] = field(default_factory=set)
    ended: list[str] = field(default_factory=list)
    asked: list[Any] = field(default_factory=list)
    message_ids: list[str] = field(default_factory=list)
    faults: dict[str, int] = field(default_factory=dict)
    welcome_delay_s: float = 0.0
    idle_minutes: int = 30
    delete_fails: bool = False
    framed_by: list[str] = field(default_factory=list)
    asked_paths: list[str] = field(default_factory=list)


class Handler(BaseHTTPRequestHandler):
    """One request. HTTP/1.0, so that the end of a stream is the end of the connection."""

    world: World

    def log_message(self, *args: Any) -> None:
        """Stay silent."""

    def do_GET(self) -> None:
        """Serve the page, its files, its words and a neighbour page."""
        path = self.path.partition("?")[0]
        self.world.asked_paths.append(path)
        if path == "/web/strings.json":
            words = yaml.safe_load(STRINGS.read_text(encoding="utf-8"))
            entries = yaml.safe_load(LINES.read_text(encoding="utf-8"))["lines"]
            words["lines"] = page_lines(entries)
            if "lang=ar" in self.path:  # the English words, laid out as in an Arabic page
                words.update(language="ar", direction="rtl")
            return self._send(200, json.dumps(words).encode(), "application/json")
        if path == "/elsewhere":
            return self._send(200, b"<title>Elsewhere</title>", "text/html")
        name = "index.html" if path == "/" else path.removeprefix("/web/")
        try:
            content, kind = page_file(name)  # as the real server sends it
        except FileNotFoundError:
            return self._send(404, b"", "text/plain")
        return self._send(200, content, kind)

    def do_POST(self) -> None:
        """Open a session, end one, or answer a turn."""
        raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path == "/chat/sessions/end":
            self._forget(raw.decode())
            return self._send(204, b"", "text/plain")
        body = json.loads(raw)
        if self.path == "/chat/sessions":
            if self._fault("open"):
                return None
            token = secrets.token_hex(8)
            self.world.sessions.add(token)
            answer = {"token": token, "idle_minutes": self.world.idle_minutes}
            return self._send(201, json.dumps(answer).encode(), "application/json")
        return self._turn(body)

    def do_DELETE(self) -> None:
        """Forget a session."""
        if self.world.delete_fails:
            return self._error(503)
        self._forget(self._token())
        return self._send(204, b"", "text/plain")

    def _turn(self, body: dict[str, Any]) -> None:
        if "start" not in body:
            self.world.message_ids.append(body.pop("id"))
        self.world.asked.append(body)
        text = str(body.get("text") or body.get("choice") or "start")
        word = text.partition(" ")[0].lower()
        over = self._token() not in self.world.sessions
        if over and word != "danger":
            return self._error(401)
        if self._fault(word):
            return None
        self.send_response(200)
        self._headers("application/x-ndjson")
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            if over:
                self._lines(*LAST_WORD)
            else:
                self._say(word, text)
        return None

    def _say(self, word: str, text: str) -> None:
        if word == "start":
            time.sleep(self.world.welcome_delay_s)
            return self._lines(*WELCOME)
        if word == "danger":
            self._line(message("Your safety comes first. Call 911.", "I am safe", kind="safety"))
            time.sleep(1.5)
            return self._lines(message("I am still here."))
        if word == "slow":
            time.sleep(1.0)
        if word == "hang":
            time.sleep(7.5)
        if word == "cut":
            return self._line(message("Half of"))
        if word == "mute":
            return self._lines()
        if word == "bye":
            self._forget(self._token())
            self._line(message("Take care."))
            self._line({"type": "end_session"})
            return self._lines()
        return self._lines(*ANSWERS.get(word, [message(f"You said: {text}", "Tell me more")]))

    def _lines(self, *lines: dict[str, Any]) -> None:
        for line in (*lines, {"type": "done"}):
            self._line(line)

    def _line(self, line: dict[str, Any]) -> None:
        self.wfile.write(json.dumps(line).encode() + b"\n")
        self.wfile.flush()

    def _token(self) -> str:
        return self.headers.get("Authorization", "").removeprefix("Bearer ")

    def _forget(self, token: str) -> None:
        self.world.sessions.discard(token)
        self.world.ended.append(token)

    def _fault(self, word: str) -> bool:
        status = self.world.faults.pop(word, 0)
        if status:
            self._error(status)
        return bool(status)

    def _error(self, status: int) -> None:
        error = {"error": {"code": "scripted", "message": f"Kind words for {status}."}}
        self._send(status, json.dumps(error).encode(), "application/json")

    def _send(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self._headers(kind)
        self.wfile.write(body)

    def _headers(self, kind: str) -> None:
        self.send_header("Content-Type", kind)
        path = self.path.partition("?")[0]
        for name, value in security_headers(path, self.world.framed_by).items():
            self.send_header(name, value)
        self.end_headers()


@contextlib.contextmanager
def serving(world: World, port: int = 0) -> Iterator[str]:
    """Serve `world` on a free port (or `port`); gives the address without its last slash."""
    handler = type("WorldHandler", (Handler,), {"world": world})
    server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
