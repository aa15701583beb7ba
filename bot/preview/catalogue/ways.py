"""What leads to a response: what people type or tap, rules of safety, forms, other responses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.preview.catalogue.examples import Examples
from bot.preview.catalogue.words import Words
from bot.responses.project import Project
from bot.responses.reachable import StandIn, stand_ins
from bot.responses.stand_in import metadata_of
from bot.responses.taps import lead_of
from bot.safety.model import FLAGS
from bot.safety.replies import PARTS, safety_responses


@dataclass(frozen=True)
class Tap:
    """A button, by its title, and the responses that show it."""

    title: str
    places: list[str]


@dataclass(frozen=True)
class Way:
    """One way to a response: a sentence, the responses it speaks of, and what a person does."""

    sentence: str
    names: list[str] = field(default_factory=list)
    typed: list[str] = field(default_factory=list)


class Ways:
    """All ways to all responses of a project."""

    def __init__(self, project: Project, words: Words, examples: Examples) -> None:
        self._project = project
        self._words = words
        self._examples = examples
        self._stand_ins: dict[str, list[tuple[str, StandIn]]] = defaultdict(list)
        for name in project.scripts.responses:
            for one in dict.fromkeys(stand_ins(project, name)):
                self._stand_ins[one.name].append((name, one))
        self._taps = _taps(project)

    def taps(self, name: str) -> list[Tap]:
        """Give the buttons that lead to a response, by their titles."""
        return [Tap(title, places) for title, places in self._taps.get(name, {}).items()]

    def to(self, name: str) -> list[Way]:
        """Give every way to a response, those of the rules first; the same ways as one."""
        found: dict[str, Way] = {}
        ways = (self._by_rules, self._by_forms, self._by_safety, self._by_others, self._by_code)
        for way in (one for by in ways for one in by(name)):
            known = found.setdefault(way.sentence, way)
            found[way.sentence] = Way(
                way.sentence, list(dict.fromkeys([*known.names, *way.names])), known.typed
            )
        return list(found.values())

    def _by_rules(self, name: str) -> Iterator[Way]:
        for rule in self._project.scripts.rules:
            steps = rule["steps"]
            actions = [step["action"] for step in steps if "action" in step]
            if name not in actions:
                continue
            before = [one for one in actions[: actions.index(name)] if _said(one)]
            intents = [step["intent"] for step in steps if "intent" in step]
            if not intents:
                yield Way(self._words.sentence("ways", "form_done"))
            for intent in intents:
                key = "rule_in_form" if rule.get("condition") else "rule"
                key = "rule_after" if before and key == "rule" else key
                told = self._words.plain("intents", intent)
                typed = self._examples.of(intent)
                yield Way(self._words.sentence("ways", key, intent=told), before, typed)

    def _by_forms(self, name: str) -> Iterator[Way]:
        for form in (self._project.domain.get("forms") or {}).values():
            for slot in form["required_slots"]:
                if name == f"utter_ask_{slot}":
                    yield Way(self._words.sentence("ways", "form", slot=self._words.slot(slot)))

    def _by_safety(self, name: str) -> Iterator[Way]:
        if name not in safety_responses() or any(
            one.key == "spanish" for _, one in self._stand_ins[name]
        ):
            return
        words = self._words
        for part in PARTS:
            for flag in FLAGS:
                if name == f"utter_safety_{part}_{flag}":
                    told = words.sentence("safety_parts", part, flag=words.plain("intents", flag))
                    typed = self._examples.of(flag, "check" if "check" in part else "act")
                    yield Way(words.sentence("ways", "safety", part=told), typed=typed)
                    return
        told = words.said_by_code(name) or words.sentence("safety_parts", "other")
        yield Way(told)

    def _by_others(self, name: str) -> Iterator[Way]:
        for base, one in self._stand_ins[name]:
            filled: dict[str, str] = {}
            typed: list[str] = []
            if one.key == "by_slot":
                slot = str(metadata_of(base, self._project.scripts.responses)["by_slot"])
                responses = self._project.scripts.responses
                filled = {
                    "slot": self._words.slot(slot),
                    "value": self._words.value(slot, one.value, responses),
                }
                typed = self._typed_for(base, one.value)
            yield Way(self._words.sentence("ways", one.key, **filled), [base], typed)

    def _typed_for(self, base: str, value: str) -> list[str]:
        """Sentences that choose a variant by their value, of the intents that say its base."""
        for rule in self._project.scripts.rules:
            actions = [step.get("action") for step in rule["steps"]]
            if base not in actions:
                continue
            for step in rule["steps"]:
                found = self._examples.of(step["intent"], value) if "intent" in step else []
                if found:
                    return found
        return []

    def _by_code(self, name: str) -> Iterator[Way]:
        if name in self._project.named_in_code and name not in safety_responses():
            told = self._words.said_by_code(name)
            if told:
                yield Way(self._words.sentence("ways", "code", told=told))


def _said(action: Any) -> bool:
    return isinstance(action, str) and action.startswith("utter_")


def _taps(project: Project) -> Mapping[str, Mapping[str, list[str]]]:
    """By response that a tap leads to: the buttons' titles, and the responses that show them."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for place, button in project.scripts.all_buttons():
        for name in lead_of(project, button["payload"]).steps:
            places = found[name][button["title"]]
            if place not in places:
                places.append(place)
    return found
