"""Whether each turn leaves a way on: a button, or a question that can be answered freely."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from bot.responses.lint import Problem
from bot.responses.project import Project
from bot.responses.reachable import stand_ins
from bot.safety.model import FLAGS
from bot.safety.replies import GO_NOW, TOLD_QUESTION

_ENDS_A_REPLY: Final = ("next", "check", "recheck")
_LENDING: Final = {"buttons_from", "list_from", "facts_from", "words_from"}
_BEFORE_IT: Final = {"opening", "opening_again"}
_ASKS: Final = ("?", "¿")
_ADVICE: Final = "nothing leads on from it: no button, and no question to answer."


def turns_without_a_way_on(project: Project) -> Iterator[Problem]:
    """Yield what a turn can end with and that leaves no way on, by a rule, a form or SafetyPolicy.

    A turn that ends in an action of the action server is left out: those say their own last words.
    """
    seen: set[str] = set()
    for turn in _turns(project):
        *before, last = turn
        if any(_always_leads_on(project, name) for name in before):
            continue
        for name in _said_for(project, last):
            if name not in seen and not _always_leads_on(project, name, said_as=last):
                seen.add(name)
                yield Problem(project.scripts.files[name], name, _ADVICE)


def _turns(project: Project) -> Iterator[list[str]]:
    for rule in project.scripts.rules:
        actions = [step["action"] for step in rule["steps"] if "action" in step]
        if actions and actions[-1] in project.scripts.responses:
            yield [one for one in actions if one in project.scripts.responses]
    for form in (project.domain.get("forms") or {}).values():
        for slot in form["required_slots"]:
            yield [f"utter_ask_{slot}"]
    for part in _ENDS_A_REPLY:
        yield from ([f"utter_safety_{part}_{flag}"] for flag in FLAGS)
    yield [TOLD_QUESTION]
    yield list(GO_NOW)


def _said_for(project: Project, name: str) -> list[str]:
    """The response itself and all that may stand in for it, one after another."""
    found = [name] if name in project.scripts.responses else []
    for one in found:
        found.extend(
            other.name
            for other in stand_ins(project, one)
            if other.key not in _LENDING | _BEFORE_IT
            and other.name in project.scripts.responses
            and other.name not in found
        )
    return found


def _always_leads_on(project: Project, name: str, *, said_as: str = "") -> bool:
    """Whether every wording of a response leads on; `said_as` may share its buttons."""
    responses = project.scripts.responses
    shared = any(_metadata(one).get("buttons_for_all") for one in responses.get(said_as, []))
    written = responses.get(name, [])
    return shared or (bool(written) and all(_leads_on(one) for one in written))


def _leads_on(variation: Mapping[str, Any]) -> bool:
    metadata = _metadata(variation)
    return bool(
        variation.get("buttons")
        or "buttons_from" in metadata
        or "buttons_again" in metadata
        or (variation.get("custom") or {}).get("session") == "end"
        or any(mark in str(variation.get("text")) for mark in _ASKS)
    )


def _metadata(variation: Mapping[str, Any]) -> Mapping[str, Any]:
    return variation.get("metadata") or {}
