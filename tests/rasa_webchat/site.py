"""A clinic's site that has the widget on its page."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>A clinic</title>
<link rel="icon" href="data:,">
<h1>A clinic</h1>
<script src="/widget.js"></script>
<script>
const settings = SETTINGS;
if (!settings.usualDelay) settings.customMessageDelay = () => 0;
WebChat.default(settings, null);
</script>
"""


def page(chat: str, **more: Any) -> bytes:
    """Give the page: the widget as docs/other-clients.md sets it, for the chat at an address.

    `usualDelay` leaves the widget its wait of 0.8 to 3 seconds before each bubble.
    """
    settings = {
        "socketUrl": chat,
        "socketPath": "/socket.io/",
        "params": {"storage": "session"},
        "initPayload": "/greet",
        "title": "Chat",
        **more,
    }
    return PAGE.replace("SETTINGS", json.dumps(settings)).encode()


@contextlib.contextmanager
def serving(files: dict[str, tuple[str, bytes]]) -> Iterator[int]:
    """Serve files by path, each with its type, on a free port; gives the port.

    The caller may add files meanwhile.
    """

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *args: Any) -> None:
            """Stay silent."""

        def do_GET(self) -> None:
            kind, content = files.get(self.path.partition("?")[0], ("text/plain", b""))
            self.send_response(200 if content else 404)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
