"""The help lines of the page: every number is one that was read, and is typed in one place only."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from bot.channels import web_lines
from bot.channels.web_lines import page_lines
from bot.locations import DATA, WEB_PAGE, WEB_WORDS

NATIONAL = (DATA / "legal" / "national.yaml").read_text("utf-8")
FILES = sorted(WEB_WORDS.glob("lines.*.yml"))


def entries(name: str) -> list[dict[str, str]]:
    lines: list[dict[str, str]] = yaml.safe_load((WEB_WORDS / name).read_text("utf-8"))["lines"]
    return lines


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_line_is_shown_with_a_way_to_reach_it(file: Any) -> None:
    written = entries(file.name)
    shown = page_lines(written)
    assert len(shown["items"]) == len(written), "a line has no record, or one nobody has read"
    for item in shown["items"]:
        assert item["about"]
        assert item.get("call") or item.get("text"), item["name"]
        for number in (item.get("call"), item.get("text")):
            assert number is None or re.search(rf"\b{number}\b", NATIONAL), number
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", shown["checked_on"])


def test_911_and_988_come_first() -> None:
    first, second = page_lines(entries("lines.en.yml"))["items"][:2]
    assert (first["call"], first["text"]) == ("911", "911")
    assert (second["call"], second["text"]) == ("988", "988")


def test_a_word_to_text_is_told_apart_from_its_number() -> None:
    items = page_lines([{"record": "National Domestic Violence Hotline", "about": "x"}])["items"]
    assert items[0]["word"] == "START"
    assert items[0]["text"] == "88788"


def test_a_line_that_nobody_has_read_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    recalled = {"phone": "1-800-555-0100", "check": "recalled"}
    monkeypatch.setattr(web_lines, "_records", lambda: {"A line": recalled})
    written = [{"record": "A line", "about": "x"}, {"record": "Unknown", "about": "x"}]
    assert page_lines(written) == {"checked_on": "", "items": []}


def test_no_number_is_typed_beside_911_and_988() -> None:
    for file in (*FILES, WEB_PAGE / "index.html"):
        text = re.sub(r"<(?:path|svg)[^>]*>", "", file.read_text("utf-8"))
        found = set(re.findall(r"(?<![\w.#-])\d{3,}(?:-\d+)*\b(?!px)", text))
        assert found <= {"911", "988"}, file.name
