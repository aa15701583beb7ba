"""Both servers, started as `make run` starts them."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import psutil

from bot.launch.prepare import quiet_environment
from bot.locations import ROOT
from tests.conftest import free_port, wait_for

# As long as the launcher itself waits for its servers (bot/launch/servers.py), and then some.
START_SECONDS = 240.0


class Running:
    """The launcher with its two servers, and what it printed."""

    def __init__(self, folder: Path, database: str, **environment: str) -> None:
        self.port, self.action_port = free_port(), free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.output = folder / "output.txt"
        self.process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "bot.launch",
                "run",
                "--port",
                str(self.port),
                "--action-port",
                str(self.action_port),
            ],
            cwd=ROOT,
            env={**quiet_environment(), "DATABASE_URL": database, **environment},
            stdout=self.output.open("w"),
            stderr=subprocess.STDOUT,
            start_new_session=True,
            # Where the tests run in the background Ctrl-C is ignored, and children inherit that.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        )
        try:
            wait_for(f"{self.address}/health/live", START_SECONDS)
        except OSError:
            # Nobody else knows of it: it would run on after the tests.
            self.stop()
            raise

    def servers(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def action_server(self) -> psutil.Process:
        return next(one for one in self.servers() if "actions" in one.cmdline())

    def stop(self, how: signal.Signals = signal.SIGINT) -> int:
        self.process.send_signal(how)
        return self.process.wait(30)
