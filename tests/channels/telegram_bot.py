"""A server with the Telegram channel, and a bot behind it that only says what it was told.

`python -m tests.channels.telegram_bot PORT`; what it answers stands in scripted_bot.py.
"""

from __future__ import annotations

import sys

from rasa.shared.exceptions import RasaException
from sanic import Sanic

from bot.channels import turn
from bot.channels.telegram.telegram_chat import TelegramChat
from tests.channels.scripted_bot import answer


def main() -> None:
    """Serve until told to end."""
    turn.DEADLINE_SECONDS = 1.0
    app = Sanic("telegram_bot", configure_logging=False)
    try:
        channel = TelegramChat.from_credentials(None)
    except RasaException as error:
        sys.exit(str(error))
    app.blueprint(channel.blueprint(answer), url_prefix="/webhooks/telegram")
    app.run("127.0.0.1", int(sys.argv[1]), access_log=True)


if __name__ == "__main__":
    main()
