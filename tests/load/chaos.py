"""Breaks one part after the other while people chat, and counts what they got meanwhile."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from tests.load.crowd_run import Crowd, Message, crowd_at, read_messages
from tests.load.faults import Fault
from tests.load.figures import Figures
from tests.load.people import Outcome
from tests.topology.clinic import Clinic

Say = Callable[[str], None]


@dataclass(frozen=True)
class Plan:
    """Seconds: people alone before the first fault, each fault, and after each until it is over."""

    before: float = 20.0
    broken: float = 15.0
    after: float = 10.0


@dataclass(frozen=True)
class Window:
    """When a fault was there, by the monotonic clock, the time after it included."""

    fault: Fault
    begin: float
    end: float


@dataclass(frozen=True)
class Row:
    """What people got while a fault was there."""

    fault: Fault
    figures: Figures
    kinds: dict[str, list[str]]
    """For each outcome, the kinds of the messages that it came of."""
    unheard: int
    """Messages about danger that found no safety reply, not even at the next tries."""

    def broken_promises(self) -> list[str]:
        """Say what must not have been, in one line each; none when all was kept."""
        counts = self.figures.counts
        broken = [
            f"{self.fault.name}: {counts[outcome.value]} messages were {outcome.value} "
            f"({', '.join(sorted(set(self.kinds[outcome.value])))})"
            for outcome in (Outcome.MIXED, Outcome.WRONG)
            if counts[outcome.value]
        ]
        if counts[Outcome.OVER.value] and not self.fault.loses_chats:
            broken.append(f"{self.fault.name}: {counts[Outcome.OVER.value]} chats were lost")
        if self.unheard and not self.fault.none_is_up:
            broken.append(f"{self.fault.name}: {self.unheard} in danger got no safety reply")
        return broken


def chaos(
    clinic: Clinic, faults: Iterable[Fault], crowd: Crowd, plan: Plan, records: Path, say: Say
) -> list[Row]:
    """Let a crowd chat, meet it with each fault, and give a row for each."""
    windows = []
    with crowd_at(clinic.address, crowd, records):
        time.sleep(plan.before)
        for fault in faults:
            say(fault.name)
            begin = time.monotonic()
            try:
                fault.breaks(clinic)
                time.sleep(plan.broken)
            finally:
                fault.mends(clinic)
            time.sleep(plan.after)
            windows.append(Window(fault, begin, time.monotonic()))
    messages = read_messages(records)
    return [_row(window, messages) for window in windows]


def _row(window: Window, messages: list[Message]) -> Row:
    met = [one for one in messages if window.begin <= one.began < window.end]
    kinds = defaultdict(list)
    for one in met:
        kinds[one.outcome].append(one.kind)
    figures = Figures.of(met, window.end - window.begin)
    return Row(window.fault, figures, dict(kinds), unheard(met, messages))


def unheard(met: Iterable[Message], messages: Iterable[Message]) -> int:
    """Count the messages about danger that nobody answered, a later try of the same included."""
    heard = {
        (one.person, one.turn)
        for one in messages
        if one.kind == "safety" and one.outcome == Outcome.ANSWERED.value
    }
    asked = {(one.person, one.turn) for one in met if one.kind == "safety"}
    return len(asked - heard)
