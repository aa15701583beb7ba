"""Starts action server and Rasa server, waits until both answer, stops what it started."""

from __future__ import annotations

import contextlib
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from types import FrameType

import yaml

from bot.launch.errors import LaunchError
from bot.launch.prepare import MODEL, quiet_environment
from bot.locations import ROOT
from bot.watching.settings import METRICS_PORT_SETTING, metrics_place

HOST = "127.0.0.1"
ENDPOINTS = ROOT / "endpoints.yml"
LOCAL = ROOT / "var"
LOGGING = ROOT / "deploy" / "action-logging.yml"
# Seconds in which a server must answer, and then be gone when it is told to stop.
START_SECONDS = 180.0
STOP_SECONDS = 8.0
# Seconds between two tries to start an action server that keeps ending.
RESTART_SECONDS = 3.0
# Places in the list of servers.
ACTIONS, RASA = 0, 1


class Server:
    """One server process of ours: starts at once, and is stopped when Lantern stops."""

    def __init__(
        self, name: str, command: list[str], health: str, settings: Mapping[str, str] | None = None
    ) -> None:
        self.name = name
        self.health = health
        # A session of its own, so that Ctrl-C reaches us alone and we stop it in order.
        self._process = subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=ROOT,
            env={**quiet_environment(), **(settings or {})},
            start_new_session=True,
        )

    @property
    def exit_code(self) -> int | None:
        """Exit code, or None while it runs."""
        return self._process.poll()

    def answers(self) -> bool:
        """Whether its health address answers with 200."""
        try:
            with urllib.request.urlopen(self.health, timeout=2) as reply:  # noqa: S310
                return int(reply.status) == 200
        except (urllib.error.URLError, OSError):
            return False

    def stop(self) -> None:
        """Ask it to stop, and insist if it does not."""
        if self.exit_code is not None:
            return
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def run_servers(port: int, action_port: int) -> None:
    """Run both servers until Ctrl-C, SIGTERM, or the end of the Rasa server.

    Raises:
        LaunchError: a port is taken, or a server ends or does not answer.
    """
    check_port(port, "PORT")
    check_port(action_port, "ACTION_PORT")
    metrics = metrics_place()
    for number in metrics.ports if metrics else ():
        check_port(number, METRICS_PORT_SETTING)
    started = time.monotonic()
    print("Starting the servers ...", flush=True)
    servers: list[Server] = []
    with endpoints_file(action_port) as endpoints:
        try:
            servers.append(start_actions(action_port))
            servers.append(
                Server(
                    "Rasa server",
                    [
                        "rasa",
                        "run",
                        "--model",
                        str(MODEL),
                        "--interface",
                        HOST,
                        "--port",
                        str(port),
                        "--endpoints",
                        endpoints,
                    ],
                    f"http://{HOST}:{port}/health/ready",
                )
            )
            wait_until_ready(servers)
            seconds = time.monotonic() - started
            print(
                f"Lantern is ready at http://{HOST}:{port}/  ({seconds:.0f} s; Ctrl-C stops it)",
                flush=True,
            )
            while servers[RASA].exit_code is None:
                if servers[ACTIONS].exit_code is not None:
                    # The conversation goes on without it; only law and help lines wait.
                    print("The action server has ended by itself; starting it again.", flush=True)
                    servers[ACTIONS] = start_actions(action_port)
                    time.sleep(RESTART_SECONDS)
                time.sleep(0.5)
            raise LaunchError(
                f"the Rasa server has ended by itself (exit code {servers[RASA].exit_code})."
            )
        finally:
            for server in reversed(servers):
                server.stop()


def run_shell(action_port: int) -> None:
    """Run the action server and `rasa shell`, which talks in this terminal.

    Raises:
        LaunchError: the port is taken, or the action server ends or does not answer.
    """
    check_port(action_port, "ACTION_PORT")
    server = start_actions(action_port)
    try:
        wait_until_ready([server])
        with endpoints_file(action_port) as endpoints:
            subprocess.run(
                [
                    sys.executable,
                    "-m",
                    "rasa",
                    "shell",
                    "--model",
                    str(MODEL),
                    "--endpoints",
                    endpoints,
                ],
                cwd=ROOT,
                env=quiet_environment(),
                check=False,
            )
    finally:
        server.stop()


def start_actions(port: int) -> Server:
    """Start the action server."""
    return Server(
        "action server",
        ["rasa", "run", "actions", "--port", str(port), "--logging-config-file", str(LOGGING)],
        f"http://{HOST}:{port}/health",
    )


def wait_until_ready(servers: list[Server]) -> None:
    """Wait until all servers answer.

    Raises:
        LaunchError: one ended, or did not answer in time.
    """
    deadline = time.monotonic() + START_SECONDS
    waiting = list(servers)
    while waiting:
        for server in servers:
            if server.exit_code is not None:
                raise LaunchError(f"the {server.name} ended while starting; see the lines above.")
        waiting = [server for server in waiting if not server.answers()]
        if waiting and time.monotonic() > deadline:
            raise LaunchError(f"the {waiting[0].name} did not answer in {START_SECONDS:.0f} s.")
        if waiting:
            time.sleep(0.1)


def check_port(port: int, setting: str, command: str = "run") -> None:
    """See that nobody listens at a port; `setting` of `make <command>` chooses another.

    Raises:
        LaunchError: somebody does.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            raise LaunchError(
                f"port {port} is taken by another program. "
                f"Stop that one, or choose another port: make {command} {setting}={port + 1}"
            ) from None


@contextlib.contextmanager
def endpoints_file(action_port: int) -> Iterator[str]:
    """Give endpoints.yml, or a copy of it that names another port of the action server.

    The copy is of this run alone, and goes with it: of two Lanterns that start together each has to
    find its own action server.
    """
    content = yaml.safe_load(ENDPOINTS.read_text(encoding="utf-8"))
    address = f"http://{HOST}:{action_port}/webhook"
    if content["action_endpoint"]["url"] == address:
        yield str(ENDPOINTS)
        return
    content["action_endpoint"]["url"] = address
    LOCAL.mkdir(exist_ok=True)
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", dir=LOCAL, prefix="endpoints-", suffix=".yml"
    ) as copy:
        yaml.safe_dump(content, copy)
        copy.flush()
        yield copy.name


def stop_on_signals() -> None:
    """Let the end of the terminal and a plain `kill` stop all that was started, as Ctrl-C does."""

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupt)
