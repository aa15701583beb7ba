"""What a turn shows of the bot's inside: what it understood, which rule spoke, what it knows."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from rasa.shared.core.constants import (
    ACTION_LISTEN_NAME,
    ACTION_SESSION_START_NAME,
    SESSION_START_METADATA_SLOT,
)
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SlotSet, UserUttered

from bot.preview.play.kept_conversations import Heard
from bot.preview.play.played_bot import JUMPED
from bot.preview.play.rules import Message, rules_of
from bot.responses.script_index import shared_index
from bot.safety import Safety, first_reply
from bot.safety.model import GATE_METADATA

MOST_OTHERS: Final = 3
LEAST_LIKELY: Final = 0.05
"""Confidence (0 to 1) from which another reading of the words is worth showing."""

RULES: Final = "ScriptedRules"
_UNSEEN_ACTIONS: Final = (None, ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME)
_UNSEEN_SLOTS: Final = (SESSION_START_METADATA_SLOT,)


@dataclass(frozen=True)
class Change:
    """A slot whose value changed; what is empty is None."""

    slot: str
    before: Any
    after: Any


@dataclass
class Spoken:
    """One action of a turn: who chose it, and which responses it said.

    `by` is `gate`, `rule`, `safety`, `back`, `jumped` or `other`; `rules` are the names of those
    that fit. `failed` says that it asks the action server, and that nothing came back.
    """

    action: str
    by: str
    rules: list[str] = field(default_factory=list)
    responses: list[str] = field(default_factory=list)
    failed: bool = False


@dataclass(frozen=True)
class Insight:
    """What happened in one turn. `reached` is False where the bot itself never got the message."""

    reached: bool = False
    intent: str = ""
    confidence: float = 0.0
    others: Sequence[tuple[str, float]] = ()
    safety: Mapping[str, Any] = field(default_factory=dict)
    types: Sequence[tuple[str, float]] = ()
    changes: Sequence[Change] = ()
    slots: Mapping[str, Any] = field(default_factory=dict)
    spoken: Sequence[Spoken] = ()

    @property
    def responses(self) -> list[str]:
        """Names of all responses that the bot said, in order."""
        return [name for one in self.spoken for name in one.responses]

    @property
    def at(self) -> str:
        """Where in the scripts we are: the last response; empty where nothing was said."""
        return self.responses[-1] if self.responses else ""


def unheard(
    slots: Mapping[str, Any], safety: Mapping[str, Any], answered: Container[str]
) -> Insight:
    """Tell what is known of a turn that the bot itself never finished, or never got.

    Args:
        slots: those of now.
        safety: what the safety core finds in the text.
        answered: the dangers that the gate had answered before.
    """
    return Insight(safety=safety, slots=slots, spoken=_by_gate(safety, answered))


def insight_of(
    heard: Heard, before: Mapping[str, Any], form: str | None, answered: Container[str]
) -> Insight:
    """Tell what a turn shows.

    Args:
        heard: what the bot kept of it.
        before: the slots before it.
        form: the form that was open before it.
        answered: the dangers that the gate had answered before it.
    """
    told = [event for event in heard.events if isinstance(event, UserUttered)]
    message = told[-1] if told else None
    parse: dict[str, Any] = message.parse_data if message else {}
    gate = ((message.metadata or {}) if message else {}).get(GATE_METADATA) or {}
    by_gate = _by_gate(gate["safety"], answered) if gate.get("answered") else []
    return Insight(
        reached=True,
        intent=str((message.intent_name if message else None) or ""),
        confidence=float((parse.get("intent") or {}).get("confidence") or 0.0),
        others=_others(parse),
        safety=parse.get("safety") or {},
        types=[(one["name"], float(one["confidence"])) for one in parse.get("abuse_types") or ()],
        changes=_changes(before, heard.slots),
        slots=known_slots(heard.slots),
        spoken=[*by_gate, *_spoken(heard.events, message, form)],
    )


def _by_gate(safety: Mapping[str, Any], answered: Container[str]) -> list[Spoken]:
    """Name what the gate says at once; the last of these responses it leaves to the dialogue."""
    if safety.get("level") != "act":
        return []
    found = Safety("act", tuple(safety["flags"]), tuple(safety["evidence"]))
    *first, _ = first_reply(found, again=answered)
    return [Spoken("", "gate", responses=[str(one["response"]) for one in first])]


def _others(parse: Mapping[str, Any]) -> list[tuple[str, float]]:
    _, *others = parse.get("intent_ranking") or [None]
    likely = [(str(one["name"]), float(one["confidence"])) for one in others if one]
    return [one for one in likely if one[1] >= LEAST_LIKELY][:MOST_OTHERS]


def known_slots(slots: Mapping[str, Any]) -> dict[str, Any]:
    """Give the slots that hold something, but those of Rasa's own."""
    return {name: value for name, value in slots.items() if name not in _UNSEEN_SLOTS and value}


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    old, new = known_slots(before), known_slots(after)
    return [
        Change(name, old.get(name), new.get(name))
        for name in dict.fromkeys([*old, *new])
        if old.get(name) != new.get(name)
    ]


def _spoken(events: Sequence[Event], message: UserUttered | None, form: str | None) -> list[Spoken]:
    done: list[Spoken] = []
    current: Spoken | None = None
    for event in events:
        if isinstance(event, ActionExecuted):
            hidden = event.action_name in _UNSEEN_ACTIONS
            current = None if hidden else Spoken(str(event.action_name), _chosen_by(event))
            if current is not None:
                current.failed = current.action.startswith("action_show_")
                done.append(current)
        elif current is not None and isinstance(event, (BotUttered, SlotSet)):
            current.failed = False
            if isinstance(event, BotUttered):
                name = (event.metadata or {}).get("response") or event.metadata.get("utter_action")
                current.responses += [str(name)] if name else []
    if message is not None:
        _name_rules(done, message, form)
    return done


def _name_rules(done: Sequence[Spoken], message: UserUttered, form: str | None) -> None:
    by_rule = [one for one in done if one.by == "rule"]
    entities = {str(entity.get("entity")) for entity in message.entities}
    heard = Message(str(message.intent_name), entities, form)
    names = rules_of(shared_index().rules, heard, [one.action for one in by_rule])
    for one, rules in zip(by_rule, names, strict=True):
        one.rules = rules


def _chosen_by(event: ActionExecuted) -> str:
    policy = str(event.policy or "")
    if policy == JUMPED:
        return "jumped"
    for mark, name in (("Safety", "safety"), ("Back", "back"), (RULES, "rule")):
        if mark in policy:
            return name
    return "other"
