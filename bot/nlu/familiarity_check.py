"""Rasa component: whether a text is like anything that the bot was taught.

A regression is sure of itself far away from its examples: "asdf qwer" gets some intent with 0.9.
The likeness to the nearest example (cosine of the sentence encoder's vectors) does not, so a text
that is like none of them is handed to the fallback. A long story is like no example, yet is no
nonsense where it tells of a type.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.abuse_type_recogniser import LABEL_KEY, PLAIN
from bot.nlu.asking import ASKED
from bot.nlu.encoder_featurizer import SCALE, features_of, sentence_features
from bot.nlu.encoder_reader import EncoderReader
from bot.safety.prepare import MOST_WORDS_AT_ONCE

EXAMPLES_FILE = "examples.npy"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class FamiliarityCheck(EncoderReader):
    """Sets the confidence of every intent to 0 when no example is as like as `least_likeness`."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`least_likeness`: cosine (0..1) to the nearest example below which a text is unknown."""
        return {"least_likeness": 0.47}

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource
    ) -> None:
        self._least_likeness: float = config["least_likeness"]
        super().__init__(config, model_storage, resource)
        self._examples = np.zeros((0, 0), dtype=np.float32)

    def learn(self, training_data: TrainingData) -> None:
        """Keep the vector of every example."""
        vectors = [_vector(message) for message in training_data.intent_examples]
        self._examples = np.vstack(vectors)

    def write(self, folder: Path) -> None:
        """Write the vectors; half precision is plenty for a likeness."""
        np.save(folder / EXAMPLES_FILE, self._examples.astype(np.float16))

    def read(self, folder: Path) -> None:
        """Read the vectors."""
        self._examples = np.load(folder / EXAMPLES_FILE).astype(np.float32)

    def process(self, messages: list[Message]) -> list[Message]:
        """Check each message that was typed."""
        for message in messages:
            text = message.get(TEXT) or ""
            if not text or text.startswith("/") or not len(self._examples):
                continue
            if _tells_at_length(message, text):
                continue
            if self._likeness(message) < self._least_likeness:
                _doubt(message)
        return messages

    def _likeness(self, message: Message) -> float:
        """Likeness of a message to the nearest example: of all of it, or of what it asks."""
        vectors = [_vector(message)]
        vectors += [sentence_features(text)[0] / SCALE for text in message.get(ASKED) or ()]
        return max(float((self._examples @ vector).max()) for vector in vectors)


def _tells_at_length(message: Message, text: str) -> bool:
    found: list[dict[str, Any]] = message.get(LABEL_KEY) or []
    plain = any(one["confidence"] >= PLAIN for one in found)
    return plain and len(text.split()) > MOST_WORDS_AT_ONCE


def _vector(message: Message) -> np.ndarray[Any, Any]:
    vector: np.ndarray[Any, Any] = features_of(message)[0] / SCALE
    return vector


def _doubt(message: Message) -> None:
    ranking = [{**one, "confidence": 0.0} for one in message.get(INTENT_RANKING_KEY, [])]
    message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
    if ranking:
        message.set(INTENT, dict(ranking[0]), add_to_output=True)
