"""What the policies of our own share: they learn nothing, and outrank forms and rules."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

from rasa.core.featurizers.tracker_featurizers import TrackerFeaturizer
from rasa.core.policies.policy import Policy, PolicyPrediction, confidence_scores_for
from rasa.engine.graph import ExecutionContext
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.training_data.features import Features


class FixedPolicy(Policy):
    """A policy whose next action follows from the conversation alone.

    It predicts without regard to forms (`is_no_user_prediction`), because Rasa lets an active form
    overrule every rule.
    """

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        featurizer: TrackerFeaturizer | None = None,
    ) -> None:
        super().__init__(config, model_storage, resource, execution_context, featurizer)

    @abstractmethod
    def next_action(self, tracker: DialogueStateTracker, domain: Domain) -> str | None:
        """Name of the next action, or None to leave it to the other policies."""

    def train(
        self,
        training_trackers: list[DialogueStateTracker],
        domain: Domain,
        **kwargs: Any,
    ) -> Resource:
        """Learn nothing."""
        return self._resource

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: dict[str, Any] | None = None,
        precomputations: dict[str, Features] | None = None,
        **kwargs: Any,
    ) -> PolicyPrediction:
        """Predict the next action with certainty, or nothing."""
        action = self.next_action(tracker, domain)
        if action is None:
            return self._prediction(self._default_predictions(domain))
        return PolicyPrediction(
            confidence_scores_for(action, 1.0, domain),
            policy_name=type(self).__name__,
            policy_priority=self.priority,
            is_no_user_prediction=True,
        )
