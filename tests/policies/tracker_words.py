"""Trackers written by hand, and what a policy does with them until it listens."""

from __future__ import annotations

from typing import Any

from rasa.core.policies.policy import Policy, PolicyPrediction
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.shared.core.constants import ACTION_DEACTIVATE_LOOP_NAME, ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    Event,
    SessionStarted,
    SlotSet,
    UserUtteranceReverted,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from bot.policies.screening import ANSWERS
from bot.safety import load_scripts
from bot.safety.model import FLAGS

SAID = (
    *("utter_menu", "utter_welcome", "utter_help", "utter_options", "utter_ask_us_state"),
    *("utter_no_such_choice", "utter_several_choices"),
    "utter_not_understood",
)
SAFETY = tuple(load_scripts().responses)
DOMAIN = Domain.from_dict(
    {
        "intents": [
            *("greet", "help", "list_options", "ask_law", "tell_place", "go_back", "resume"),
            *("no_such_choice", "several_choices"),
            *("safety_ok", "safety_not_meant", "safety_step", "nlu_fallback", *ANSWERS, *FLAGS),
        ],
        "entities": ["us_state"],
        "slots": {"us_state": {"type": "text", "mappings": [{"type": "custom"}]}},
        "responses": {name: [{"text": name}] for name in (*SAID, *SAFETY)},
        "forms": {"state_form": {"required_slots": ["us_state"]}},
        "actions": ["action_show_state_law"],
    }
)
FORM_ASKS = [
    ActionExecuted("state_form"),
    ActiveLoop("state_form"),
    SlotSet("requested_slot", "us_state"),
]


def made(policy: type[Policy]) -> Policy:
    """Make a policy as Rasa makes it, without a model."""
    context = ExecutionContext(GraphSchema({}), "no model")
    return policy(policy.get_default_config(), None, None, context)  # type: ignore[arg-type]


def person(
    intent: str,
    text: str = "...",
    *,
    safety: dict[str, Any] | None = None,
    confidence: float = 1.0,
    **metadata: Any,
) -> list[Event]:
    """Make a message, with the `safety` key that a typed one carries."""
    parse: dict[str, Any] = {
        "text": text,
        "intent": {"name": intent, "confidence": confidence},
        "entities": [],
    }
    if safety is not None:
        parse["safety"] = safety
    return [
        ActionExecuted(ACTION_LISTEN_NAME),
        UserUttered(text, parse["intent"], [], parse, metadata=metadata),
    ]


def tracker_of(*events: Event) -> DialogueStateTracker:
    """Make a conversation that starts as every conversation starts."""
    start = [ActionExecuted("action_session_start"), SessionStarted()]
    return DialogueStateTracker.from_events(
        "person", [*start, *events], slots=DOMAIN.slots, domain=DOMAIN
    )


def go_back(tracker: DialogueStateTracker) -> None:
    """Do what Rasa does for "go back": its rule runs `action_back`."""
    for event in [*person("go_back"), ActionExecuted("action_back")]:
        tracker.update(event)
    tracker.update(UserUtteranceReverted())
    tracker.update(UserUtteranceReverted())


def prediction(policy: Policy, tracker: DialogueStateTracker) -> PolicyPrediction:
    """Ask a policy once."""
    return policy.predict_action_probabilities(tracker, DOMAIN)


def played(policy: Policy, tracker: DialogueStateTracker) -> list[str]:
    """Run what a policy predicts until it listens or has nothing to say; the names in order."""
    names: list[str] = []
    while True:
        found = prediction(policy, tracker)
        if found.max_confidence == 0:
            return names
        names.append(DOMAIN.action_names_or_texts[found.probabilities.index(found.max_confidence)])
        tracker.update(ActionExecuted(names[-1]))
        if names[-1] == ACTION_DEACTIVATE_LOOP_NAME:
            tracker.update(ActiveLoop(None))
            tracker.update(SlotSet("requested_slot", None))
        if names[-1] == ACTION_LISTEN_NAME:
            return names
        assert len(names) < 20, f"never listens: {names}"
