"""The real proxy, on ports of the tests' own, and a stand-in for the Rasa server behind it."""

from __future__ import annotations

import http.client
import os
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from bot.locations import ROOT
from tests.conftest import free_port

CADDY = ROOT / "deploy" / "caddy"
PERSON = "127.0.0.9"
"""Address of the person who asks: another than that of the proxies, to be told apart in a log."""
WAIT_SECONDS = 30


def program() -> str | None:
    return shutil.which("caddy")


@dataclass
class Backend:
    """Answers everything with two lines, the second only when `go_on` is set; keeps what it got."""

    port: int
    taken: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    go_on: threading.Event = field(default_factory=threading.Event)


@contextmanager
def backend(port: int) -> Iterator[Backend]:
    kept = Backend(port)
    kept.go_on.set()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            kept.taken.append((self.command, self.path, headers))
            self.send_response(200)
            self.send_header("X-Content-Type-Options", "nosniff")
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            self.chunk(b"first\n")
            kept.go_on.wait(WAIT_SECONDS)
            self.chunk(b"second\n")
            self.chunk(b"")

        def chunk(self, content: bytes) -> None:
            self.wfile.write(b"%x\r\n%s\r\n" % (len(content), content))
            self.wfile.flush()

        do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = do_PATCH = do_OPTIONS = answer  # noqa: N815

        def log_message(self, *arguments: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *arguments: Any) -> None:
            """A person who goes away in mid-answer is no news."""

    server = Server(("127.0.0.1", port), Handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield kept
    finally:
        server.shutdown()
        server.server_close()


@dataclass
class Proxy:
    """A running proxy; `log` is what it wrote so far."""

    port: int
    chat_port: int
    log_file: Path

    @property
    def log(self) -> str:
        return self.log_file.read_text(encoding="utf-8")

    def ask(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        headers: dict[str, str] | None = None,
        source: str = PERSON,
    ) -> tuple[int, http.client.HTTPMessage, str]:
        """Send one request as it is, and give status, headers and text of the answer."""
        connection = self.connect(source)
        try:
            connection.request(method, path, body or None, headers or {})
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read().decode()
        finally:
            connection.close()

    def connect(self, source: str = PERSON) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(
            "127.0.0.1", self.port, timeout=WAIT_SECONDS, source_address=(source, 0)
        )


def environment(folder: Path, **settings: str) -> dict[str, str]:
    """What the proxy is told, with folders of its own for what it writes."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "LANTERN_PROXY_PAGES": str(CADDY / "pages"),
        "LANTERN_PROXY_SITES": str(folder / "sites"),
        **settings,
    }


@contextmanager
def running(folder: Path) -> Iterator[Proxy]:
    caddy = program()
    assert caddy
    proxy = Proxy(free_port(), free_port(), folder / "log")
    told = environment(
        folder,
        LANTERN_SITE=f"http://127.0.0.1:{proxy.port}",
        LANTERN_CHAT=f"127.0.0.1:{proxy.chat_port}",
        LANTERN_PROXY_TRUSTS="127.0.0.10/32",
    )
    with proxy.log_file.open("wb") as log:
        process = subprocess.Popen(
            [caddy, "run", "--config", str(CADDY / "Caddyfile"), "--adapter", "caddyfile"],
            env=told,
            stdout=log,
            stderr=log,
        )
        try:
            deadline = time.monotonic() + WAIT_SECONDS
            while "serving initial configuration" not in proxy.log:
                assert process.poll() is None, proxy.log
                assert time.monotonic() < deadline, proxy.log
                time.sleep(0.05)
            yield proxy
        finally:
            process.terminate()
            process.wait(10)
