"""A number that was not read, or stands in another record, never gets into a safety script."""

from __future__ import annotations

from typing import Any

import pytest

from bot.responses.help_lines import known_lines, number_flaws

LINES = {
    "Some Line": {"phone": "1-800-555-0100", "check": "read", "checked_on": "2026-11-20"},
    "Heard Of": {"phone": "1-800-555-0199", "check": "recalled"},
}


def flaws(text: str, *resources: str) -> list[str]:
    variation: dict[str, Any] = {"text": text, "metadata": {"resources": list(resources)}}
    return list(number_flaws(variation, LINES))


@pytest.mark.parametrize(
    ("text", "resources"),
    [
        ("Call 1-800-555-0100.", ["Some Line"]),
        ("✓ Numbers checked Nov 20, 2026. Call 1-800-555-0100.", ["Some Line"]),
        ("✓ Números revisados el 20 de noviembre de 2026.", ["Some Line"]),
        ("No number here, but 12 things.", []),
    ],
)
def test_what_was_read_may_be_said(text: str, resources: list[str]) -> None:
    assert flaws(text, *resources) == []


@pytest.mark.parametrize(
    ("text", "resources"),
    [
        ("Call 1-800-555-0101.", ["Some Line"]),
        ("Call 1-800-555-0100.", []),
        ("Call 988.", ["Some Line"]),
        ("Text 741741.", []),
        ("Call 1-800-555-0199.", ["Heard Of"]),
        ("Call 1-800-555-0100.", ["Nobody"]),
        ("✓ Numbers checked Nov 21, 2026.", ["Some Line"]),
        ("✓ Números revisados el 21 de noviembre de 2026.", ["Some Line"]),
    ],
)
def test_anything_else_is_named(text: str, resources: list[str]) -> None:
    assert flaws(text, *resources)


def test_the_emergency_line_is_known() -> None:
    assert "911" in known_lines()
