"""Which responses can ever be said, and what leads to each.

Rasa sees only the responses that a rule names. Most of ours are reached through the keys of our own
generator (bot/responses/generator.py), by SafetyPolicy, by a form, or by code.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from bot.responses.project import PAYLOAD, Project
from bot.responses.stand_in import wordings_after
from bot.safety.replies import safety_responses


def ways_in(project: Project) -> dict[str, str]:
    """Map every response that can be said, or lent from, to what leads to it, in a few words."""
    forms = (project.domain.get("forms") or {}).values()
    starts = {
        "said by a rule": project.rule_actions(),
        "said by SafetyPolicy": safety_responses(),
        "asked by a form": (
            f"utter_ask_{slot}" for form in forms for slot in form["required_slots"]
        ),
        "named in code": project.named_in_code,
        "said by action_restart": ("utter_restart",),
    }
    found: dict[str, str] = {}
    for way, names in starts.items():
        for name in names:
            if name in project.scripts.responses:
                found.setdefault(name, way)
    waiting = list(found)
    while waiting:
        for one in stand_ins(project, waiting.pop()):
            if one.name not in found:
                found[one.name] = _TOLD[one.key]
                waiting.append(one.name)
    return found


@dataclass(frozen=True)
class StandIn:
    """A response that may stand in for another, or lend it something.

    `key` is the metadata key that asks for it (`opening_again` and `spanish` for what needs none),
    `value` the value by which it is chosen, where one chooses.
    """

    name: str
    key: str
    value: str = ""


_TOLD: Final = {
    "spanish": "said to who writes in Spanish",
    "by_repeat": "said when it is said again (by_repeat)",
    "opening": "said before it (opening)",
    "opening_again": "said before it at another time (opening)",
    "with_slot": "said when a slot is filled (with_slot)",
    "order": "said in its turn (order)",
    "by_slot": "said by a slot's value (by_slot)",
    "buttons_from": "lends its button (buttons_from)",
    "list_from": "lends its text (list_from)",
    "facts_from": "lends its text (facts_from)",
    "words_from": "lends its text (words_from)",
}


def stand_ins(project: Project, name: str) -> Iterator[StandIn]:
    """Yield the responses that may stand in for one, or lend it their texts and buttons."""
    responses = project.scripts.responses
    if f"{name}_es" in responses:
        yield StandIn(f"{name}_es", "spanish")
    for variation in responses[name]:
        metadata = variation.get("metadata") or {}
        if metadata.get("by_repeat"):
            for other in wordings_after(name, responses):
                yield StandIn(other, "by_repeat")
        if "opening" in metadata:
            yield StandIn(metadata["opening"], "opening")
            yield StandIn(f"{metadata['opening']}_again", "opening_again")
        for slot, other in (metadata.get("with_slot") or {}).items():
            yield StandIn(other, "with_slot", slot)
        for values in (metadata.get("order") or {}).values():
            for value in values:
                yield StandIn(f"{name}_{value}", "order", value)
        if "by_slot" in metadata:
            values = _slot_values(project, metadata["by_slot"])
            for other in _named_after(name, responses):
                value = other.removeprefix(f"{name}_")
                # A free value takes any name but those of other wordings of the same.
                wording = value.startswith("again") or other.endswith("_es")
                if value in values or (not values and not wording):
                    yield StandIn(other, "by_slot", value)
        for other in _named_after(metadata.get("buttons_from"), responses):
            group = (responses[other][0].get("metadata") or {}).get("group")
            named = "in_slot" in metadata or "fitting" in metadata
            if named or group == metadata.get("group"):
                yield StandIn(other, "buttons_from")
        for other in _named_after(metadata.get("list_from"), responses):
            yield StandIn(other, "list_from")
        for slot in metadata.get("facts_in") or []:
            for other in _named_after(f"{metadata['facts_from']}_{slot}", responses):
                yield StandIn(other, "facts_from", slot)
        for other in _named_after(metadata.get("words_from"), responses):
            yield StandIn(other, "words_from")


def _named_after(base: str | None, responses: dict[str, Any]) -> list[str]:
    return [other for other in responses if base and other.startswith(f"{base}_")]


def _slot_values(project: Project, slot: str) -> set[str]:
    """Values that buttons, labels of training examples and the domain give to a slot.

    Empty when only free text fills it.
    """
    values: set[str] = set(project.labels.get(slot, ()))
    written = (button["payload"] for _, button in project.scripts.all_buttons())
    given = (payload for _, payload in project.scripts.gathered_payloads())
    for payload in [*written, *given]:
        match = PAYLOAD.match(payload)
        try:
            entities = json.loads(match[2]) if match and match[2] else {}
        except ValueError:  # reported as a dead end
            continue
        values |= {str(entities[slot])} if slot in entities else set()
    content = (project.domain.get("slots") or {}).get(slot) or {}
    values |= {str(one["value"]) for one in content.get("mappings") or [] if "value" in one}
    if content.get("type") not in (None, "text"):
        values.add("some")  # a list has too many values for a variant each
    return values
