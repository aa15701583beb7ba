"""Whether a training begins anew, or goes on from what is kept: the commands' one choice.

Going on is for more sentences of the same labels. It takes a tenth of the time and keeps what was
learned before, where a training anew trades some of it away (docs/choices.md).
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TypedDict

from bot.encoder.tuning import Tuning


class Course(TypedDict):
    """Rounds, runs, and the tuning to go on from (None: anew)."""

    epochs: int
    runs: int
    start: Tuning | None


def course_of_training(
    about: str | None, *, epochs: int, runs: int, kept: Path, arguments: list[str] | None = None
) -> Course:
    """Read the command line: `--more ROUNDS` goes on from the kept tuning, in one run.

    Raises SystemExit with a sentence where the command line cannot be understood.
    """
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--more", type=int, metavar="ROUNDS", help="go on from the kept one")
    more: int | None = parser.parse_args(arguments).more
    if more is None:
        return {"epochs": epochs, "runs": runs, "start": None}
    if more < 1:
        parser.error("--more needs at least one round.")
    return {"epochs": more, "runs": 1, "start": Tuning.load(kept)}
