"""How much of the machine other programs used while the bench ran: noise in the numbers."""

from __future__ import annotations

import os
import resource
import time

import psutil


class OthersWork:
    """Counts from its making on."""

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._before = _everybodys_seconds() - _our_seconds()

    def share(self) -> float:
        """Give the part of all cores' time, 0 to 1, that went to neither the bench nor its bots.

        Processes of ours count once they have ended.
        """
        seconds = (time.monotonic() - self._started) * (os.cpu_count() or 1)
        return max(0.0, (_everybodys_seconds() - _our_seconds() - self._before) / seconds)


def _everybodys_seconds() -> float:
    times = psutil.cpu_times()
    # Guests count within user; what the host takes for other machines is noise, too.
    return float(times.user + times.nice + times.system + times.irq + times.softirq + times.steal)


def _our_seconds() -> float:
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)
