"""The help lines that the page has ready behind one button, out of the national resources.

Which lines, and for whom, is written in `data/web/lines.<language>.yml`; the numbers are those of
`data/legal/national.yaml`, so that a number stands in one place only, with its day of check.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from typing import Any

from bot.responses.help_lines import EMERGENCY, known_lines

_PHONE = re.compile(r"([\d-]+)")
# "988", "1-844-762-8483 (the answer comes from another number)", "START to 88788"
_TEXT = re.compile(r"(?:([A-Z]+) to )?([\d-]+)")


def page_lines(entries: Iterable[Mapping[str, str]]) -> dict[str, Any]:
    """Give the lines as the page shows them: `{"checked_on": "2026-11-21", "items": [...]}`.

    An item has `name` and `about`, and where the record knows them `hours`, `call` and `text`
    (phone numbers) and `word` (what to text). `checked_on` is the oldest day of check among the
    lines. A line without a record, or with one that nobody has read, is left out.
    """
    items, days = [], []
    for entry in entries:
        record = _records().get(entry["record"])
        if record is None or record["check"] != "read":
            continue
        named = {"name": entry.get("name") or entry["record"], "about": entry["about"]}
        items.append({**named, **_ways(record)})
        if record.get("checked_on"):
            days.append(str(record["checked_on"]))
    return {"checked_on": min(days, default=""), "items": items}


def _ways(record: Mapping[str, Any]) -> dict[str, str]:
    ways = {}
    if record.get("hours"):
        ways["hours"] = str(record["hours"])
    if phone := _PHONE.match(str(record.get("phone") or "")):
        ways["call"] = phone[1]
    if text := _TEXT.match(str(record.get("text") or "")):
        ways["text"] = text[2]
        if text[1]:
            ways["word"] = text[1]
    return ways


@functools.lru_cache(maxsize=1)
def _records() -> dict[str, dict[str, Any]]:
    emergency = {"phone": EMERGENCY, "text": EMERGENCY, "check": "read"}
    return {**known_lines(), EMERGENCY: emergency}
