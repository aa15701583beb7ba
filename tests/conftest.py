"""Fixtures that several rooms share: the trained bot, and an action server of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.launch.prepare import quiet_environment
from bot.locations import ROOT

os.environ.update({"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3"})


# Name of the property by which a test tells what it counted.
COUNTED = "counted"


# Files whose few tests take minutes. They go first, so that no process waits for them at the end.
LONGEST = ("test_every_state.py", "test_random_walks.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first; the order of all others stays."""
    items.sort(key=lambda item: item.path.name not in LONGEST)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print what tests have counted, also those of another process."""
    for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed"):
        for name, told in getattr(report, "user_properties", ()):
            if name == COUNTED:
                terminalreporter.write_line(f"{report.nodeid}: {told}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(url: str, seconds: float = 90) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


@pytest.fixture(scope="session")
def legal_database(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Address of a freshly filled database."""
    file: Path = tmp_path_factory.mktemp("legal") / "lantern.db"
    url = f"sqlite:///{file}"
    subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "actions.legal", "load"],
        cwd=ROOT,
        env={**quiet_environment(), "DATABASE_URL": url},
        check=True,
        capture_output=True,
    )
    return url


@pytest.fixture(scope="session")
def action_server(legal_database: str) -> Iterator[str]:
    """Address of a running action server."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "rasa_sdk", "--actions", "actions", "--port", str(port)],
        cwd=ROOT,
        env={**quiet_environment(), "DATABASE_URL": legal_database},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/health")
        yield f"http://127.0.0.1:{port}/webhook"
    finally:
        process.terminate()
        process.wait(10)
