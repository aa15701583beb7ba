"""The policy that takes the dialogue into the right safety script, whatever it was doing.

It stands above RulePolicy and predicts without regard to forms (`is_no_user_prediction`), because
Rasa lets an active form overrule every rule. Nothing here needs the action server.
"""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.constants import ACTION_DEACTIVATE_LOOP_NAME, ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from bot.policies.current_turn import actions_since_back, actions_this_turn
from bot.policies.fixed_policy import FixedPolicy
from bot.safety.model import FLAGS

# Above every policy that Rasa ships (rasa/core/constants.py: RulePolicy has 4).
SAFETY_POLICY_PRIORITY = 100
# The gate tells on the message which flags it has answered already (bot/channels/gate.py).
GATE_METADATA = "gate_answered"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, False)
class SafetyPolicy(FixedPolicy):
    """Plays the safety script of the gravest flag of the latest message."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Give the policy its place above all others."""
        return {"priority": SAFETY_POLICY_PRIORITY}

    def next_action(self, tracker: DialogueStateTracker, domain: Domain) -> str | None:
        """Give the next step of the safety script; None when there is no flag."""
        if actions_since_back(tracker) is not None:
            # Back at a disclosure that was answered; BackPolicy shows that answer again.
            return None
        done = actions_this_turn(tracker)
        script = safety_script(tracker, loop_closed=ACTION_DEACTIVATE_LOOP_NAME in done)
        if len(done) < len(script) and done == script[: len(done)]:
            return script[len(done)]
        return None


def safety_script(tracker: DialogueStateTracker, *, loop_closed: bool) -> list[str]:
    """Actions that answer the latest message's safety level; empty when there is none.

    `loop_closed` says that this turn's script has closed a form already, so that the script
    reads the same at each of its steps.
    """
    message = tracker.latest_message
    if message is None:
        return []
    safety: dict[str, Any] = message.parse_data.get("safety") or {}
    flags: list[str] = safety.get("flags") or []
    level: str = safety.get("level", "none")
    if not flags and message.intent_name in FLAGS:
        # Whoever taps a button ("/suicide_self"), or types its words, means it. A classifier that
        # is not even sure enough for the detector's own thresholds is a reason to ask.
        sure = float(message.intent.get("confidence") or 0.0) >= 1.0
        flags, level = [str(message.intent_name)], "act" if sure else "check"
    if level == "none" or not flags:
        return []
    flag = flags[0]
    closing = [ACTION_DEACTIVATE_LOOP_NAME] if tracker.active_loop_name or loop_closed else []
    if level == "check":
        return [*closing, f"utter_safety_check_{flag}", ACTION_LISTEN_NAME]
    answered: list[str] = (message.metadata or {}).get(GATE_METADATA) or []
    first = [] if flag in answered else [f"utter_safety_first_{flag}"]
    return [*closing, *first, f"utter_safety_next_{flag}", ACTION_LISTEN_NAME]
