"""Counts of what is grave: shown in whole fives, once a day, so that none points at one person."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence

from prometheus_client import CollectorRegistry
from prometheus_client.metrics_core import CounterMetricFamily
from prometheus_client.registry import Collector

STEP = 5
# Seconds between two days on which what is shown may change.
SHOWN_EVERY_SECONDS = 24 * 60 * 60


class CountInFives(Collector):
    """A counter that shows of each count only its whole fives, as they stood once a day.

    A count that moved with each message would tell whoever looks at the board, and at the waiting
    room, what a person has just written. Prometheus' own counters cannot do that.
    """

    def __init__(
        self,
        name: str,
        meaning: str,
        labels: Sequence[str],
        values: Iterable[tuple[str, ...]],
        registry: CollectorRegistry,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Make the counter; `values` are all that its labels can ever have together."""
        self._name, self._meaning, self._labels = name, meaning, list(labels)
        self._counted = dict.fromkeys(values, 0)
        self._shown = dict(self._counted)
        self._clock = clock
        self._since = clock()
        registry.register(self)

    def add(self, *values: str) -> None:
        """Count one; KeyError for values that the labels cannot have."""
        self._counted[values] += 1

    def collect(self) -> Iterable[CounterMetricFamily]:
        """Give what may be shown now."""
        if self._clock() - self._since >= SHOWN_EVERY_SECONDS:
            self._since = self._clock()
            self._shown = {key: count // STEP * STEP for key, count in self._counted.items()}
        family = CounterMetricFamily(self._name, self._meaning, labels=self._labels)
        for values, count in self._shown.items():
            family.add_metric(values, count)
        yield family
