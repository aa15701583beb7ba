"""Take things out of the picture of what was told: one kind, or all of the last telling."""

from typing import Any, Final

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

TYPES: Final = "abuse_types"
FACTS: Final = ("stalker_relation", "home", "whom", "goes_on", "duration", "frequency")
"""Slots that a telling fills beside the types."""

ASKING: Final = {"ask_about_type", "take_out_type"}
"""Intents whose entities tell nothing new."""

FORGOTTEN: Final = "utter_picture_forgotten"
NOTHING: Final = "utter_picture_nothing"


class ActionTakeOutType(Action):
    """Take the type in the message's `abuse_type` out of what was told."""

    def name(self) -> str:
        """Return the name that the rules use."""
        return "action_take_out_type"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[dict[str, Any]]:
        """Keep the other types."""
        gone = set(tracker.get_latest_entity_values("abuse_type"))
        return _without(tracker, gone, [])


class ActionForgetLastTelling(Action):
    """Let go of what the last telling added, and say so."""

    def name(self) -> str:
        """Return the name that the rules use."""
        return "action_forget_last_telling"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[dict[str, Any]]:
        """Drop the types and facts that the last telling named."""
        entities = _last_telling(tracker)
        gone = {one["value"] for one in entities if one.get("entity") == "abuse_type"}
        facts = [name for name in FACTS if any(one.get("entity") == name for one in entities)]
        dispatcher.utter_message(response=FORGOTTEN if gone or facts else NOTHING)
        return _without(tracker, gone, facts)


class ActionForgetFacts(Action):
    """Let go of who does it, to whom, how long and how often; keep the types."""

    def name(self) -> str:
        """Return the name that the rules use."""
        return "action_forget_facts"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[dict[str, Any]]:
        """Empty the slots of the facts."""
        return [SlotSet(name, None) for name in FACTS]


def _last_telling(tracker: Tracker) -> list[dict[str, Any]]:
    """Entities of the last message that told something, also one that was about safety first."""
    for event in reversed(tracker.events):
        parsed: dict[str, Any] = event.get("parse_data") or {}
        entities: list[dict[str, Any]] = parsed.get("entities") or []
        telling = any(one.get("entity") in ("abuse_type", *FACTS) for one in entities)
        if telling and (parsed.get("intent") or {}).get("name") not in ASKING:
            return entities
    return []


def _without(tracker: Tracker, gone: set[str], facts: list[str]) -> list[dict[str, Any]]:
    told: list[str] = tracker.get_slot(TYPES) or []
    kept = [name for name in told if name not in gone]
    # The slot gathers, so it has to be emptied before the rest is put back.
    events = [SlotSet(TYPES, None), *([SlotSet(TYPES, kept)] if kept else [])]
    return [*events, *(SlotSet(name, None) for name in facts)]
