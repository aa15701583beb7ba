"""Rasa component: whether a text is like anything that the bot was taught.

A regression is sure of itself far away from its examples: "asdf qwer" gets some intent with 0.9.
The likeness to the nearest example (cosine of the sentence encoder's vectors) does not, so a text
that is like none of them is handed to the fallback.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.encoder_featurizer import SCALE, EncoderFeaturizer, features_of

EXAMPLES_FILE = "examples.npy"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class FamiliarityCheck(GraphComponent):
    """Sets the confidence of every intent to 0 when no example is as like as `least_likeness`."""

    @classmethod
    def required_components(cls) -> list[type]:
        """Name the component whose features this one reads."""
        return [EncoderFeaturizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`least_likeness`: cosine (0..1) to the nearest example below which a text is unknown."""
        return {"least_likeness": 0.47}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> FamiliarityCheck:
        """Make an untrained component."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> FamiliarityCheck:
        """Make a trained component out of the model archive."""
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            component._examples = np.load(folder / EXAMPLES_FILE).astype(np.float32)
        return component

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource
    ) -> None:
        self._least_likeness: float = config["least_likeness"]
        self._model_storage = model_storage
        self._resource = resource
        self._examples = np.zeros((0, 0), dtype=np.float32)

    def train(self, training_data: TrainingData) -> Resource:
        """Keep the vector of every example; half precision is plenty for a likeness."""
        vectors = [_vector(message) for message in training_data.intent_examples]
        with self._model_storage.write_to(self._resource) as folder:
            np.save(folder / EXAMPLES_FILE, np.vstack(vectors).astype(np.float16))
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Check each message that was typed."""
        for message in messages:
            text = message.get(TEXT) or ""
            if not text or text.startswith("/") or not len(self._examples):
                continue
            if float((self._examples @ _vector(message)).max()) < self._least_likeness:
                _doubt(message)
        return messages


def _vector(message: Message) -> np.ndarray[Any, Any]:
    vector: np.ndarray[Any, Any] = features_of(message)[0] / SCALE
    return vector


def _doubt(message: Message) -> None:
    ranking = [{**one, "confidence": 0.0} for one in message.get(INTENT_RANKING_KEY, [])]
    message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
    if ranking:
        message.set(INTENT, dict(ranking[0]), add_to_output=True)
