"""The threat model names only tests, places and documents that are there."""

from __future__ import annotations

import ast
import re

import pytest

from bot.locations import ROOT

from .code_reading import read

DOCUMENTS = ("docs/threats.md", "docs/pins.md")
ATTACKERS = (
    "The stalker who has the phone",
    "The stalker who finds the widget",
    "A curious clinic employee",
    "A bot",
    "A compromised page",
    "A messaging provider",
    "A lost backup",
    "A package that was tampered with",
)
_NODE = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def names_of_tests(file: str) -> set[str]:
    return {
        node.name
        for node in ast.walk(ast.parse(read(file)))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_test_that_is_named_is_there(document: str) -> None:
    named = _NODE.findall(read(document))
    assert named
    for file, test in named:
        assert (ROOT / file).is_file(), file
        assert test in names_of_tests(file), f"{file}::{test}"


def test_every_threat_has_a_control_a_place_and_a_test() -> None:
    for row in re.findall(r"^\|.*\|$", read("docs/threats.md"), re.MULTILINE):
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        if cells[0] == "threat" or set(cells[0]) == {"-"}:
            continue
        assert len(cells) == 4, row
        assert all(cells), row
        assert _NODE.search(cells[3]), row
        assert (ROOT / cells[2].strip("`")).exists(), row


@pytest.mark.parametrize("attacker", ATTACKERS)
def test_every_attacker_is_told_what_is_left_over(attacker: str) -> None:
    (section,) = (
        part
        for part in re.split(r"^## ", read("docs/threats.md"), flags=re.MULTILINE)
        if part.startswith(f"{attacker}\n")
    )
    assert "Left over: " in section
