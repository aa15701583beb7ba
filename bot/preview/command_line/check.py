"""`check`: what would leave somebody stuck, or unheard, in the scripts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from bot.locations import ROOT
from bot.preview.catalogue.spanish import spanish_gaps
from bot.preview.catalogue.ways_on import turns_without_a_way_on
from bot.responses.lint import Problem, problems
from bot.responses.project import Project


def check(
    folder: Annotated[
        Path, typer.Argument(help="Folder of the project.", exists=True, file_okay=False)
    ] = ROOT,
) -> None:
    """Fail on dead ends, unreachable responses, missing sources or Spanish, and hard texts."""
    project = Project.read(folder)
    found = list(findings(project))
    for problem in found:
        file = problem.file
        shown = file.relative_to(folder) if file.is_relative_to(folder) else file
        print(f"{shown}: {problem.name}: {problem.text}")
    texts = sum(len(variations) for variations in project.scripts.responses.values())
    print(f"{texts} texts looked at, {len(found)} finding{'' if len(found) == 1 else 's'}.")
    if found:
        raise typer.Exit(1)


def findings(project: Project) -> Iterator[Problem]:
    """Yield everything that the lint of the scripts finds, and what only the whole talk shows."""
    yield from problems(project)
    yield from turns_without_a_way_on(project)
    yield from spanish_gaps(project)
