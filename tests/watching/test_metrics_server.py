"""The numbers have an address of their own, one for each process, and only where it is set."""

from __future__ import annotations

import subprocess
import sys
import urllib.request

import pytest

from bot.launch.prepare import quiet_environment
from bot.locations import ROOT
from bot.storage.settings import SettingError
from bot.watching.settings import MetricsPlace, metrics_place
from tests.channels.test_web_pages import SERVER
from tests.conftest import free_port, wait_for
from tests.end_to_end.client import Client

# Two processes, which without Redis each keep chats of their own.
TWO = SERVER.replace("access_log=False", "access_log=False, workers=2").replace(
    "app.blueprint(WebChat().blueprint(silent))",
    """import os
chat = WebChat()
os.environ["SANIC_WORKERS"] = "2"
app.blueprint(chat.blueprint(silent))""",
)


def test_off_unless_it_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LANTERN_METRICS_PORT", raising=False)
    assert metrics_place() is None


def test_one_port_a_process_on_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANTERN_METRICS_PORT", "9105")
    assert metrics_place() == MetricsPlace("127.0.0.1", range(9105, 9106))
    monkeypatch.setenv("SANIC_WORKERS", "3")
    monkeypatch.setenv("LANTERN_METRICS_HOST", "10.0.0.5")
    assert metrics_place() == MetricsPlace("10.0.0.5", range(9105, 9108))


@pytest.mark.parametrize("port", ["metrics", "0", "65536", "-1", "9105.0", "65535"])
def test_a_wrong_port_ends_in_a_sentence(monkeypatch: pytest.MonkeyPatch, port: str) -> None:
    monkeypatch.setenv("LANTERN_METRICS_PORT", port)
    monkeypatch.setenv("SANIC_WORKERS", "2")
    with pytest.raises(SettingError, match="LANTERN_METRICS_PORT is"):
        metrics_place()


def numbers(port: int) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as reply:
        return str(reply.read().decode())


def count(name: str, *ports: int) -> float:
    lines = [line for port in ports for line in numbers(port).splitlines()]
    return sum(float(line.split()[-1]) for line in lines if line.startswith(f"{name} "))


def test_two_processes_are_counted_each_and_the_chats_port_tells_none() -> None:
    port, first = free_port(), free_port()
    process = subprocess.Popen(
        [sys.executable, "-c", TWO, str(port)],
        cwd=ROOT,
        env={**quiet_environment(), "LANTERN_METRICS_PORT": str(first)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/health/live")
        for one in (first, first + 1):
            wait_for(f"http://127.0.0.1:{one}/metrics")
        client = Client(f"http://127.0.0.1:{port}")
        for _ in range(12):
            assert client.request("GET", "/").status == 200
        assert count("lantern_page_loads_total", first, first + 1) == 12
        assert client.request("GET", "/metrics").status == 404
        # There is no model behind this server.
        assert client.request("GET", "/health/ready").status == 503
        assert client.request("HEAD", "/health/live").status == 200
    finally:
        process.terminate()
        process.wait(20)
