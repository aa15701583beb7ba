"""A variation of a response as a flat list of parts, each a name and a text to read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Part:
    """One thing that a variation says or is ruled by.

    `kind` is `text`, `button` (a label, counted from 1), `leads_to` (where that button leads),
    `condition`, `channel` or `setting` (any other key, named by `label`).
    """

    kind: str
    label: str
    text: str


def variation_parts(variation: dict[str, Any]) -> list[Part]:
    """Give everything in a variation but the mark of a signature, in reading order."""
    return list(_parts(variation))


def _parts(variation: dict[str, Any]) -> Iterator[Part]:
    if "text" in variation:
        yield Part("text", "", str(variation["text"] or ""))
    for number, button in enumerate(variation.get("buttons") or [], start=1):
        yield Part("button", str(number), str(button.get("title", "")))
        yield Part("leads_to", str(number), str(button.get("payload", "")))
        for key in sorted(set(button) - {"title", "payload"}):
            yield Part("setting", f"button {number}: {key}", _written(button[key]))
    if variation.get("condition"):
        yield Part("condition", "", _conditions(variation["condition"]))
    if variation.get("channel"):
        yield Part("channel", "", str(variation["channel"]))
    for key in sorted(set(variation) - {"text", "buttons", "condition", "channel", "metadata"}):
        yield Part("setting", key, _written(variation[key]))
    metadata = variation.get("metadata") or {}
    for key in sorted(set(metadata) - {"reviewed"}):
        yield Part("setting", key, _written(metadata[key]))


def _conditions(conditions: Any) -> str:
    """Join conditions as Rasa does: all of them have to hold."""
    if not isinstance(conditions, list):
        return _written(conditions)
    return " and ".join(
        f"{one.get('name')} = {_written(one.get('value'))}"
        if isinstance(one, dict) and set(one) <= {"type", "name", "value"}
        else _written(one)
        for one in conditions
    )


def _written(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
