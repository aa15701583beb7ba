"""A stand-in for a clinic's site, at an origin of its own, with the one line in its pages."""

from __future__ import annotations

import contextlib
import html
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

# What themes and page builders do to everything, and an own script of the page.
LOUD_STYLE = (
    "* { font-family: fantasy !important; } div { position: relative; display: none; }"
    "iframe { max-width: 100%; height: auto !important; } button { float: left; color: red; }"
)


@dataclass
class Site:
    """Pages by path, and the policy that goes with each of them."""

    address: str = ""
    pages: dict[str, str] = field(default_factory=dict)
    policies: dict[str, str] = field(default_factory=dict)
    scripts: dict[str, str] = field(default_factory=dict)

    def add(self, path: str, body: str, policy: str = "", head: str = "") -> str:
        """Add a page; gives its address."""
        self.pages[path] = (
            "<!doctype html><html lang='en'><head><meta charset='utf-8'><title>Clinic</title>"
            "<meta name='viewport' content='width=device-width, initial-scale=1'>"
            f"{head}</head><body>{body}</body></html>"
        )
        self.policies[path] = policy
        return self.address + path


def one_line(chat: str, **settings: str) -> str:
    """The line that a clinic puts into its page."""
    data = "".join(f' data-{name}="{html.escape(text)}"' for name, text in settings.items())
    return f'<script src="{chat}/web/embed.js"{data} async></script>'


@contextlib.contextmanager
def clinic_site() -> Iterator[Site]:
    """Serve a site on a free port, under the name `localhost`."""
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *args: Any) -> None:
            """Stay silent."""

        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            script = site.scripts.get(path)
            text = script if script is not None else site.pages.get(path)
            if path == "/favicon.ico":
                text = ""
            self.send_response(404 if text is None else 200)
            kind = "text/html" if script is None else "text/javascript"
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            if policy := site.policies.get(path):
                self.send_header("Content-Security-Policy", policy)
            self.end_headers()
            self.wfile.write((text or "").encode())

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    site.address = f"http://localhost:{server.server_port}"
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
