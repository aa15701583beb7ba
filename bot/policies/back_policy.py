"""The policy that shows the earlier step again when somebody asks to go back.

Rasa's own `action_back` takes the last two turns out of the conversation, but says nothing. This
policy then repeats what the bot had said at the step that we are back at. Where no step is left,
`action_back` would end the turn in silence (an emptied tracker listens before any policy is asked),
so the policy answers with the menu in its place.
"""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.constants import (
    ACTION_DEACTIVATE_LOOP_NAME,
    ACTION_LISTEN_NAME,
    REQUESTED_SLOT,
)
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.policies.current_turn import actions_since_back, actions_this_turn
from bot.policies.fixed_policy import FixedPolicy

# Between RulePolicy and SafetyPolicy: a step back never outranks a disclosure.
BACK_POLICY_PRIORITY = 50
GO_BACK = "go_back"
# What the bot says when there is no earlier step.
FIRST_STEP = "utter_menu"
# This turn and the one that it takes out; with no third there is nothing to go back to.
TURNS_TAKEN_OUT = 2


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, False)
class BackPolicy(FixedPolicy):
    """Shows again what was said in the turn that `action_back` has returned to."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Give the policy its place below safety and above the rules."""
        return {"priority": BACK_POLICY_PRIORITY}

    def next_action(self, tracker: DialogueStateTracker, domain: Domain) -> str | None:
        """Give the next response to repeat; None when nobody asked to go back."""
        return _step_after_back(tracker, domain) or _step_without_past(tracker)


def _step_after_back(tracker: DialogueStateTracker, domain: Domain) -> str | None:
    """Next action of the earlier turn to show again; None when `action_back` did not run."""
    repeated = actions_since_back(tracker)
    if repeated is None:
        return None
    spoken = [_as_spoken(name, tracker, domain) for name in actions_this_turn(tracker)]
    # The turn holds the old responses and, behind them, those that were repeated: now, or when
    # somebody came back to it before. A script never says the same thing twice in a turn.
    step = list(dict.fromkeys(name for name in spoken if name)) or [FIRST_STEP]
    return step[len(repeated)] if len(repeated) < len(step) else ACTION_LISTEN_NAME


def _step_without_past(tracker: DialogueStateTracker) -> str | None:
    """Next action of the answer to "go back" at the very start; None at any other place."""
    message = tracker.latest_message
    if message is None or message.intent_name != GO_BACK:
        return None
    turns = sum(isinstance(event, UserUttered) for event in tracker.applied_events())
    if turns > TURNS_TAKEN_OUT:
        return None
    done = actions_this_turn(tracker)
    in_loop = tracker.active_loop_name or ACTION_DEACTIVATE_LOOP_NAME in done
    closing = [ACTION_DEACTIVATE_LOOP_NAME] if in_loop else []
    script = [*closing, FIRST_STEP, ACTION_LISTEN_NAME]
    return script[len(done)] if len(done) < len(script) and done == script[: len(done)] else None


def _as_spoken(name: str, tracker: DialogueStateTracker, domain: Domain) -> str | None:
    """Action that says again what an action of the turn said; None when it says nothing."""
    if name in domain.form_names:
        slot = tracker.get_slot(REQUESTED_SLOT)
        return f"utter_ask_{slot}" if slot and tracker.active_loop_name == name else None
    return name if name in domain.user_actions else None
