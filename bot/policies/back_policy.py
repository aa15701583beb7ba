"""The policy that shows the earlier step again when somebody asks to go back.

Rasa's own `action_back` takes the last two turns out of the conversation, but says nothing. This
policy then repeats what the bot had said at the step that we are back at.
"""

from __future__ import annotations

from typing import Any

from rasa.core.featurizers.tracker_featurizers import TrackerFeaturizer
from rasa.core.policies.policy import Policy, PolicyPrediction, confidence_scores_for
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.constants import ACTION_BACK_NAME, ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.training_data.features import Features

from bot.policies.current_turn import actions_this_turn

# Between RulePolicy and SafetyPolicy: a step back never outranks a disclosure.
BACK_POLICY_PRIORITY = 50
# What the bot says when there is no earlier step.
FIRST_STEP = "utter_menu"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, False)
class BackPolicy(Policy):
    """Repeats the responses of the turn that `action_back` has returned to."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Give the policy its place below safety and above the rules."""
        return {"priority": BACK_POLICY_PRIORITY}

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        featurizer: TrackerFeaturizer | None = None,
    ) -> None:
        super().__init__(config, model_storage, resource, execution_context, featurizer)

    def train(
        self,
        training_trackers: list[DialogueStateTracker],
        domain: Domain,
        **kwargs: Any,
    ) -> Resource:
        """Learn nothing: the steps are read from the conversation."""
        return self._resource

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: dict[str, Any] | None = None,
        precomputations: dict[str, Features] | None = None,
        **kwargs: Any,
    ) -> PolicyPrediction:
        """Predict the next response to repeat; nothing when nobody asked to go back."""
        repeated = _repeated_so_far(tracker)
        if repeated is None:
            return self._prediction(self._default_predictions(domain))
        turn = [name for name in actions_this_turn(tracker) if name.startswith("utter_")]
        # The turn now holds the old responses and, behind them, those repeated already.
        step = turn[: len(turn) - len(repeated)] or [FIRST_STEP]
        following = step[len(repeated)] if len(repeated) < len(step) else ACTION_LISTEN_NAME
        return PolicyPrediction(
            confidence_scores_for(following, 1.0, domain),
            policy_name=type(self).__name__,
            policy_priority=self.priority,
            is_no_user_prediction=True,
        )


def _repeated_so_far(tracker: DialogueStateTracker) -> list[str] | None:
    """Responses said since `action_back` ran in this turn; None when it did not run."""
    said: list[str] = []
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            return None
        if isinstance(event, ActionExecuted):
            if event.action_name == ACTION_BACK_NAME:
                return said[::-1]
            said.append(event.action_name or "")
    return None
