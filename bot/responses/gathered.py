"""What one response lends from others: their buttons, and their texts as a list or as sentences.

The keys of a response's `metadata` that ask for it are told in bot/responses/generator.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

Response = dict[str, Any]
Responses = Mapping[str, list[Response]]
Slots = Mapping[str, Any]
Say = Callable[[str], str]
"""The text of a response for this person; empty where it is not written."""

VALUE = "{value}"
"""Stands in `buttons_payload` for the value that a gathered button is about."""


def slot_lists(slots: Slots, names: str | list[str]) -> list[str]:
    """Values of one list slot or of several, behind each other."""
    return [
        one
        for name in ([names] if isinstance(names, str) else names)
        for one in slot_list(slots, name)
    ]


def slot_list(slots: Slots, name: str) -> list[str]:
    """Values of a list slot; `sorted_options.now` gives those that were sorted under `now`."""
    slot, _, mark = name.partition(".")
    values: list[str] = slots.get(slot) or []
    if not mark:
        return values
    return [one.removesuffix(f":{mark}") for one in values if one.endswith(f":{mark}")]


def gathered_buttons(
    responses: Responses, metadata: dict[str, Any], values: Iterable[str] | None = None
) -> list[dict[str, str]]:
    """Buttons that `buttons_from` collects: of the `group`, in the order of the names, or of those
    that `values` names, in that order.
    """
    base = metadata["buttons_from"]
    if values is not None:
        names = [f"{base}_{value}" for value in values]
    else:
        names = sorted(
            name
            for name, variations in responses.items()
            if name.startswith(f"{base}_")
            and (variations[0].get("metadata") or {}).get("group") == metadata["group"]
        )
    buttons = []
    for name in names:
        for button in responses[name][0].get("buttons", []) if name in responses else []:
            payload = metadata.get("buttons_payload", button["payload"])
            value = name.removeprefix(f"{base}_")
            buttons.append({**button, "payload": payload.replace(VALUE, value)})
    return buttons


def listed(say: Say, base: str, values: Iterable[str]) -> str:
    """Texts of `<base>_<value>`, one a line."""
    texts = (say(f"{base}_{value}") for value in values)
    return "\n".join(f"- {text}" for text in texts if text)


def spoken(say: Say, names: Iterable[str], joint: str) -> str:
    """Texts of those names that are written, put behind each other."""
    return joint.join(text for name in names if (text := say(name)))


def without_empty_bubbles(text: str, empty: Iterable[str]) -> str:
    """Leave out what a placeholder without any value stands in: its line, and the bubble if that
    was all of it.
    """
    gone = {f"{{{name}}}" for name in empty}
    bubbles = []
    for bubble in text.split("\n\n"):
        lines = bubble.split("\n")
        kept = [line for line in lines if line.strip() not in gone]
        heading = len(kept) == 1 and len(lines) > 1 and kept[0].rstrip().endswith(":")
        if kept and not (heading and len(kept) < len(lines)):
            bubbles.append("\n".join(kept))
    return "\n\n".join(bubbles)
