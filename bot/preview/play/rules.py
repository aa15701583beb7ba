"""Which rule of the scripts spoke, as far as what happened in a turn tells.

Rasa's rule policy says what it chose and not by which rule, so the rules are compared with what was
done: the intent, what was named in the message, the form that was open, and the actions in their
order. Where several rules come to the same, all are named.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Message:
    """What a rule looks at: the intent, the names of the entities, the form that was open."""

    intent: str
    entities: Collection[str] = ()
    form: str | None = None


def rules_of(
    rules: Sequence[dict[str, Any]], message: Message, actions: Sequence[str]
) -> list[list[str]]:
    """Give for each action of a turn, in order, the names of the rules that lead to it.

    The more a rule asks for, the more it counts, as in Rasa's RulePolicy; an action that no rule
    leads to has none.
    """
    found: list[list[tuple[int, str]]] = [[] for _ in actions]
    for rule in rules:
        at = _place(rule, message, actions)
        if at is None:
            continue
        for index in range(at, min(at + len(_actions(rule)), len(actions))):
            found[index].append((_asks(rule), str(rule.get("rule", ""))))
    return [_strongest(one) for one in found]


def _place(rule: dict[str, Any], message: Message, actions: Sequence[str]) -> int | None:
    """Where in a turn's actions those of a rule begin; None when the rule does not fit."""
    if any(one.get("active_loop", message.form) != message.form for one in _conditions(rule)):
        return None
    steps, said = rule["steps"], _actions(rule)
    if "intent" not in steps[0]:
        places = (at for at in range(len(actions)) if list(actions[at : at + len(said)]) == said)
        return next(places, None)
    if steps[0]["intent"] != message.intent:
        return None
    if not set(steps[0].get("entities") or ()) <= set(message.entities):
        return None
    done = list(actions[: len(said)])
    return 0 if done and done == said[: len(done)] else None


def _actions(rule: dict[str, Any]) -> list[str]:
    return [step["action"] for step in rule["steps"] if "action" in step]


def _conditions(rule: dict[str, Any]) -> list[dict[str, Any]]:
    return list(rule.get("condition") or ())


def _asks(rule: dict[str, Any]) -> int:
    return len(_conditions(rule)) + len(rule["steps"][0].get("entities") or ())


def _strongest(found: list[tuple[int, str]]) -> list[str]:
    most = max((asks for asks, _ in found), default=0)
    return list(dict.fromkeys(name for asks, name in found if asks == most))
