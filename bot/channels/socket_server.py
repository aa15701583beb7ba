"""The Socket.IO server: lets in only pages of named sites, takes only words, and logs none."""

from __future__ import annotations

import logging
from collections.abc import Container

from socketio import AsyncServer
from socketio.packet import Packet

from bot.channels.web_chat import MOST_BODY_BYTES


class WordsOnly(Packet):
    """A packet without files: a client could announce millions of them, and all would be kept."""

    def decode(self, encoded_packet: str) -> int:
        """Read a packet.

        Raises:
            ValueError: files are announced.
        """
        if super().decode(encoded_packet):
            raise ValueError("files are not taken")
        return 0


def socket_server(origins: Container[str], long_polling: bool) -> AsyncServer:
    """Make a server for connections from these origins.

    Long polling puts the connection's id (never the session's) into addresses, and so into a
    proxy's log; some widgets start with it, until their WebSocket is open.
    """
    # The library logs what people write at a level that an environment variable can set.
    quiet = logging.getLogger(f"{__name__}.library")
    quiet.setLevel(logging.ERROR)
    return AsyncServer(
        async_mode="sanic",
        # A list would be no good: an empty one lets everybody in.
        cors_allowed_origins=lambda origin, environ: origin in origins,
        transports=["polling", "websocket"] if long_polling else ["websocket"],
        max_http_buffer_size=MOST_BODY_BYTES,
        serializer=WordsOnly,
        logger=quiet,
        engineio_logger=quiet,
    )
