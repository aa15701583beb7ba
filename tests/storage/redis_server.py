"""A Redis server of the tests' own, on the installed binary; never an existing one."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import redis

from tests.conftest import free_port

SECRET = "the secret of the tests, 4f1c9a7e"
WAIT_SECONDS = 20


@dataclass(frozen=True)
class RedisServer:
    """A running server: `url` for what is tested, `look` for who looks on."""

    url: str
    folder: Path
    process: subprocess.Popen[bytes]

    @property
    def look(self) -> redis.Redis:
        return redis.Redis.from_url(self.url, decode_responses=True)

    def names(self) -> set[str]:
        return set(self.look.keys())

    def content(self) -> dict[str, str]:
        """Everything it holds, by name, as text."""
        look = self.look
        read = {
            "string": look.get,
            "set": look.smembers,
            "zset": lambda name: look.zrange(name, 0, -1),
            "hash": look.hgetall,
            "list": lambda name: look.lrange(name, 0, -1),
            # A key may end between the two questions: then nothing is held under its name.
            "none": lambda name: None,
        }
        found = {name: read[look.type(name)](name) for name in self.names()}
        return {name: str(value) for name, value in found.items() if value is not None}

    def wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + WAIT_SECONDS
        while True:
            try:
                self.look.ping()
            except redis.ConnectionError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)
            else:
                return

    def pass_time(self, seconds: float) -> None:
        """Bring the end of every key nearer."""
        look = self.look
        for name in self.names():
            left = look.pttl(name)
            if left > 0:
                look.pexpire(name, max(1, int(left - seconds * 1000)))
        time.sleep(0.05)


def program() -> str | None:
    return shutil.which("redis-server")


@contextmanager
def server(port: int | None = None) -> Iterator[RedisServer]:
    """Run a server in a folder of its own, reachable on this machine only; nothing goes to disk."""
    found = program()
    assert found
    folder = Path(tempfile.mkdtemp(prefix="lantern-redis-"))
    port = port or free_port()
    settings = {
        "port": str(port),
        "bind": "127.0.0.1",
        "dir": str(folder),
        "logfile": str(folder / "log"),
        "save": "",
        "appendonly": "no",
    }
    process = subprocess.Popen(
        [found, *(word for name, value in settings.items() for word in (f"--{name}", value))],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
    )
    running = RedisServer(f"redis://127.0.0.1:{port}/0", folder, process)
    try:
        running.wait_until_it_answers()
        yield running
    finally:
        process.kill()
        process.wait(10)
        shutil.rmtree(folder, ignore_errors=True)
