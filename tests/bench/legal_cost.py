"""What an answer out of the legal database costs, on SQLite with all data, place by place.

The yardstick is the standard library: open the file, read the laws of the place, close.
"""

from __future__ import annotations

import sqlite3
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles
from typing import Final

from sqlalchemy.engine import make_url

from actions.law_answers import LawAnswers
from actions.law_fitting import Told
from actions.law_words import Words, law_responses
from actions.legal import files
from actions.legal.loading import load
from actions.legal.queries import asking
from actions.legal.vocabulary import STATE_CODES

TOLD: Final = Told(("location_tracking", "threats", "harassment_messages"), "ex_partner")
ASKED: Final = (None, "stalking", "orders", "help", "fitting")


def legal_cost() -> list[str]:
    """Lines with milliseconds and ratios: each question of a conversation, opening included."""
    with tempfile.TemporaryDirectory(prefix="lantern-bench-") as folder:
        path = Path(folder) / "lantern.db"
        url = make_url(f"sqlite:///{path}")
        load(files.DEFAULT_FOLDER, url)
        words = Words(law_responses())

        def answer(code: str, topic: str | None) -> None:
            with asking(url) as queries:
                LawAnswers(queries, words).for_topic(code, topic, TOLD)

        yardstick = median(_times(lambda code: _plainly(path, code)))
        lines = [f"An answer out of the legal database, in ms (plain sqlite3: {yardstick:.2f}):"]
        for topic in ASKED:
            times = _times(lambda code, topic=topic: answer(code, topic))
            p95 = quantiles(times, n=20, method="inclusive")[-1]
            lines.append(
                f"  {topic or 'a place':12}median {median(times):.2f}, p95 {p95:.2f}; "
                f"{median(times) / yardstick:.1f} times plain sqlite3 ({len(times)} places)"
            )
    return lines


def _plainly(path: Path, code: str) -> None:
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    connection.execute("SELECT * FROM laws WHERE jurisdiction = ?", (code,)).fetchall()
    connection.close()


def _times(work: Callable[[str], object]) -> list[float]:
    for code in STATE_CODES[:10]:
        work(code)
    times = []
    for code in STATE_CODES:
        begun = time.perf_counter()
        work(code)
        times.append(1_000 * (time.perf_counter() - begun))
    return times
