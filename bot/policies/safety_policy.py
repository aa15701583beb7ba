"""The policy that takes the dialogue into the right safety script, whatever it was doing.

It stands above RulePolicy and predicts without regard to forms (`is_no_user_prediction`), because
Rasa lets an active form overrule every rule. Nothing here needs the action server.
"""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.constants import ACTION_DEACTIVATE_LOOP_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from bot.policies.current_turn import actions_since_back, actions_this_turn
from bot.policies.fixed_policy import FixedPolicy
from bot.policies.safety_script import safety_script

# Above every policy that Rasa ships (rasa/core/constants.py: RulePolicy has 4).
SAFETY_POLICY_PRIORITY = 100


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, False)
class SafetyPolicy(FixedPolicy):
    """Plays the safety script that the latest message calls for."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Give the policy its place above all others."""
        return {"priority": SAFETY_POLICY_PRIORITY}

    def next_action(self, tracker: DialogueStateTracker, domain: Domain) -> str | None:
        """Give the next step of the safety script; None when there is nothing to answer."""
        if actions_since_back(tracker) is not None:
            # Back at a disclosure that was answered; BackPolicy shows that answer again.
            return None
        done = actions_this_turn(tracker)
        closed = ACTION_DEACTIVATE_LOOP_NAME in done[:1]
        script = safety_script(tracker, domain, loop_closed=closed)
        if len(done) < len(script) and done == script[: len(done)]:
            return script[len(done)]
        return None
