"""A server with the Socket.IO channel, and a bot behind it that only says what it was told.

`python -m tests.channels.scripted_bot PORT`. A message "wait", "break", "mute" or "bye" does that.
"""

from __future__ import annotations

import asyncio
import sys

from rasa.core.channels.channel import UserMessage
from sanic import Sanic

from bot.channels import turn
from bot.channels.socket_chat import SocketChat


async def answer(message: UserMessage) -> None:
    """Say the text, or the payload with its slash, and who sent it."""
    word = (message.text or "").split(" ")[0]
    if word == "wait":
        await asyncio.sleep(60)
    if word == "break":
        raise ValueError(message.text)
    if word == "mute":
        return
    reply = {"text": f"You: {message.text}\n\nOn we go.", "buttons": []}
    reply["buttons"] = [{"title": "Go on", "payload": '/go{"to": "on"}'}]
    if word == "bye":
        reply = {"text": "Take care.", "custom": {"session": "end"}}
    await message.output_channel.send_response(message.sender_id, reply)


def main() -> None:
    """Serve until told to end."""
    turn.DEADLINE_SECONDS = 0.5
    app = Sanic("scripted_bot", configure_logging=False)
    app.blueprint(SocketChat.from_credentials({}).blueprint(answer), url_prefix="/socket")
    app.run("127.0.0.1", int(sys.argv[1]), access_log=True)


if __name__ == "__main__":
    main()
