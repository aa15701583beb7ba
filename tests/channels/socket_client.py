"""A client that speaks Socket.IO by hand, so that it can also say what no library would."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import websockets

SITE = "http://localhost:8000"
EVENT = "42"


class SocketClient:
    """One connection. `session` asks for a session, `say` sends a message and reads the answer."""

    def __init__(self, port: int, origin: str | None = SITE) -> None:
        self._address = f"ws://127.0.0.1:{port}/socket.io/?EIO=4&transport=websocket"
        self._origin = origin
        self.token = ""

    async def __aenter__(self) -> SocketClient:
        self._socket = await websockets.connect(self._address, origin=self._origin)
        await self._socket.recv()
        await self._socket.send("40")
        accepted = await self._socket.recv()
        assert accepted.startswith("40"), accepted
        return self

    async def __aexit__(self, *error: object) -> None:
        await self._socket.close()

    async def session(self, claimed: str | None = None) -> str:
        """Ask for a session, and give the token that is confirmed."""
        await self.emit("session_request", {"session_id": claimed})
        (event, token), *_ = await self.read(1)
        assert event == "session_confirm"
        self.token = token
        return self.token

    async def say(self, message: Any, replies: int = 1, token: str | None = None) -> list[str]:
        """Send a message, and give the texts of this many bubbles."""
        token = self.token if token is None else token
        await self.emit("user_uttered", {"message": message, "session_id": token})
        return [content["text"] for _, content in await self.read(replies)]

    async def emit(self, event: str, *content: Any) -> None:
        """Send an event."""
        await self.send(EVENT + json.dumps([event, *content]))

    async def send(self, packet: str) -> None:
        """Send a packet as it is."""
        await self._socket.send(packet)

    async def read(self, count: int, seconds: float = 10.0) -> list[tuple[str, Any]]:
        """Wait for this many events: name and content of each."""
        events: list[tuple[str, Any]] = []
        while len(events) < count:
            packet = await asyncio.wait_for(self._socket.recv(), seconds)
            if packet == "2":
                await self.send("3")
            elif packet.startswith(EVENT):
                event, content = json.loads(packet.removeprefix(EVENT))
                events.append((event, content))
        return events

    async def stays_silent(self, seconds: float = 0.5) -> bool:
        """Whether nothing is said for a while."""
        try:
            await self.read(1, seconds)
        except asyncio.TimeoutError:
            return True
        return False
