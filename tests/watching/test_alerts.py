"""Alert rules and board ask for numbers that there are, and the alerts go off when they should."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.locations import ROOT
from bot.watching import counts
from bot.watching.law_state import AGES, RECORDS
from bot.watching.readiness import Readiness

WATCHING = ROOT / "deploy" / "watching"
RULES = yaml.safe_load((WATCHING / "alerts.yml").read_text("utf-8"))["groups"][0]["rules"]
BOARD = json.loads((WATCHING / "grafana-board.json").read_text("utf-8"))
# What Prometheus knows by itself of each target.
PROMETHEUS_OWN = {"up"}

_TEXT = re.compile(r'"[^"]*"')
_LABELS = re.compile(r"\b(?:by|without|on|ignoring)\s*\([^)]*\)")
_SELECTOR = re.compile(r"\b([a-z_:][a-z0-9_:]*)\b(?!\s*\()(?:\{([^}]*)\})?")
_MATCHER = re.compile(r'(\w+)\s*(=~|!~|!=|=)\s*"([^"]*)"')
_WORDS = {"and", "or", "unless", "bool", "offset"}


def expressions() -> list[str]:
    asked = [rule["expr"] for rule in RULES]
    return asked + [target["expr"] for panel in BOARD["panels"] for target in panel["targets"]]


def selectors(expression: str) -> Iterator[tuple[str, list[tuple[str, str, str]]]]:
    """Each metric that a PromQL expression names, with its matchers."""
    plain = re.sub(r"\[[^\]]*\]|offset \w+", "", _LABELS.sub("", expression))
    for found in _SELECTOR.finditer(plain):
        if found[1] not in _WORDS:
            yield found[1], _MATCHER.findall(found[2] or "")


def test_the_reader_of_expressions_finds_all_names() -> None:
    found = selectors('sum by (le) (rate(a_total{x="b", y=~"c|d"}[5m] offset 1d)) > 2 and up == 0')
    assert list(found) == [("a_total", [("x", "=", "b"), ("y", "=~", "c|d")]), ("up", [])]


@pytest.fixture(scope="module")
def series() -> dict[str, list[dict[str, str]]]:
    """Every line that the server can show, by name, with its labels."""
    for part in Readiness(True, True, True, True).parts:
        counts.PART_UP.labels(part)
    for check in RECORDS:
        counts.LAW_RECORDS.labels(check)
    for age in AGES:
        counts.LAW_CHECK_AGE.labels(age)
    found: dict[str, list[dict[str, str]]] = {}
    for metric in counts.REGISTRY.collect():
        for sample in metric.samples:
            found.setdefault(sample.name, []).append(sample.labels)
    return found


def fits(labels: dict[str, str], matchers: list[tuple[str, str, str]]) -> bool:
    for name, how, wanted in matchers:
        if name == "job":  # Prometheus adds it
            continue
        same = re.fullmatch(wanted if "~" in how else re.escape(wanted), labels.get(name, ""))
        if (same is None) == (how[0] == "="):
            return False
    return True


@pytest.mark.parametrize("expression", expressions())
def test_every_number_asked_for_is_there(
    series: dict[str, list[dict[str, str]]], expression: str
) -> None:
    asked = list(selectors(expression))
    assert asked
    for name, matchers in asked:
        if name not in PROMETHEUS_OWN:
            assert any(fits(labels, matchers) for labels in series.get(name, [])), name


def test_labels_that_are_grouped_by_are_there(series: dict[str, list[dict[str, str]]]) -> None:
    known = {label for many in series.values() for labels in many for label in labels}
    for expression in expressions():
        for found in re.findall(r"\bby\s*\(([^)]*)\)", expression):
            assert {one.strip() for one in found.split(",")} <= known | {"alertname"}, expression


def test_the_gravest_alert_is_the_first() -> None:
    assert RULES[0]["alert"] == "LanternSafetyRepliesFailing"
    assert RULES[0]["labels"]["severity"] == "critical"


def test_the_page_explains_every_alert_and_every_number() -> None:
    page = (ROOT / "docs" / "watching.md").read_text("utf-8")
    assert re.findall(r"^### (Lantern\w+)", page, re.MULTILINE) == [one["alert"] for one in RULES]
    rows = re.findall(r"^\| `(lantern_\w+)", page, re.MULTILINE)
    # Without the endings that Prometheus adds to a name.
    names = [one.name for one in counts.REGISTRY.collect() if one.name.startswith("lantern_")]
    assert sorted(re.sub("_total$", "", row) for row in rows) == sorted(names)
    for rule in RULES:
        assert rule["annotations"]["what_to_do"] == f"docs/watching.md, {rule['alert']}"


def test_the_board_can_be_read_by_grafana() -> None:
    panels: list[dict[str, Any]] = BOARD["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels)
    assert all(panel["title"] and panel["targets"] for panel in panels)
    assert [one["type"] for one in BOARD["templating"]["list"]] == ["datasource"]


@pytest.fixture(scope="module")
def promtool() -> str:
    program = shutil.which("promtool")
    if program is None:
        pytest.skip("there is no promtool on this machine (it is in Debian's package prometheus)")
    return program


def test_prometheus_takes_the_files(promtool: str) -> None:
    checked = run(promtool, "check", "config", "prometheus.yml", folder=WATCHING)
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize("numbers", ["alerts_test.yml", "alerts_of_weeks_test.yml"])
def test_alerts_go_off_on_made_up_numbers(promtool: str, numbers: str) -> None:
    tested = run(promtool, "test", "rules", numbers, folder=Path(__file__).parent)
    assert tested.returncode == 0, tested.stdout + tested.stderr


def test_every_alert_is_tried_with_made_up_numbers() -> None:
    tried = "".join(file.read_text("utf-8") for file in Path(__file__).parent.glob("*_test.yml"))
    assert [rule["alert"] for rule in RULES if rule["alert"] not in tried] == []


def run(*command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
