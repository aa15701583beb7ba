"""Where the numbers for Prometheus are served: an address of their own, or nowhere."""

from __future__ import annotations

import os
from dataclasses import dataclass

from bot.storage.settings import WORKERS_SETTING, SettingError

METRICS_PORT_SETTING = "LANTERN_METRICS_PORT"
METRICS_HOST_SETTING = "LANTERN_METRICS_HOST"
METRICS_HOST = "127.0.0.1"


@dataclass(frozen=True)
class MetricsPlace:
    """The address that is listened at, and the ports: one for each process of the server."""

    host: str
    ports: range


def metrics_place() -> MetricsPlace | None:
    """Give where the numbers are served; None when they are not.

    Raises:
        SettingError: the port is no port, or too high for the number of processes.
    """
    said = os.environ.get(METRICS_PORT_SETTING, "").strip()
    if not said:
        return None
    workers = os.environ.get(WORKERS_SETTING, "").strip()
    processes = int(workers) if workers.isascii() and workers.isdigit() else 1
    port = int(said) if said.isascii() and said.isdigit() else 0
    last = port + max(processes, 1) - 1
    if not 1 <= port <= last <= 65535:
        raise SettingError(
            f"{METRICS_PORT_SETTING} is {said!r}; it has to be a port from 1 to 65535, with one "
            f"more after it for each further process of {WORKERS_SETTING}."
        )
    host = os.environ.get(METRICS_HOST_SETTING, "").strip() or METRICS_HOST
    return MetricsPlace(host, range(port, last + 1))
