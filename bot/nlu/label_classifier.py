"""Rasa component: tells the labels of one intent apart (which feeling, which option, which topic).

A logistic regression on the sentence encoder, trained on the examples of one intent and their
labels. It runs after the intent classifier and speaks only when that intent was recognised; the
label goes out as an entity, which fills the slot of the same name. With `also_in` it is told there
in the parse too, whatever the intent. With `second` another label goes out under that name, where
another part of the message says it: people feel two things at once. With `or_intent` a message of
that intent may name the label too, where it is sure: "a restraining order in Texas" asks for one
topic of the law of a place.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.asking import asked_features
from bot.nlu.encoder_featurizer import features_of, sentence_features
from bot.nlu.encoder_reader import EncoderReader
from bot.nlu.labelled_examples import examples_with
from bot.nlu.message_intent import intent_of
from bot.nlu.regression import Regression

MODEL_FILE = "labels.npz"
PARTS = re.compile(r"[,.;:!?&+\n]|\b(?:and|but|also|plus|yet|then)\b", re.IGNORECASE)
"""Where one part of a message ends and the next begins."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class LabelClassifier(EncoderReader):
    """Adds the entity `label` with the likeliest value when the intent is `intent`."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`threshold` is the least probability (0..1) at which a label is said; `second_threshold`
        that of a second one, in its own part of the message; `or_threshold` that of the label in a
        message of `or_intent`.
        """
        return {
            "intent": None,
            "label": None,
            "threshold": 0.35,
            "also_in": None,
            "second": None,
            "second_threshold": 0.5,
            "or_intent": None,
            "or_threshold": 0.88,
        }

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource
    ) -> None:
        self._intent: str = config["intent"]
        self._label: str = config["label"]
        self._threshold: float = config["threshold"]
        self._also_in: str | None = config["also_in"]
        self._second: str | None = config["second"]
        self._second_threshold: float = config["second_threshold"]
        self._or_intent: str | None = config["or_intent"]
        self._or_threshold: float = config["or_threshold"]
        super().__init__(config, model_storage, resource)
        self._regression = Regression()

    def learn(self, training_data: TrainingData) -> None:
        """Fit on the examples of the intent that carry the label, and keep the result."""
        rows, answers = [], []
        for message, labels in examples_with(training_data, self._label):
            if intent_of(message) == self._intent and labels:
                rows.append(features_of(message))
                answers.append(labels[0])
        self._regression = Regression.fit(
            rows, answers, C=0.1, class_weight="balanced", max_iter=300
        )

    def write(self, folder: Path) -> None:
        """Write the regression."""
        self._regression.save(folder / MODEL_FILE)

    def read(self, folder: Path) -> None:
        """Read the regression."""
        self._regression = Regression.load(folder / MODEL_FILE)

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the label of each message that has the intent."""
        for message in messages:
            if not self._regression.names or not message.get(TEXT):
                continue
            if intent_of(message) == self._intent:
                self._add_label(message, meant=True)
            elif self._or_intent and intent_of(message) == self._or_intent:
                self._add_sure_label(message)
            elif self._also_in:
                self._add_label(message, meant=False)
        return messages

    def _add_label(self, message: Message, *, meant: bool) -> None:
        # A feeling stands in the whole of what is told; what is asked may stand in one part of it.
        meaning = features_of(message) if self._also_in else asked_features(message)
        chances = self._regression.chances(meaning)[0]
        first = int(np.argmax(chances))
        second = self._in_another_part(message.get(TEXT), first) if self._second and meant else None
        # Two labels share what one would have had.
        if chances[first] + (0 if second is None else chances[second]) < self._threshold:
            return
        if self._also_in and not message.get(TEXT).startswith("/"):
            told = {**message.get(self._also_in, {}), self._label: self._regression.names[first]}
            message.set(self._also_in, told, add_to_output=True)
        if not meant:
            return
        found = [self._entity(message, self._label, first, chances)]
        if self._second and second is not None:
            found.append(self._entity(message, self._second, second, chances))
        message.set(ENTITIES, [*message.get(ENTITIES, []), *found], add_to_output=True)

    def _add_sure_label(self, message: Message) -> None:
        chances = self._regression.chances(asked_features(message))[0]
        first = int(np.argmax(chances))
        if chances[first] >= self._or_threshold and not message.get(TEXT).startswith("/"):
            found = self._entity(message, self._label, first, chances)
            message.set(ENTITIES, [*message.get(ENTITIES, []), found], add_to_output=True)

    def _in_another_part(self, text: str, first: int) -> int | None:
        """The surest label of a part of the text, other than the first."""
        parts = [part for part in PARTS.split(text) if part.strip()]
        if len(parts) < 2 or text.startswith("/"):
            return None
        sure: dict[int, float] = {}
        for part in parts:
            chances = self._regression.chances(sentence_features(part))[0]
            best = int(np.argmax(chances))
            if best != first and chances[best] >= self._second_threshold:
                sure[best] = max(sure.get(best, 0), float(chances[best]))
        return max(sure, key=lambda label: sure[label]) if sure else None

    def _entity(
        self, message: Message, label: str, which: int, chances: NDArray[np.float64]
    ) -> dict[str, Any]:
        return {
            "entity": label,
            "value": self._regression.names[which],
            "start": 0,
            "end": len(message.get(TEXT)),
            "confidence_entity": float(chances[which]),
            "extractor": type(self).__name__,
        }
