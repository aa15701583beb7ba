"""Checks the numbers in the scripts against the national resources (`data/legal/national.yaml`).

A number that somebody calls on the worst day of their life has to be one that was read, with its
date. A response names the records that its numbers come from under `resources:` in its metadata.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from bot.locations import DATA

NATIONAL = DATA / "legal" / "national.yaml"
EMERGENCY = "911"
_NUMBER = re.compile(r"\b(?:1-\d{3}-\d{3}-\d{4}|\d{3}-\d{3}|\d{5,6}|988|911)\b")
_CHECKED = re.compile(
    r"checked ([A-Z][a-z]{2} \d{1,2}, \d{4})|revisados el (\d{1,2} de \w+ de \d{4})"
)
_ENGLISH_MONTHS = tuple(date(2000, month, 1).strftime("%b") for month in range(1, 13))
_SPANISH_MONTHS = (
    *("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto"),
    *("septiembre", "octubre", "noviembre", "diciembre"),
)


def known_lines(file: Path = NATIONAL) -> dict[str, dict[str, Any]]:
    """Records of the national resources by name, and the emergency line under its number."""
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    records = {record["name"]: record for record in content["resources"]}
    return {EMERGENCY: {"text": content["emergency"], "check": "read"}, **records}


def number_flaws(variation: Mapping[str, Any], lines: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong with the numbers of one text."""
    text = str(variation.get("text") or "")
    numbers = set(_NUMBER.findall(text))
    names: list[str] = (variation.get("metadata") or {}).get("resources") or []
    unknown = [name for name in names if name not in lines]
    if unknown:
        yield f"`resources` names {', '.join(unknown)}, which data/legal/national.yaml lacks."
        return
    records = [lines[name] for name in names]
    if any(record["check"] != "read" for record in records):
        yield "a help line that nobody has read; data/legal/national.yaml says `check: recalled`."
    for number in sorted(numbers):
        if not any(number in str(value) for record in records for value in record.values()):
            yield f"the number {number} stands in none of the `resources` it names."
    dates = [str(record["checked_on"]) for record in records if record.get("checked_on")]
    for said in _dates_said(text):
        if dates and said != min(dates):
            yield f"it says that the numbers were checked on {said}, the records say {min(dates)}."


def _dates_said(text: str) -> Iterator[str]:
    for english, spanish in _CHECKED.findall(text):
        if english:
            month, day, year = english.replace(",", "").split()
            number = _ENGLISH_MONTHS.index(month) + 1
        else:
            day, _, month, _, year = spanish.split()
            number = _SPANISH_MONTHS.index(month) + 1
        yield date(int(year), number, int(day)).isoformat()
