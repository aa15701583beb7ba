"""`make load` and `make chaos`: load servers of their own, print a table, and write it."""

from __future__ import annotations

import argparse
import datetime
import os
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from bot.locations import ROOT
from tests.bench.others_work import OthersWork
from tests.load import crowd_run
from tests.load.chaos import Plan, Row, Say, chaos
from tests.load.crowd_run import Crowd, crowd_at, read_messages
from tests.load.faults import FAULTS, clock_environment
from tests.load.figures import Figures, table
from tests.load.growth import TURNS, growth
from tests.load.memory import MemoryWatch
from tests.topology import clinic as clinics
from tests.topology.clinic import Clinic, clinic, single

RESULTS = ROOT / "var"
MOST_PEOPLE, MOST_MINUTES = 2000, 120.0
# Seconds in which people come, before what they get is counted.
COMING_SECONDS = 15.0
# Seconds that people of the load read and type between two messages.
SHORTEST_PAUSE, LONGEST_PAUSE = 8.0, 20.0
# Most that a last turn of a long chat may cost of a first one.
MOST_GROWTH = 1.2


def main() -> int:
    """Load or break; exit code 1 when a promise was broken, 2 when nothing could be tried."""
    parser = argparse.ArgumentParser(prog="python -m tests.load", description=__doc__)
    parser.add_argument("what", choices=("load", "chaos"))
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--minutes", type=float, default=3.0, help="of each load")
    parser.add_argument("--store", choices=("both", "memory", "redis"), default="both")
    parser.add_argument("--seconds", type=float, default=15.0, help="of each fault")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, _interrupt)
    if not (0 < options.people <= MOST_PEOPLE and 0 < options.minutes <= MOST_MINUTES):
        print(f"PEOPLE goes to {MOST_PEOPLE}, MINUTES to {MOST_MINUTES:.0f}.", file=sys.stderr)
        return 2
    missing = crowd_run.missing_program() or clinics.missing_program()
    if missing:
        print(f"Nothing could be tried: there is no {missing}.", file=sys.stderr)
        return 2
    began, others = time.monotonic(), OthersWork()

    def say(what: str) -> None:
        print(f"  {time.monotonic() - began:4.0f} s  {what}", flush=True)

    report = Report(options.what)
    try:
        if options.what == "load":
            load(options, report, say)
        else:
            break_parts(options, report, say)
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 2
    report.add(
        f"{datetime.datetime.now(datetime.timezone.utc):%Y-%m-%d %H:%M} UTC, {os.cpu_count()} "
        f"cores, {others.share():.0%} of them used by other programs meanwhile."
    )
    report.write()
    return 1 if report.broken else 0


class Report:
    """What is printed and written: the same."""

    def __init__(self, name: str) -> None:
        self._file = RESULTS / f"{name}.md"
        self._parts: list[str] = []
        self.broken: list[str] = []

    def add(self, part: str) -> None:
        """Print a part, and keep it for the file."""
        print(f"\n{part}\n", flush=True)
        self._parts.append(part)

    def write(self) -> None:
        """Write all parts, and say what promise was broken."""
        kept = "Every promise was kept."
        self.add("\n".join(f"- BROKEN: {one}" for one in self.broken) or kept)
        self._file.parent.mkdir(exist_ok=True)
        self._file.write_text("\n\n".join(self._parts) + "\n", encoding="utf-8")
        print(f"Written to {self._file.relative_to(ROOT)}.")


def load(options: argparse.Namespace, report: Report, say: Say) -> None:
    """Load each kind of clinic with people for some minutes; look at growth and memory too."""
    stores = ("memory", "redis") if options.store == "both" else (options.store,)
    rows, notes = [], []
    for store in stores:
        say(f"starting servers, chats in {store}")
        with _started(store) as running:
            grown = growth(running.address, running.rasa)
            notes.append(
                f"{store}: one of the last of {TURNS} turns takes {grown.processor:.2f} times "
                f"the processor time of one of the first, and {grown.latency:.2f} times the "
                f"time; {grown.mean_seconds * 1000:.0f} ms on the average."
            )
            if grown.processor > MOST_GROWTH:
                report.broken.append(f"{store}: a long chat costs {grown.processor:.2f} times")
            say(f"{options.people} people, {options.minutes:g} min")
            figures, megabytes = _loaded(running, options)
        rows.append((f"{len(running.rasa)} Rasa, chats in {store}", figures))
        third = max(1, len(megabytes) // 3)
        notes.append(
            f"{store}: memory of all servers {max(megabytes[:third]):.0f} MB in the first third, "
            f"{max(megabytes[-third:]):.0f} MB in the last."
        )
        report.broken += _broken(store, figures)
    report.add(table(rows, f"{options.people} people, {options.minutes:g} min"))
    report.add("\n".join(f"- {note}" for note in notes))


def _loaded(running: Clinic, options: argparse.Namespace) -> tuple[Figures, list[float]]:
    records = running.folder / "load.jsonl"
    crowd = Crowd(
        options.people,
        a_second=max(1.0, options.people / COMING_SECONDS),
        shortest_pause=SHORTEST_PAUSE,
        longest_pause=LONGEST_PAUSE,
    )
    with crowd_at(running.address, crowd, records):
        time.sleep(COMING_SECONDS)
        begin = time.monotonic()
        with MemoryWatch(running.servers) as watch:
            time.sleep(options.minutes * 60)
        end = time.monotonic()
    met = [one for one in read_messages(records) if begin <= one.began < end]
    return Figures.of(met, end - begin), watch.megabytes


def _broken(store: str, figures: Figures) -> list[str]:
    broken = []
    if figures.bad:
        broken.append(f"{store}: {figures.bad} answers were wrong or another's")
    if figures.danger_answered < figures.danger:
        missed = figures.danger - figures.danger_answered
        broken.append(f"{store}: {missed} of {figures.danger} in danger got no safety reply")
    if figures.late:
        broken.append(f"{store}: {figures.late} answers came after the deadline")
    return broken


def break_parts(options: argparse.Namespace, report: Report, say: Say) -> None:
    """Break every part in turn under load."""
    say("starting servers")
    with _folder() as folder, clinic(folder, **clock_environment(folder)) as running:
        plan = Plan(broken=options.seconds)
        crowd = Crowd(options.people, a_second=options.people / plan.before)
        rows = chaos(running, FAULTS, crowd, plan, folder / "chaos.jsonl", say)
    report.add(fault_table(rows, options.people))
    report.broken += [line for row in rows for line in row.broken_promises()]


def fault_table(rows: list[Row], people: int) -> str:
    """Lay out a row for each fault."""
    return table([(row.fault.name, row.figures) for row in rows], f"{people} people, fault")


@contextmanager
def _started(store: str) -> Iterator[Clinic]:
    with _folder() as folder, (single if store == "memory" else clinic)(folder) as running:
        yield running


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="lantern-load-") as name:
        yield Path(name)


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
