"""Rasa component: which intent a message has, by logistic regression on the sentence encoder.

Rasa's own LogisticRegressionClassifier learns the same, but importing what it saves its model with
takes four seconds of every start, and it goes through sparse matrices for each message.
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

from bot.encoder.lesson_files import checksum
from bot.nlu.encoder_featurizer import features_of, sentence_features
from bot.nlu.encoder_reader import EncoderReader
from bot.nlu.labelled_examples import intent_of
from bot.nlu.regression import Regression
from bot.nlu.stories.sentences import FOLDER, read_stories

MODEL_FILE = "intents.npz"
# What the stories in data/sentences/stories/ are examples of, in the long.
STORY = "tell_what_happened"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentClassifier(EncoderReader):
    """Sets `intent` and `intent_ranking` (all intents, likeliest first, confidences 0..1)."""

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource
    ) -> None:
        super().__init__(config, model_storage, resource)
        self._regression = Regression()

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Retrain when a story changes."""
        return checksum(FOLDER)

    def learn(self, training_data: TrainingData) -> None:
        """Fit on every example and on the stories; rare intents weigh as much as common ones."""
        examples = [message for message in training_data.intent_examples if message.get(TEXT)]
        stories = [story.text for story in read_stories() if story.types]
        self._regression = Regression.fit(
            [*map(features_of, examples), *map(sentence_features, stories)],
            [*(str(intent_of(message)) for message in examples), *(STORY for _ in stories)],
            class_weight="balanced",
            max_iter=100,
            tol=1e-3,
        )

    def write(self, folder: Path) -> None:
        """Write the regression."""
        self._regression.save(folder / MODEL_FILE)

    def read(self, folder: Path) -> None:
        """Read the regression."""
        self._regression = Regression.load(folder / MODEL_FILE)

    def process(self, messages: list[Message]) -> list[Message]:
        """Classify each message; a button's payload names its own intent later."""
        for message in messages:
            if self._regression.names and message.get(TEXT):
                chances = self._regression.chances(features_of(message))[0]
                ranking = [
                    {"name": self._regression.names[index], "confidence": float(chances[index])}
                    for index in np.argsort(-chances)
                ]
                message.set(INTENT, dict(ranking[0]), add_to_output=True)
                message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages
