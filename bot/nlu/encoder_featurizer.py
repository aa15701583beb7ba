"""Rasa component: puts the sentence encoder's vector on each message."""

from __future__ import annotations

from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.encoder.sentence_encoder import (
    DIMENSIONS,
    GRAPH_VERSION,
    WEIGHTS_SHA256,
    shared_encoder,
)
from bot.patterns.normalise import normalise

# Rasa's LogisticRegressionClassifier has a fixed regularisation; on unit vectors it underfits.
# The square root of the width gives each feature unit variance, as the solver expects.
SCALE = np.float32(np.sqrt(DIMENSIONS))


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class EncoderFeaturizer(DenseFeaturizer, GraphComponent):
    """Adds one dense sentence feature of shape (1, 384); button payloads get zeros."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Only what every featurizer of Rasa has."""
        return {**DenseFeaturizer.get_default_config()}

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """There is nothing to set wrongly."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> EncoderFeaturizer:
        """Make the component; the weights load here, so that no message waits for them."""
        shared_encoder()
        return cls(execution_context.node_name, config)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add features to every example."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add features to each message that has text."""
        for message in messages:
            text = message.get(TEXT)
            if text is None:
                continue
            message.add_features(
                Features(sentence_features(text), FEATURE_TYPE_SENTENCE, TEXT, self._identifier)
            )
        return messages

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Retrain when the encoder changes."""
        return f"{WEIGHTS_SHA256} {GRAPH_VERSION}"


def sentence_features(text: str) -> np.ndarray[Any, Any]:
    """Scaled meaning of a text, shape (1, 384); zeros for a button payload, which needs none."""
    if text.startswith("/"):
        return np.zeros((1, DIMENSIONS), dtype=np.float32)
    return (shared_encoder().encode(normalise(text)) * SCALE)[np.newaxis, :]


def features_of(message: Message) -> np.ndarray[Any, Any]:
    """Scaled meaning that the featurizer has put on a message, shape (1, 384)."""
    features: np.ndarray[Any, Any] = message.get_dense_features(TEXT)[1].features
    return features
