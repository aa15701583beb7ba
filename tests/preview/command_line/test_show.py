"""`python -m bot.preview show`, as somebody reads it in a terminal."""

from __future__ import annotations

import subprocess
import sys

import pytest
from typer.testing import CliRunner

from bot.locations import ROOT
from bot.preview.catalogue.entries import shared_catalogue
from bot.preview.command_line.app import app


def shown(name: str) -> str:
    done = CliRunner().invoke(app, ["show", name])
    assert done.exit_code == 0
    return " ".join(done.stdout.replace("│", " ").split())


@pytest.mark.parametrize("name", ["fear", "support/fear"])
def test_a_script_is_a_page_to_read(name: str) -> None:
    page = shown(name)
    assert page.startswith("support/fear Support for somebody who feels afraid.")
    assert "Fear is not weakness, and it's not your fault." in page
    assert "[Afraid] leads to: support fear, support offer" in page
    assert "37 words, reading grade 2.3, source: seed:" in page
    assert "according to the feeling that the person told (Afraid)" in page


def test_channels_and_conditions_stand_over_their_texts() -> None:
    assert "In text messages (SMS)" in shown("about_lantern")
    assert "when the talk is about danger right now" in shown("safety/steps")


@pytest.mark.parametrize("theme", ["safety", "messaging"])
def test_every_script_of_a_theme_can_be_shown(theme: str) -> None:
    for name, script in shared_catalogue().scripts.items():
        if script.theme == theme:
            page = shown(name)
            assert all(response in page for response in script.responses), name


def test_a_name_that_is_not_clear_ends_in_one_sentence() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "bot.preview", "show", "feer"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stdout == ""
    (line,) = done.stderr.strip().splitlines()
    assert "Did you mean: support/fear" in line
