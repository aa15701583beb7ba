"""How long a text of a record may be: about twice the longest that stands in the files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.preview.law.fields import plain

LONGEST: Final[Mapping[str, int]] = {
    "citation": 200,
    "title": 220,
    "name": 300,
    "summary": 600,
    "penalty": 500,
    "for": 600,
    "minors": 500,
    "duration": 500,
    "fee": 400,
    "time_limit.says": 400,
    "time_limit.days": 10,
    "says": 400,
    "nearest": 600,
    "about": 500,
    "who_for": 500,
    "doubt": 500,
    "hours": 200,
    "languages": 200,
    "deaf_access": 300,
    "phone": 200,
    "text": 150,
    "chat": 300,
    "url": 600,
    "forms_url": 600,
    "source": 1100,
    "source_date": 120,
    "read_fields": 600,
    "why": 1000,
}
"""Input of the form -> the most characters that are taken. A bubble in the chat has to be read on
a phone by somebody who is afraid; a longer text is two records, or belongs on the page it cites."""


def length_of(typed: str) -> int:
    """Count the characters of a text as it would be kept."""
    return len(plain(typed))
