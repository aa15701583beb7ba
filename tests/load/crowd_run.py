"""Runs the crowd against an address: Locust, in an environment of its own, and what it wrote."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.locations import ROOT

LOCUST = ROOT / "deploy" / "tools" / ".venv" / "bin" / "locust"
SCRIPT = Path(__file__).with_name("crowd.py")
# Seconds that Locust has until its first message is answered.
START_SECONDS = 60.0
# Seconds that Locust has to end after it was told to.
STOP_SECONDS = 30.0


@dataclass(frozen=True)
class Message:
    """One message of the crowd: times in seconds, `began` by the monotonic clock."""

    person: int
    kind: str
    turn: int
    began: float
    seconds: float
    outcome: str


@dataclass(frozen=True)
class Crowd:
    """How many people, how fast they come, and how long each reads and types, in seconds."""

    people: int
    a_second: float = 10.0
    shortest_pause: float = 4.0
    longest_pause: float = 12.0
    danger_share: float = 0.1


def missing_program() -> str:
    """Say what is missing to make a crowd; empty when nothing is."""
    return "" if LOCUST.is_file() else "Locust in deploy/tools/.venv (make tools)"


@contextmanager
def crowd_at(address: str, crowd: Crowd, records: Path) -> Iterator[None]:
    """Let a crowd chat while what is inside runs; it writes its messages to `records`.

    What is inside begins with the first answer: Locust takes some seconds to start.
    """
    command = [str(LOCUST), "-f", str(SCRIPT), "--headless", "--host", address]
    command += ["--users", str(crowd.people), "--spawn-rate", str(crowd.a_second)]
    command += ["--shortest-pause", str(crowd.shortest_pause)]
    command += ["--longest-pause", str(crowd.longest_pause)]
    command += ["--danger-share", str(crowd.danger_share)]
    command += ["--records", str(records), "--stop-timeout", "3", "--only-summary"]
    output = records.with_suffix(".log")
    with output.open("wb") as log:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={name: value for name, value in os.environ.items() if name != "PYTHONWARNINGS"},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _wait_for_first_message(process, records)
        yield
        if process.poll() is not None:
            words = output.read_text(errors="replace").strip().splitlines()
            raise RuntimeError(f"Locust ended by itself: {words[-1] if words else 'no words'}")
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_for_first_message(process: subprocess.Popen[bytes], records: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        if records.is_file() and records.stat().st_size:
            return
        time.sleep(0.1)


def read_messages(records: Path) -> list[Message]:
    """Give what a crowd wrote, in the order in which the answers came."""
    lines = records.read_text(encoding="utf-8").splitlines()
    return [Message(**json.loads(line)) for line in lines if line.endswith("}")]
