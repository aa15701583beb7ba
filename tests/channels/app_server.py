"""A server in this process with one app's channel, and any bot behind it."""

from __future__ import annotations

import asyncio
import threading
from types import TracebackType

from rasa.core.channels.channel import InputChannel
from sanic import Sanic

from bot.channels.turn import Handler
from tests.conftest import free_port, wait_for

STOP_SECONDS = 20


class AppServer:
    """Serves a channel below `/webhooks/<name>`, as Rasa does, in a thread of its own."""

    _count = 0

    def __init__(self, channel: InputChannel, handler: Handler) -> None:
        AppServer._count += 1
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}/webhooks/{channel.name()}"
        self.webhook = f"{self.address}/webhook"
        # Sanic's own switch for several apps in one process.
        Sanic.test_mode = True
        self.app = Sanic(f"app_server_{AppServer._count}", configure_logging=False)
        self.app.blueprint(channel.blueprint(handler), url_prefix=f"/webhooks/{channel.name()}")
        self.app.register_listener(self._note_loop, "before_server_start")

    async def _note_loop(self, app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop

    def __enter__(self) -> AppServer:
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        wait_for(f"{self.address}/", 20)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        self._loop.call_soon_threadsafe(self.app.stop)
        self._thread.join(STOP_SECONDS)

    def _serve(self) -> None:
        # Signals belong to the main thread, which is the tests'.
        self.app.run(
            "127.0.0.1", self.port, register_sys_signals=False, access_log=False, motd=False
        )
