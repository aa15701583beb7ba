"""Measure Lantern against the stock bot of `rasa init`, and print the ratios."""

from __future__ import annotations

import argparse
import os
import platform
import signal
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from types import FrameType

from bot.locations import ROOT
from tests.bench.bots import Bot, make_lantern, make_stock
from tests.bench.encoder_cost import encoder_cost
from tests.bench.errors import MeasureError
from tests.bench.legal_cost import legal_cost
from tests.bench.messages import check_same_mix
from tests.bench.others_work import OthersWork
from tests.bench.report import Row, table, write_json
from tests.bench.rounds import Measured, measure, rows
from tests.bench.safety_cost import safety_cost
from tests.bench.web_widget import web_widget_lines, web_widget_rows

RESULT = ROOT / "var" / "bench.json"
# From this share of the machine on, other programs' work shows in the times.
BUSY = 0.1


def main() -> int:
    """Measure, print, write; exit code 1 only when something could not be measured."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one start, 200 messages")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, _interrupt)
    starts, passes = (1, 2) if options.quick else (3, 4)
    try:
        _bench(starts, passes)
    except MeasureError as error:
        print(f"The bench cannot measure: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 1
    return 0


def _bench(starts: int, passes: int) -> None:
    began = time.monotonic()
    others = OthersWork()

    def say(what: str) -> None:
        print(f"  {time.monotonic() - began:4.0f} s  {what}", flush=True)

    print("Measuring Lantern and the bot that `rasa init` makes (some minutes) ...", flush=True)
    with tempfile.TemporaryDirectory(prefix="lantern-bench-") as folder:
        scratch = Path(folder)
        stock, lantern = make_stock(scratch), make_lantern(scratch)
        check_same_mix(stock.conversations, lantern.conversations)
        of_stock, of_lantern = measure(stock, lantern, scratch, starts, passes, say)
        say("the encoder alone")
        measured = rows(of_stock, of_lantern, encoder_cost())
        say("the web chat")
        of_web, web_words = _web_chat(lantern, scratch)
    conditions = {
        "cores": os.cpu_count(),
        "share of other programs": round(others.share(), 3),
        "python": platform.python_version(),
        "rasa": version("rasa"),
        "starts": starts,
        "messages each": sum(len(talk.timed) for talk in of_lantern.talks),
        "stock bot": _oddities(of_stock),
        "Lantern": _oddities(of_lantern),
        "seconds": round(time.monotonic() - began),
    }
    write_json(RESULT, [*measured, *of_web], conditions)
    print(f"\n{table(measured)}\n")
    print("\n".join(web_widget_lines(of_web, web_words)), end="\n\n")
    print("\n".join(safety_cost()), end="\n\n")
    print("\n".join(legal_cost()), end="\n\n")
    print(
        f"{conditions['messages each']} messages each, {starts} start(s), {os.cpu_count()} cores, "
        f"{conditions['seconds']} s in all. All rounds: {RESULT.relative_to(ROOT)}"
    )
    if conditions["share of other programs"] > BUSY:
        print(
            f"Other programs used {conditions['share of other programs']:.0%} of the machine "
            "meanwhile: trust the ratios a little, the times not at all."
        )


def _web_chat(lantern: Bot, scratch: Path) -> tuple[list[Row], str]:
    """Measure the web chat; what keeps it from being measured keeps nothing else."""
    try:
        return web_widget_rows(lantern, scratch)
    except MeasureError as error:
        return [], f"The web chat was not measured: {error}"


def _oddities(result: Measured) -> dict[str, int]:
    return {
        "answers without a word": sum(talk.empty for talk in result.talks),
        "answers that only say something is wrong": sum(talk.trouble for talk in result.talks),
    }


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
