"""Serves the counts of this process to Prometheus, at an address that is not the chat's.

Each process of the server has a port of its own and Prometheus adds them up, as it does for
machines. The library's other way, files that all processes write into, would put counts on the
disk, keep those of processes that are gone, and could not show counts in fives.
"""

from __future__ import annotations

import logging

from prometheus_client import start_http_server

from bot.watching import counts
from bot.watching.settings import MetricsPlace

logger = logging.getLogger(__name__)


class CountedErrors(logging.Handler):
    """Counts the errors that are logged; who logged, and nothing of what."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)

    def emit(self, record: logging.LogRecord) -> None:
        """Count one line."""
        counts.error_logged(record.name)


def serve_metrics(place: MetricsPlace) -> bool:
    """Serve in a thread, at the first port that no other process has taken; False if all are.

    The thread ends with the process. Without a port the chat goes on without its numbers: that they
    are missing is what Prometheus notices first.
    """
    for port in place.ports:
        try:
            start_http_server(port, place.host, counts.REGISTRY)
        except OSError:
            continue
        logging.getLogger().addHandler(CountedErrors())
        logger.info("Numbers for Prometheus at http://%s:%s/metrics", place.host, port)
        return True
    logger.error("No port is free for the numbers: %s", list(place.ports))
    return False
