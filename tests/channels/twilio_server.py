"""Lantern and Twilio's stand-in, one pointed at the other, and how a test waits for a phone."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.locations import ROOT
from tests.conftest import free_port, wait_for

from .stand_ins import twilio
from .stand_ins.twilio import Twilio
from .stand_ins.twilio_rules import Shown

WAIT_SECONDS = 15.0
# Long enough for an answer that should not come.
QUIET_SECONDS = 0.7


def environment(api_address: str, **more: str) -> dict[str, str]:
    """The settings of both channels, as an operator sets them."""
    return {
        **os.environ,
        "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "LANTERN_PUBLIC_ADDRESS": twilio.PUBLIC_ADDRESS,
        "TWILIO_ACCOUNT_SID": twilio.ACCOUNT,
        "TWILIO_AUTH_TOKEN": twilio.TOKEN,
        "TWILIO_SMS_NUMBER": twilio.SMS_NUMBER,
        "TWILIO_WHATSAPP_NUMBER": twilio.WHATSAPP_NUMBER,
        "TWILIO_API_ADDRESS": api_address,
        **more,
    }


@contextmanager
def scripted_server(provider: Twilio, folder: Path, **more: str) -> Iterator[Path]:
    """Run the scripted bot; gives the file with its log."""
    port, log = free_port(), folder / f"log-{time.monotonic_ns()}.txt"
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.channels.twilio_bot", str(port)],
        cwd=ROOT,
        env=environment(provider.address, **more),
        stdout=log.open("w"),
        stderr=subprocess.STDOUT,
    )
    provider.lantern = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{provider.lantern}/up")
        yield log
    finally:
        process.terminate()
        process.wait(20)


def until(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WAIT_SECONDS
    while not happened():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.02)


class Phone:
    """One person's phone: what arrives on it."""

    def __init__(self, provider: Twilio, number: str) -> None:
        self.provider, self.number = provider, number

    @property
    def shown(self) -> list[Shown]:
        return self.provider.phones.get(self.number, [])

    @property
    def text(self) -> str:
        return "\n\n".join(one.text for one in self.shown)

    @property
    def newest(self) -> Shown:
        return self.shown[-1]

    def clear(self) -> None:
        self.provider.phones.pop(self.number, None)

    def write(self, body: str, **more: str) -> int:
        return self.provider.text(self.number, body, **more)

    def tap(self, title: str) -> int:
        return self.provider.tap(self.number, title)

    def wait(self, text: str) -> str:
        """Wait until this stands on the phone; gives all that does."""
        until(lambda: text in self.text)
        return self.text

    def ask(self, body: str, answer: str) -> str:
        """Write, and wait for an answer; gives what arrived since."""
        self.clear()
        assert self.write(body) == 200
        return self.wait(answer)

    def is_quiet(self) -> bool:
        """Whether nothing arrives for a while."""
        before = len(self.shown)
        time.sleep(QUIET_SECONDS)
        return len(self.shown) == before
