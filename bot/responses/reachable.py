"""Which responses can ever be said, and what leads to each.

Rasa sees only the responses that a rule names. Most of ours are reached through the keys of our own
generator (bot/responses/generator.py), by SafetyPolicy, by a form, or by code.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

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
        for other, way in _stand_ins(project, waiting.pop()):
            if other not in found:
                found[other] = way
                waiting.append(other)
    return found


def _stand_ins(project: Project, name: str) -> Iterator[tuple[str, str]]:
    """Yield the responses that may stand in for one, or lend it their texts and buttons."""
    responses = project.scripts.responses
    for variation in responses[name]:
        metadata = variation.get("metadata") or {}
        if metadata.get("by_repeat"):
            for other in wordings_after(name, responses):
                yield other, "said when it is said again (by_repeat)"
        for other in (metadata.get("with_slot") or {}).values():
            yield other, "said when a slot is filled (with_slot)"
        for values in (metadata.get("order") or {}).values():
            for value in values:
                yield f"{name}_{value}", "said in its turn (order)"
        if "by_slot" in metadata:
            values = _slot_values(project, metadata["by_slot"])
            for other in _named_after(name, responses):
                if not values or other.removeprefix(f"{name}_") in values:
                    yield other, "said by a slot's value (by_slot)"
        for other in _named_after(metadata.get("buttons_from"), responses):
            group = (responses[other][0].get("metadata") or {}).get("group")
            named = "in_slot" in metadata or "fitting" in metadata
            if named or group == metadata.get("group"):
                yield other, "lends its button (buttons_from)"
        for other in _named_after(metadata.get("list_from"), responses):
            yield other, "lends its text (list_from)"
        for slot in metadata.get("facts_in") or []:
            for other in _named_after(f"{metadata['facts_from']}_{slot}", responses):
                yield other, "lends its text (facts_from)"
        for other in _named_after(metadata.get("words_from"), responses):
            yield other, "lends its text (words_from)"


def _named_after(base: str | None, responses: dict[str, Any]) -> list[str]:
    return [other for other in responses if base and other.startswith(f"{base}_")]


def _slot_values(project: Project, slot: str) -> set[str]:
    """Values that buttons and the domain give to a slot; empty when only free text fills it."""
    values: set[str] = set()
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
