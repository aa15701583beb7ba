"""Both servers with every messaging app on, each secret in a file of its own, and how apps sign."""

from __future__ import annotations

import contextlib
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import requests
from requests.auth import AuthBase
from twilio.request_validator import RequestValidator

from bot.channels.twilio.webhook import Form
from tests.channels.stand_ins import messenger, slack, twilio
from tests.channels.stand_ins.telegram import Telegram
from tests.end_to_end.running import Running

TELEGRAM_SECRET = secrets.token_urlsafe(24)


@dataclass
class EveryApp:
    """What runs, and the secrets that it was given, by their settings."""

    lantern: Running
    secrets: dict[str, str]


@contextlib.contextmanager
def every_app(folder: Path, database: str) -> Iterator[EveryApp]:
    """Start the providers' stand-ins and the servers, and stop them."""
    with contextlib.ExitStack() as stack:
        telegram = stack.enter_context(Telegram())
        meta = stack.enter_context(messenger.Messenger())
        workspace = stack.enter_context(slack.Slack())
        carrier = stack.enter_context(twilio.Twilio())
        kept = {
            "DATABASE_URL": database,
            "LANTERN_SESSION_SECRET": secrets.token_hex(),
            "TELEGRAM_TOKEN": telegram.token,
            "TELEGRAM_WEBHOOK_SECRET": TELEGRAM_SECRET,
            "MESSENGER_VERIFY_TOKEN": messenger.VERIFY_TOKEN,
            "MESSENGER_APP_SECRET": messenger.APP_SECRET,
            "MESSENGER_PAGE_TOKEN": messenger.PAGE_TOKEN,
            "SLACK_BOT_TOKEN": slack.BOT_TOKEN,
            "SLACK_SIGNING_SECRET": slack.SIGNING_SECRET,
            "TWILIO_AUTH_TOKEN": twilio.TOKEN,
        }
        lantern = Running(
            folder,
            "",
            **_in_files(kept, folder),
            LANTERN_PUBLIC_ADDRESS=twilio.PUBLIC_ADDRESS,
            TELEGRAM_API_ADDRESS=telegram.address,
            MESSENGER_API_ADDRESS=meta.address,
            SLACK_API_ADDRESS=workspace.address,
            SLACK_CHANNEL=slack.CHANNEL,
            TWILIO_API_ADDRESS=carrier.address,
            TWILIO_ACCOUNT_SID=twilio.ACCOUNT,
            TWILIO_SMS_NUMBER=twilio.SMS_NUMBER,
            TWILIO_WHATSAPP_NUMBER=twilio.WHATSAPP_NUMBER,
        )
        try:
            yield EveryApp(lantern, kept)
        finally:
            if lantern.process.poll() is None:
                lantern.stop()


def _in_files(kept: dict[str, str], folder: Path) -> dict[str, str]:
    named = {}
    for name, content in kept.items():
        file = folder / f"secret-{name.lower()}"
        file.touch(mode=0o600)
        file.write_text(f"{content}\n")
        named[f"{name}_FILE"] = str(file)
    return named


class Signed(AuthBase):
    """Signs a request as its app does, over the bytes that really go out."""

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        app = urlsplit(request.url or "").path.split("/")[2]
        body = request.body or b""
        body = body.encode() if isinstance(body, str) else body
        request.headers.update(getattr(self, f"_{app}")(request, body))
        return request

    def _telegram(self, request: requests.PreparedRequest, body: bytes) -> dict[str, str]:
        return {"X-Telegram-Bot-Api-Secret-Token": TELEGRAM_SECRET}

    def _messenger(self, request: requests.PreparedRequest, body: bytes) -> dict[str, str]:
        return {"X-Hub-Signature-256": messenger.signature(body)}

    def _slack(self, request: requests.PreparedRequest, body: bytes) -> dict[str, str]:
        stamp = str(int(time.time()))
        signature = slack.signature(body, stamp)
        return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature}

    def _sms(self, request: requests.PreparedRequest, body: bytes) -> dict[str, str]:
        address = twilio.PUBLIC_ADDRESS + request.path_url
        try:
            form = Form(body)
        except ValueError:
            return {"X-Twilio-Signature": "of no form"}
        # Twilio's own way: the stand-in knows no name that comes twice.
        signature = RequestValidator(twilio.TOKEN).compute_signature(address, form)
        return {"X-Twilio-Signature": signature}

    _whatsapp = _sms
