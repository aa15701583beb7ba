"""What answers a tap or a message: the rules of the scripts, and the slots that a payload sets."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from bot.responses.project import PAYLOAD, Project
from bot.responses.reachable import stand_ins
from bot.responses.script_index import FILLED_IN
from bot.responses.stand_in import metadata_of
from bot.safety.language import in_spanish

Known = dict[str, str]
"""Slots whose value is certain at this point of the flow."""

_SILENT = ("action_deactivate_loop", "action_listen")
_ONE_VALUE = ("text", "categorical")
_SPANISH = "_es"


@dataclass(frozen=True)
class Rulebook:
    """The rules of a project, asked by what a person taps or says."""

    project: Project

    @property
    def responses(self) -> dict[str, list[dict[str, Any]]]:
        """Every response by name."""
        return self.project.scripts.responses

    @cached_property
    def questions(self) -> dict[str, str]:
        """The question of each form, by its response's name."""
        forms: dict[str, dict[str, Any]] = self.project.domain.get("forms") or {}
        return {
            f"utter_ask_{slot}": form
            for form, content in forms.items()
            for slot in content["required_slots"]
        }

    @cached_property
    def value_names(self) -> dict[str, str]:
        """What people call a slot's value: the choice that names it."""
        found: dict[str, str] = {}
        for name, variations in self.responses.items():
            group, _, value = name.removeprefix("utter_").partition("_name_")
            buttons = variations[0].get("buttons") or []
            if value and buttons and "_" not in group:
                found.setdefault(value, buttons[0]["title"])
        return found

    @cached_property
    def lenders(self) -> dict[str, str]:
        """For each response the one that it stands in for and whose choices it has then
        (`buttons_for_all`).
        """
        return {
            one.name: name
            for name in self.responses
            if metadata_of(name, self.responses).get("buttons_for_all")
            for one in stand_ins(self.project, name)
            if not (one.key.endswith("_from") or one.key.startswith("opening"))
        }

    def answering(self, intent: str, known: Known, source: str = "") -> list[str]:
        """Give the boxes that a rule says in a row; empty when no rule answers.

        Under a form's question the rules for that form come first.
        """
        form = self.questions.get(source.removesuffix(_SPANISH))
        for rule in sorted(self.project.scripts.rules, key=lambda one: not form_of(one)):
            first = rule["steps"][0]
            wanted = first.get("entities") or []
            if first.get("intent") != intent or form_of(rule) not in (form, None):
                continue
            if any(entity not in known for entity in wanted):
                continue
            if not wanted and self._asks_more(intent, known, form_of(rule)):
                continue
            return self.row(actions_of(rule), known)
        return []

    def _asks_more(self, intent: str, known: Known, form: str | None) -> bool:
        """Whether another rule of the intent is more exact: it names an entity that is there."""
        return any(
            rule["steps"][0].get("intent") == intent
            and form_of(rule) == form
            and any(entity in known for entity in rule["steps"][0].get("entities") or [])
            for rule in self.project.scripts.rules
        )

    def row(self, actions: list[str], known: Known) -> list[str]:
        """Give the boxes of actions in a row: each response as it is said with these slots."""
        return [self.said_for(action, known) for action in actions]

    def said_for(self, action: str, known: Known) -> str:
        """Give the box that an action leads to; a response by the slots that are certain."""
        if action not in self.responses:
            return f"step:{action}"
        slot = metadata_of(action, self.responses).get("by_slot")
        said = f"{action}_{known.get(slot, '')}" if slot else action
        said = said if said in self.responses else action
        if known.get("language") == "es":
            return in_spanish(said, self.responses, said_as=action)
        return said

    def slots_of(self, intent: str, entities: dict[str, Any]) -> Known:
        """Give the slots that a message of an intent with these entities sets (domain.yml)."""
        known: Known = {}
        for slot, content in (self.project.domain.get("slots") or {}).items():
            for mapping in content.get("mappings") or []:
                intents = mapping.get("intent", intent)
                if intent not in (intents if isinstance(intents, list) else [intents]):
                    continue
                if mapping["type"] == "from_intent":
                    known[slot] = str(mapping["value"])
                elif mapping.get("entity") in entities:
                    value = entities[mapping["entity"]]
                    value = value[-1] if isinstance(value, list) else value
                    if not FILLED_IN.fullmatch(str(value)):
                        known[slot] = str(value) if content["type"] in _ONE_VALUE else "some"
                else:
                    continue
                break
        return known


def actions_of(rule: dict[str, Any]) -> list[str]:
    """Give the actions of a rule that are of the flow, in their order."""
    actions = (step["action"] for step in rule["steps"] if "action" in step)
    return [action for action in actions if action not in _SILENT]


def intents_of(rule: dict[str, Any]) -> Iterator[str]:
    """Yield the intent that a rule answers, if it answers one."""
    yield from (step["intent"] for step in rule["steps"] if "intent" in step)


def form_of(rule: dict[str, Any]) -> str | None:
    """Give the form in which a rule counts; None when it counts everywhere."""
    conditions = rule.get("condition") or []
    return next((str(one["active_loop"]) for one in conditions if one.get("active_loop")), None)


def read_payload(payload: str) -> tuple[str, dict[str, Any]] | None:
    """Give the intent and the entities of a payload; None when it is none."""
    match = PAYLOAD.match(payload)
    if not match:
        return None
    try:
        entities = json.loads(match[2]) if match[2] else {}
    except ValueError:
        return None
    return match[1], entities
