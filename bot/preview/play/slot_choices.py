"""What a reviewer may tell the bot about the person without a message, in the bot's own words."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot.preview.notices import notice
from bot.preview.play.steps import StepError
from bot.responses.script_index import ScriptIndex

_FACTS: Final = "utter_fact_"
_TYPES: Final = "utter_type_name_"
_BY_FACTS: Final = ("stalker_relation", "home", "whom", "goes_on", "duration", "frequency")
_BY_BUTTON: Final = ("us_state", "feeling")
_FIXED: Final = {"age_band": ("under_18", "adult"), "language": ("en", "es")}
"""Values that no response is about; the page has words for them."""


@dataclass(frozen=True)
class SlotChoice:
    """A slot with its values, each with the words that stand for it; `many` may hold together.

    Where the words are empty, the page has its own.
    """

    slot: str
    values: Sequence[tuple[str, str]]
    many: bool = False


def slot_choices(index: ScriptIndex) -> list[SlotChoice]:
    """Give what can be set, in the order in which a reviewer thinks of it."""
    buttons = _by_buttons(index)
    return [
        SlotChoice("age_band", [(value, "") for value in _FIXED["age_band"]]),
        SlotChoice("us_state", sorted(buttons["us_state"].items(), key=lambda one: one[1])),
        *(SlotChoice(slot, _by_facts(index, slot)) for slot in _BY_FACTS),
        SlotChoice("feeling", sorted(buttons["feeling"].items(), key=lambda one: one[1])),
        SlotChoice("abuse_types", list(_texts(index, _TYPES)), many=True),
        SlotChoice("language", [(value, "") for value in _FIXED["language"]]),
    ]


def chosen_slots(
    index: ScriptIndex, sent: Mapping[str, Sequence[str]], known: Mapping[str, Any]
) -> dict[str, Any]:
    """Give the slots that a form changes: each to a value, a list of values, or None.

    Args:
        index: the scripts.
        sent: the values of the form by slot; none or an empty one means that nothing is known.
        known: the slots as they are.

    Raises:
        StepError: a value is none of those that can be chosen.
    """
    changed: dict[str, Any] = {}
    for choice in slot_choices(index):
        if choice.slot not in sent:
            continue
        allowed = {value for value, _ in choice.values}
        told = [value for value in sent[choice.slot] if value]
        if not set(told) <= allowed or (len(told) > 1 and not choice.many):
            raise StepError(notice("play", "unknown_choice"))
        value: Any = (told if choice.many else told[0]) if told else None
        before = known.get(choice.slot) or None
        # A value that cannot be chosen here, such as one that was gathered, is left as it is.
        if value != before and (value is not None or _is_among(before, allowed)):
            changed[choice.slot] = value
    return changed


def _is_among(value: Any, allowed: set[str]) -> bool:
    held = value if isinstance(value, list) else [value]
    return all(one in allowed for one in held)


def _by_facts(index: ScriptIndex, slot: str) -> list[tuple[str, str]]:
    return list(_texts(index, f"{_FACTS}{slot}_"))


def _texts(index: ScriptIndex, base: str) -> Iterable[tuple[str, str]]:
    for name in index.responses:
        if name.startswith(base) and not name.endswith("_es"):
            yield name.removeprefix(base), index.text(name).strip()


def _by_buttons(index: ScriptIndex) -> dict[str, dict[str, str]]:
    """Titles of the buttons that name a value; the shortest where several do."""
    found: dict[str, dict[str, str]] = {slot: {} for slot in _BY_BUTTON}
    for _, button in index.all_buttons():
        _, brace, rest = button["payload"].partition("{")
        try:
            values = json.loads(brace + rest) if brace else {}
        except ValueError:  # values that are filled in when it is said
            continue
        for slot in _BY_BUTTON:
            value = values.get(slot)
            titles = found[slot]
            if value and len(button["title"]) < len(titles.get(value, "x" * 99)):
                titles[value] = button["title"]
    return found
