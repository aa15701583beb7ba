"""Resident memory of servers, looked at while they are used."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from types import TracebackType

import psutil

from tests.topology.servers import ServerProcess

LOOK_SECONDS = 5.0


class MemoryWatch:
    """Looks every few seconds, from its opening to its end; megabytes of 1,000,000 bytes."""

    def __init__(self, servers: Sequence[ServerProcess]) -> None:
        self._servers = servers
        self.megabytes: list[float] = []
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> MemoryWatch:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while True:
            self.megabytes.append(resident_megabytes(self._servers))
            if self._over.wait(LOOK_SECONDS):
                return


def resident_megabytes(servers: Sequence[ServerProcess]) -> float:
    """Give the memory of all these servers together; one that is down counts nothing."""
    total = 0
    for server in servers:
        try:
            total += psutil.Process(server.process.pid).memory_info().rss
        except psutil.NoSuchProcess:
            continue
    return total / 1e6
