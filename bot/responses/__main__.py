"""Command line of the lint: `python -m bot.responses`."""

from __future__ import annotations

import argparse
import statistics
import sys

from bot.responses.lint import problems
from bot.responses.project import Project
from bot.responses.reading_grade import reading_grade
from bot.responses.script_index import ScriptError


def main() -> int:
    """Print every problem, and what the scripts hold; exit code 1 when there is a problem."""
    parser = argparse.ArgumentParser(prog="python -m bot.responses", description=main.__doc__)
    parser.add_argument(
        "--only-errors", action="store_true", help="only what would break a dialogue, not style"
    )
    options = parser.parse_args()
    try:
        project = Project.read()
    except ScriptError as error:
        print(error)
        return 1
    found = [one for one in problems(project) if one.breaks or not options.only_errors]
    for problem in found:
        print(problem)
    if not options.only_errors:
        texts = [one["text"] for many in project.scripts.responses.values() for one in many]
        grades = [grade for text in texts if (grade := reading_grade(text)) is not None]
        print(
            f"{len(texts)} texts, {len(project.scripts.rules)} rules, {len(found)} problems; "
            f"reading grade: median {statistics.median(grades):.1f}, hardest {max(grades):.1f}"
        )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
