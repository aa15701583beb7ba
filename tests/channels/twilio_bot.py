"""A server with SMS and WhatsApp, and a bot behind it that only says what it was told.

`python -m tests.channels.twilio_bot PORT`. "menu 4" offers four choices, "long 900" says much;
"wait", "break" and "bye" do that.
"""

from __future__ import annotations

import asyncio
import sys
from typing import Any

from rasa.core.channels.channel import UserMessage
from sanic import Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels import turn
from bot.channels.twilio.sms import SmsChat
from bot.channels.twilio.whatsapp import WhatsAppChat
from bot.storage.settings import SettingError

TITLES = ["Yes, it is safe", "No", "Not sure", "Skip this", *[f"Other {n}" for n in range(5, 30)]]
LONG_TITLE = "Stop the sharing of my location for good"
SENTENCE = "A sentence of seven quite ordinary words. "


async def answer(message: UserMessage) -> None:
    """Say the text, or the payload with its slash."""
    word, _, rest = (message.text or "").partition(" ")
    reply: dict[str, Any] = {"text": f"You: {message.text}"}
    if word == "wait":
        await asyncio.sleep(60)
    if word == "break":
        raise ValueError(message.text)
    if word == "menu":
        titles = TITLES[: int(rest)]
    elif word == "listed":
        titles = [LONG_TITLE, "Back"]
    else:
        titles = []
    if word == "long":
        reply["text"] = "\n\n".join([SENTENCE * (int(rest) // 3 // len(SENTENCE))] * 3)
        titles = TITLES[:2]
    reply["buttons"] = [
        {"title": title, "payload": f'/go{{"to": "{number}"}}'}
        for number, title in enumerate(titles, 1)
    ]
    if word == "bye":
        reply = {"text": "Take care.", "custom": {"session": "end"}}
    await message.output_channel.send_response(message.sender_id, reply)


def main() -> None:
    """Serve until told to end; a wrong setting ends the start as it does Rasa's."""
    turn.DEADLINE_SECONDS = 1.0
    app = Sanic("twilio_bot", configure_logging=False)
    try:
        for channel in (SmsChat, WhatsAppChat):
            made = channel.from_credentials(None)
            app.blueprint(made.blueprint(answer), url_prefix=f"/webhooks/{channel.name()}")
    except SettingError as error:
        sys.exit(str(error))

    @app.get("/up")
    async def up(request: Request) -> HTTPResponse:
        return response.text("up")

    app.run("127.0.0.1", int(sys.argv[1]), access_log=True)


if __name__ == "__main__":
    main()
