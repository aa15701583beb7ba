"""What a tap leads to: the rule of its intent, and the variant that its values choose."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.responses.project import PAYLOAD, Project
from bot.responses.stand_in import metadata_of
from bot.safety.model import FLAGS

SAFETY_PARTS_OF_A_REPLY: Final = ("first", "next")
DECIDED_BY_POLICY: Final = ("screening_yes", "screening_no", "screening_declined", "resume")
"""What follows depends on the question that is open (bot/policies/); their rules are for none."""


@dataclass(frozen=True)
class Lead:
    """What follows: the steps in their order, each a response or another action.

    `policy` tells that a policy answers by itself: SafetyPolicy with the first words and the ways
    on, or with the step that its open question asks for.
    """

    intent: str
    values: Mapping[str, Any]
    steps: tuple[str, ...]
    policy: bool = False


def intent_of(payload: str) -> str:
    """Give the intent of a payload; empty for what is none."""
    match = PAYLOAD.match(payload)
    return match[1] if match else ""


def entities_of(payload: str) -> dict[str, Any]:
    """Give the values that a payload carries; none where it is broken, as the lint reports."""
    match = PAYLOAD.match(payload)
    try:
        values = json.loads(match[2]) if match and match[2] else {}
    except ValueError:
        return {}
    return values if isinstance(values, dict) else {}


def lead_of(project: Project, payload: str) -> Lead:
    """Give what a payload leads to when no form asks and nothing else was told before."""
    intent, values = intent_of(payload), entities_of(payload)
    if intent in FLAGS:
        names = [f"utter_safety_{part}_{intent}" for part in SAFETY_PARTS_OF_A_REPLY]
        return Lead(intent, values, tuple(names), policy=True)
    if intent in DECIDED_BY_POLICY:
        return Lead(intent, values, (), policy=True)
    steps = [
        str(action)
        for step in rule_of(project, intent)
        if (action := step.get("action") or step.get("active_loop"))
    ]
    slots = slots_after(project, intent, values)
    chosen = dict.fromkeys(_variant(project, step, slots) for step in steps)
    return Lead(intent, values, tuple(chosen))


def rule_of(project: Project, intent: str) -> list[dict[str, Any]]:
    """Give the steps of the rule that answers an intent outside of forms."""
    rules = [one for one in project.scripts.rules if {"intent": intent} in one["steps"]]
    everywhere = [one for one in rules if not one.get("condition")]
    steps: list[dict[str, Any]] = (everywhere or rules or [{"steps": []}])[0]["steps"]
    return steps


def slots_after(project: Project, intent: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Give what the slots hold after an intent with values, as far as the domain says it."""
    found: dict[str, Any] = {}
    for slot, content in (project.domain.get("slots") or {}).items():
        for mapping in content.get("mappings") or []:
            wanted = mapping.get("intent")
            if wanted is not None and intent not in (
                [wanted] if isinstance(wanted, str) else wanted
            ):
                continue
            if mapping.get("entity") in values:
                found.setdefault(slot, values[mapping["entity"]])
            elif mapping.get("type") == "from_intent":
                found.setdefault(slot, mapping.get("value"))
    return found


def _variant(project: Project, name: str, slots: Mapping[str, Any]) -> str:
    value = slots.get(metadata_of(name, project.scripts.responses).get("by_slot", ""))
    variant = f"{name}_{'some' if isinstance(value, list) else value}"
    return variant if variant in project.scripts.responses else name
