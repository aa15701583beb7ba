"""The documents say what the code does: names, settings, links and paths are held to each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.locations import DATA, ROOT
from bot.responses.script_index import ScriptIndex

from .code_reading import (
    default_config,
    metadata_keys_read,
    read,
    variables_read,
    variables_set,
)

DOCS = (ROOT / "README.md", ROOT / "SECURITY.md", *sorted((ROOT / "docs").rglob("*.md")))
NAMES = [str(file.relative_to(ROOT)) for file in DOCS]

# Made by `make` or by the commands of docs/deploy.md, so they need not be there: paths below these
# are not looked for.
MADE = (
    ".venv",
    ".uv",
    ".rasa",
    "models/",
    "var/",
    "deploy/.env",
    "deploy/secrets/",
    "deploy/tools/.venv",
)
TOP_LEVEL = {"bot", "data", "actions", "tests", "docs", "deploy", ".ci"}

_CODE = re.compile(r"`([^`\n]+)`")
_FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)\s]+)\)")


def prose(name: str) -> str:
    return _FENCE.sub("", read(name))


def tables(name: str, heading: str) -> list[list[str]]:
    """Rows of every table below a heading, header rows left out; cells without their backticks."""
    section = re.split(r"^## ", prose(name), flags=re.MULTILINE)
    body = next(part for part in section if part.startswith(f"{heading}\n"))
    rows = [line for line in body.splitlines() if line.startswith("| `")]
    return [[cell.strip().strip("`") for cell in row.strip("|").split("|")] for row in rows]


def first_cells(name: str, heading: str) -> list[str]:
    return [row[0] for row in tables(name, heading)]


@pytest.fixture(scope="module")
def domain() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(read("domain.yml"))
    return content


@pytest.mark.parametrize("kind", ["intents", "entities", "slots", "forms", "actions"])
def test_the_dialogue_tables_name_all_of_the_domain_and_nothing_more(
    domain: dict[str, Any], kind: str
) -> None:
    assert sorted(first_cells("docs/dialogue.md", kind.capitalize())) == sorted(domain[kind])


def test_each_intent_is_answered_where_the_table_says(domain: dict[str, Any]) -> None:
    rules = ScriptIndex.read().rules
    for intent, _, answer in tables("docs/dialogue.md", "Intents"):
        first = re.split(r"[`,]", answer)[0]
        if first == "SafetyPolicy":
            continue
        said = {
            step.get("action") or step.get("active_loop")
            for rule in rules
            if any(step.get("intent") == intent for step in rule["steps"])
            for step in rule["steps"]
        }
        named = set(re.findall(r"\b(?:utter|action)_\w+|\bstate_form\b", answer))
        assert named - {"utter_restart"} <= said, intent


def test_every_variable_that_code_reads_is_in_the_settings_and_nothing_more() -> None:
    documented = first_cells("docs/settings.md", "Environment variables that are read")
    assert sorted(documented) == sorted(variables_read())


def test_every_variable_that_we_set_is_in_the_settings_with_its_value() -> None:
    rows = tables("docs/settings.md", "Environment variables that Lantern sets")
    assert {row[0]: row[1] for row in rows} == variables_set()


def test_constants_have_the_value_that_the_settings_say() -> None:
    rows = tables("docs/settings.md", "Constants that act as settings")
    assert rows
    for name, value, _, file in rows:
        written = re.search(
            rf"^(?:const )?{name}(?:: \w+)? ?= ?(.+?);?(?: +(?:#|//).*)?$", read(file), re.MULTILINE
        )
        assert written, f"{file} has no {name}"
        assert written[1] == value, f"{file}: {name}"


def test_every_key_of_our_components_is_in_the_settings_and_nothing_more() -> None:
    rows = tables("docs/settings.md", "Rasa's files")
    documented = {(row[0], row[1]) for row in rows if not row[0].endswith(".yml")}
    config = yaml.safe_load(read("config.yml"))
    components = [*config["pipeline"], *config["policies"]]
    ours = [one for one in components if one["name"].startswith("bot.")]
    used = {(one["name"].rsplit(".", 1)[1], key) for one in ours for key in one if key != "name"}
    for one in ours:
        file, name = one["name"].rsplit(".", 1)
        used |= {(name, key) for key in default_config(file.replace(".", "/") + ".py", name)}
    assert documented == used


def test_every_make_target_is_in_the_readme() -> None:
    targets = re.findall(r"^([a-z-]+):.*##", read("Makefile"), re.MULTILINE)
    assert sorted(first_cells("README.md", "Commands")) == sorted(f"make {one}" for one in targets)


def test_every_metadata_key_is_in_the_page_on_scripts_and_nothing_more() -> None:
    documented = set(first_cells("docs/scripts.md", "Metadata"))
    responses = ScriptIndex.read().responses.values()
    in_scripts = {key for many in responses for one in many for key in one.get("metadata") or {}}
    assert metadata_keys_read("bot/responses/generator.py") <= documented
    files = [str(file.relative_to(ROOT)) for file in (ROOT / "bot" / "responses").glob("*.py")]
    assert documented == in_scripts.union(*map(metadata_keys_read, files))


def test_the_error_table_has_every_error_sentence_and_nothing_more() -> None:
    documented = {row[1] for row in error_rows()}
    assert documented == set(yaml.safe_load((DATA / "web" / "errors.en.yml").read_text("utf-8")))


def test_nobody_has_signed_as_the_documents_say() -> None:
    signed = [
        name
        for name, many in ScriptIndex.read().responses.items()
        if any((one.get("metadata") or {}).get("reviewed") for one in many)
    ]
    claimed = all(
        "clinician has signed any" in " ".join(read(name).split())
        for name in ("README.md", "docs/safety.md")
    )
    assert claimed == (not signed)


@pytest.mark.parametrize("name", NAMES)
def test_no_placeholder_is_left(name: str) -> None:
    assert "{{" not in read(name)


@pytest.mark.parametrize("name", NAMES)
def test_every_relative_link_leads_somewhere(name: str) -> None:
    for link in _LINK.findall(prose(name)):
        if re.match(r"[a-z]+:", link):
            continue
        target, _, anchor = link.partition("#")
        file = (ROOT / name).parent / target if target else ROOT / name
        assert file.is_file(), link
        assert not anchor or anchor in anchors(file), link


@pytest.mark.parametrize("name", NAMES)
def test_every_path_that_is_named_exists(name: str) -> None:
    for path in paths(name):
        pattern = re.sub(r"<[^>]+>", "*", path).rstrip("/")
        assert list(ROOT.glob(pattern)), path


def error_rows() -> list[list[str]]:
    section = read("docs/web-channel.md").split("## Errors")[1].split("\n## ")[0]
    rows = [line for line in section.splitlines() if re.match(r"\| \d", line)]
    return [[cell.strip().strip("`") for cell in row.strip("|").split("|")] for row in rows]


def anchors(file: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", _FENCE.sub("", file.read_text("utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", one.lower()).replace(" ", "-") for one in headings}


def paths(name: str) -> Iterator[str]:
    """Paths of the project named in backticks: below a folder of ours, or a file at the root."""
    for named in _CODE.findall(prose(name)):
        code, _, _test = named.partition("::")  # whether a test is there, test_threats.py sees
        if " " in code or code.startswith(MADE):
            continue
        is_root_file = re.fullmatch(r"[\w.-]+\.(?:yml|yaml|toml|lock|md)", code) is not None
        if code.split("/")[0] in TOP_LEVEL or (is_root_file and "/" not in code):
            yield code if "/" in code else root_or_near(name, code)


def root_or_near(name: str, file: str) -> str:
    """Place a bare file name in the root, in the data, or beside the document."""
    for folder in ("", "data/legal/", "data/scripts/law/", "data/web/"):
        if (ROOT / folder / file).exists():
            return folder + file
    return file
