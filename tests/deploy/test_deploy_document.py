"""docs/deploy.md names what there is: files, services, settings, secrets, images, commands."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
import yaml

from bot.locations import ROOT

DEPLOY = ROOT / "deploy"
TEXT = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
COMMANDS = "\n".join(re.findall(r"^```\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL))
CODE = "\n".join([COMMANDS, *re.findall(r"`([^`\n]+)`", TEXT)])
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
SECRETS = set(re.findall(r"^keep (\w+)", (DEPLOY / "secrets.sh").read_text(), re.MULTILINE))
# Made by the commands of the document, or the example's own.
MADE = {"deploy/.env", "deploy/secrets/"}


def test_every_file_that_is_named_is_there() -> None:
    named = set(re.findall(r"(?<![\w./])deploy/[\w./-]*[\w/-]", CODE)) - {"deploy/preview"} - MADE
    assert len(named) > 15
    assert {path for path in named if not (ROOT / path).exists()} == set()


def test_every_service_and_unit_that_is_named_is_there() -> None:
    used = re.findall(
        r"compose\.yaml (?:up -d|stop|exec(?: -T)?) ([a-z -]+)$", COMMANDS, re.MULTILINE
    )
    ran = re.findall(r"compose\.yaml exec(?: -T)? (\S+)", COMMANDS)
    assert {word for words in used for word in words.split()} | set(ran) <= set(COMPOSE["services"])
    units = set(re.findall(r"lantern-(?:actions|chat|preview|legal-data)\b", CODE))
    assert all((DEPLOY / "systemd" / f"{unit}.service").is_file() for unit in units)
    kinds = re.findall(r"(?:deployment|deploy|service|job)[/ ]([a-z-]+)", COMMANDS)
    base = (DEPLOY / "kubernetes" / "base").glob("*.yaml")
    names = {
        one["metadata"]["name"]
        for file in base
        for one in yaml.safe_load_all(file.read_text(encoding="utf-8"))
        if "metadata" in one
    }
    assert {kind for kind in kinds if kind in ("chat", "preview", "legal-data")} <= names


def test_every_secret_is_in_the_table_of_how_to_change_it() -> None:
    rows = re.search(r"## Changing secrets\n(.*?)\n## ", TEXT, re.DOTALL)
    assert rows
    told = set(re.findall(r"`(\w+)`", rows[1]))
    # The superuser's password is asked for inside the container of PostgreSQL alone.
    assert SECRETS - told == {"postgres_password"}


def test_every_setting_of_the_files_is_explained() -> None:
    known = set(re.findall(r"`([A-Z][A-Z_]+)`", (ROOT / "docs" / "settings.md").read_text()))
    known |= set(re.findall(r"`([A-Z][A-Z_]+)`", TEXT))
    files = [file for file in DEPLOY.rglob("*") if file.is_file() and ".venv" not in file.parts]
    used = {
        name.removesuffix("_FILE")
        for file in files
        for name in re.findall(
            r"\b(?:LANTERN|REDIS|DATABASE|TWILIO|REQUIRE)_[A-Z_]+\b", file.read_text("utf-8")
        )
    }
    assert used - known - {"LANTERN_NEEDED_MEGABYTES"} == set()


def test_the_release_that_is_looked_up_is_the_one_that_is_built_on() -> None:
    dockerfile = (DEPLOY / "images" / "Dockerfile").read_text(encoding="utf-8")
    named = re.findall(r"imagetools inspect ([\w.:-]+)", TEXT)
    assert named
    assert all(f"FROM {name} " in dockerfile for name in named)


@pytest.mark.parametrize(("module", "words"), [("bot.preview", ["account", "add", "--help"])])
def test_an_account_is_made_with_the_options_that_are_named(module: str, words: list[str]) -> None:
    told = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", module, *words],
        cwd=ROOT,
        env={"COLUMNS": "200", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    used = set(re.findall(r"account add .*", COMMANDS))
    options = {option for line in used for option in re.findall(r"--[a-z]+", line)}
    assert options == {"--name", "--job", "--reviewer"}
    assert all(option in told for option in options)
