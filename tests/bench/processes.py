"""Processes that the bench starts: each in a group of its own, which alone it stops."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import TracebackType

import psutil

from bot.launch.prepare import quiet_environment
from tests.bench.errors import MeasureError

HOST = "127.0.0.1"
# Seconds between two looks at a health address: small beside any start-up.
LOOK_SECONDS = 0.02
STOP_SECONDS = 10.0


def free_port() -> int:
    """Give a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def rasa_environment(own_tensorflow_settings: bool) -> dict[str, str]:
    """Environment of a Rasa command: quiet, and without a colour or telemetry of its own.

    The stock bot keeps TensorFlow's own settings, so that ours cannot slow it.
    """
    environment = quiet_environment()
    if not own_tensorflow_settings:
        environment.pop("TF_ENABLE_ONEDNN_OPTS", None)
    return environment


class Process:
    """A Python module that runs in a folder, from its start to the end of its group."""

    def __init__(
        self, name: str, module: list[str], folder: Path, log: Path, environment: dict[str, str]
    ) -> None:
        self.name = name
        self._log = log
        with log.open("ab") as output:
            self._started = time.monotonic()
            self._process = subprocess.Popen(
                [sys.executable, "-W", "ignore", "-m", *module],
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def __enter__(self) -> Process:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def seconds_until_answer(self, address: str, limit_s: float) -> float:
        """Wait for the first 200 of an address; seconds since the process was started.

        Raises:
            MeasureError: it ended, or did not answer within the limit.
        """
        while time.monotonic() - self._started < limit_s:
            if self._process.poll() is not None:
                raise MeasureError(f"{self.name} ended while starting. {self._last_words()}")
            with (
                contextlib.suppress(urllib.error.URLError, OSError),
                urllib.request.urlopen(address, timeout=5) as reply,
            ):
                if reply.status == 200:
                    return time.monotonic() - self._started
            time.sleep(LOOK_SECONDS)
        raise MeasureError(f"{self.name} did not answer in {limit_s:.0f} s. {self._last_words()}")

    def seconds_until_end(self, limit_s: float) -> float:
        """Wait for its own end; seconds since it was started.

        Raises:
            MeasureError: it failed, or took longer than the limit.
        """
        try:
            code = self._process.wait(limit_s)
        except subprocess.TimeoutExpired:
            raise MeasureError(f"{self.name} took longer than {limit_s:.0f} s.") from None
        if code != 0:
            raise MeasureError(f"{self.name} failed (exit code {code}). {self._last_words()}")
        return time.monotonic() - self._started

    def resident_megabytes(self) -> float:
        """Resident memory of the process and all below it, in MB of 1,000,000 bytes."""
        try:
            parent = psutil.Process(self._process.pid)
            tree = [parent, *parent.children(recursive=True)]
            return sum(process.memory_info().rss for process in tree) / 1e6
        except psutil.NoSuchProcess:
            raise MeasureError(f"{self.name} ended by itself. {self._last_words()}") from None

    def stop(self) -> None:
        """End the whole group, gently first."""
        self._signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(STOP_SECONDS)
        self._signal(signal.SIGKILL)
        self._process.wait()

    def _signal(self, number: int) -> None:
        # The group's id is the id of its first process; an empty group is no error.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, number)

    def _last_words(self) -> str:
        lines = self._log.read_text(errors="replace").strip().splitlines()
        return f"Its last words: {lines[-1]}" if lines else "It said nothing."
