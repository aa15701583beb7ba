"""What an operator sets about Telegram; all of it comes from the environment."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from actions.secret_settings import LEAST_WEBHOOK_CHARACTERS
from bot.channels.messaging.settings import (
    PUBLIC_ADDRESS_SETTING,
    api_address,
    channel_settings,
    public_address,
)
from bot.storage.settings import SettingError

TOKEN_SETTING = "TELEGRAM_TOKEN"  # noqa: S105
SECRET_SETTING = "TELEGRAM_WEBHOOK_SECRET"  # noqa: S105
API_SETTING = "TELEGRAM_API_ADDRESS"
# https://core.telegram.org/bots/api#making-requests
API_ADDRESS = "https://api.telegram.org"
WEBHOOK_PATH = "/webhooks/telegram/webhook"

# https://core.telegram.org/bots/api#setwebhook, notes; None is the usual one of https.
WEBHOOK_PORTS = (None, 443, 80, 88, 8443)

# "123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11" (https://core.telegram.org/bots/api#authorizing-your-bot)
_TOKEN = re.compile(r"\d{3,20}:[A-Za-z0-9_-]{20,100}")
# The characters and the greatest length stand at https://core.telegram.org/bots/api#setwebhook.
_SECRET = re.compile(rf"[A-Za-z0-9_-]{{{LEAST_WEBHOOK_CHARACTERS},256}}")


@dataclass(frozen=True, repr=False)
class TelegramSettings:
    """One bot: its token, the secret of its webhook, and the addresses both ways."""

    token: str
    secret: str
    webhook: str
    api: str


def telegram_settings() -> TelegramSettings | None:
    """Give the settings; None when Telegram is off.

    Raises:
        SettingError: some are set and others are not, or one cannot be right.
    """
    values = channel_settings("Telegram", (TOKEN_SETTING, SECRET_SETTING), (SECRET_SETTING,))
    if values is None:
        return None
    if not _TOKEN.fullmatch(values[TOKEN_SETTING]):
        raise SettingError(
            f"{TOKEN_SETTING} is no token of a bot: @BotFather gives one that looks like "
            f"123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11."
        )
    if not _SECRET.fullmatch(values[SECRET_SETTING]):
        raise SettingError(
            f"{SECRET_SETTING} has to be {LEAST_WEBHOOK_CHARACTERS} to 256 characters out of A-Z, "
            f"a-z, 0-9, _ and -."
        )
    return TelegramSettings(
        token=values[TOKEN_SETTING],
        secret=values[SECRET_SETTING],
        webhook=_webhook(),
        api=api_address(API_SETTING, API_ADDRESS),
    )


def _webhook() -> str:
    address = public_address("Telegram")
    parts = urlsplit(address)
    if parts.scheme != "https" or parts.port not in WEBHOOK_PORTS:
        raise SettingError(
            f"{PUBLIC_ADDRESS_SETTING} cannot be used for Telegram, which delivers only to https "
            f"addresses on port 443, 80, 88 or 8443."
        )
    return address + WEBHOOK_PATH
