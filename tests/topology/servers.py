"""Server processes that a test starts, stops, kills, hangs and starts again on the same port."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import yaml

from bot.launch.prepare import MODEL, quiet_environment
from bot.launch.servers import LOGGING
from bot.locations import ROOT
from tests.conftest import free_port, wait_for

HOST = "127.0.0.1"
WEB_CHANNEL = "bot.channels.web_chat.WebChat"
START_SECONDS = 180.0
STOP_SECONDS = 30.0


class ServerProcess:
    """One process that listens on a port of its own; it starts at once."""

    def __init__(
        self, command: list[str], port: int, health: str, folder: Path, environment: dict[str, str]
    ) -> None:
        self.port = port
        self.address = f"http://{HOST}:{port}"
        self.health = f"{self.address}{health}"
        self.output = folder / f"server-{port}.txt"
        self._command = command
        self._environment = {**os.environ, **environment}
        self.process = self.start()

    def start(self) -> subprocess.Popen[bytes]:
        """Start it, also after it ended; what it printed before stays."""
        with self.output.open("ab") as output:
            self.process = subprocess.Popen(
                self._command,
                cwd=ROOT,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        return self.process

    def wait(self) -> None:
        """Wait until it answers."""
        wait_for(self.health, START_SECONDS)

    def stop(self) -> None:
        """End it as an operator does; what it is doing may be finished.

        Raises:
            subprocess.TimeoutExpired: it did not end within STOP_SECONDS, and was killed.
        """
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGCONT)
            self.process.terminate()
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                # Nobody else knows of it: it would run on.
                self.kill()
                raise

    def kill(self) -> None:
        """End it in the middle of what it does."""
        self.process.kill()
        self.process.wait(STOP_SECONDS)

    def hang(self) -> None:
        """Let it do nothing more; its connections stay open."""
        self.process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """Let it do again what it did."""
        self.process.send_signal(signal.SIGCONT)


class RasaServer(ServerProcess):
    """One Rasa server; `actions` is the address of the action servers."""

    def __init__(
        self,
        folder: Path,
        *,
        channels: Sequence[str] = (WEB_CHANNEL,),
        actions: str = "",
        health: str = "/health/live",
        **environment: str,
    ) -> None:
        port = free_port()
        endpoints = yaml.safe_load((ROOT / "endpoints.yml").read_text(encoding="utf-8"))
        if actions:
            endpoints["action_endpoint"]["url"] = f"{actions}/webhook"
        for name, content in (
            ("endpoints", endpoints),
            ("credentials", {channel: None for channel in channels}),
        ):
            (folder / f"{name}-{port}.yml").write_text(yaml.safe_dump(content))
        command = [sys.executable, "-m", "rasa", "run", "--model", str(MODEL)]
        command += ["--credentials", str(folder / f"credentials-{port}.yml")]
        command += ["--endpoints", str(folder / f"endpoints-{port}.yml")]
        command += ["--interface", HOST, "--port", str(port)]
        super().__init__(command, port, health, folder, {**quiet_environment(), **environment})


class ActionServer(ServerProcess):
    """One action server, which answers out of the legal database at `database`."""

    def __init__(self, folder: Path, database: str, **environment: str) -> None:
        port = free_port()
        command = [sys.executable, "-m", "rasa", "run", "actions", "--port", str(port)]
        command += ["--logging-config-file", str(LOGGING)]
        environment = {**quiet_environment(), "DATABASE_URL": database, **environment}
        super().__init__(command, port, "/health", folder, environment)
