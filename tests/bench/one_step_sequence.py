"""Rasa component for the comparison only: DIET wants a sequence, so here is one of length 1.

DIET does not train on sentence features alone (TFLayerConfigException). With the sentence's vector
as its only step it reads exactly what the other head reads.
"""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, FEATURE_TYPE_SEQUENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class OneStepSequence(GraphComponent):
    """Repeats each text's sentence features as sequence features of shape (1, width)."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> OneStepSequence:
        return cls()

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            for feature in list(message.features):
                if feature.attribute == TEXT and feature.type == FEATURE_TYPE_SENTENCE:
                    message.add_features(
                        Features(feature.features, FEATURE_TYPE_SEQUENCE, TEXT, feature.origin)
                    )
        return messages
