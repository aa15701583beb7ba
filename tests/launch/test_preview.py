"""The preview beside the action server: both start, the one knows of the other, both stop."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from bot.launch.errors import LaunchError
from bot.launch.preview import ACTIONS_ADDRESS, run_preview
from bot.launch.settings import check_preview_settings
from bot.locations import ROOT
from tests.conftest import free_port, wait_for

START = """
import sys
from bot.launch.preview import run_preview
from bot.launch.servers import stop_on_signals
stop_on_signals()
try:
    run_preview(int(sys.argv[1]), int(sys.argv[2]))
except KeyboardInterrupt:
    pass
"""


def test_both_start_and_both_stop(tmp_path: Path) -> None:
    port, action_port = free_port(), free_port()
    database = f"sqlite:///{tmp_path / 'preview.db'}"
    launcher = subprocess.Popen(
        [sys.executable, "-c", START, str(port), str(action_port)],
        cwd=ROOT,
        env={**os.environ, "LANTERN_PREVIEW_DATABASE": database},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/health")
        wait_for(f"http://127.0.0.1:{action_port}/health")
        servers = psutil.Process(launcher.pid).children()
        preview = next(one for one in servers if "bot.preview" in one.cmdline())
        assert preview.environ()[ACTIONS_ADDRESS] == f"http://127.0.0.1:{action_port}/webhook"
    finally:
        launcher.send_signal(signal.SIGTERM)
        launcher.wait(30)
    assert [one for one in servers if one.is_running()] == []
    assert (tmp_path / "preview.db").is_file()


@pytest.mark.parametrize("setting", ["PREVIEW_PORT", "ACTION_PORT"])
def test_a_taken_port_is_said_with_the_way_out(setting: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ports = (port, free_port()) if setting == "PREVIEW_PORT" else (free_port(), port)
        with pytest.raises(LaunchError, match=f"make preview {setting}={port + 1}"):
            run_preview(*ports)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("LANTERN_PREVIEW_SECRET", "changeme"),
        ("LANTERN_PREVIEW_SECRET_FILE", "var/no-such-file"),
        ("LANTERN_PREVIEW_DATABASE", "postgresql//ana:changeme@database"),
        ("LANTERN_PREVIEW_DATABASE_FILE", "var/no-such-file"),
        ("DATABASE_URL_FILE", "var/no-such-file"),
    ],
)
def test_a_wrong_secret_is_one_sentence_without_it(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(LaunchError, match=variable) as error:
        check_preview_settings()
    assert value not in str(error.value)
    assert "\n" not in str(error.value)
