"""Rasa component: which types of cyberstalking a message may describe.

Two witnesses are heard. Token patterns (`data/patterns/types/`) are precise and can be read by a
clinician; a logistic regression on the sentence encoder generalises to words that nobody foresaw.
It weighs the types, and "none of them", against each other; that made fewer false names than one
regression a type (docs/choices.md). A long story is read sentence by sentence, since one clause
often carries a type alone. The result stands in the parse as `abuse_types` and, when the person
tells or asks, as entities.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.locations import PATTERNS
from bot.nlu.encoder_featurizer import features_of, sentence_features
from bot.nlu.encoder_reader import EncoderReader
from bot.nlu.labelled_examples import intent_of, labels_of
from bot.nlu.regression import Regression
from bot.patterns.pattern_set import PatternSet

PATTERN_FOLDER = PATTERNS / "types"
MODEL_FILE = "types.npz"
LABEL_KEY = "abuse_types"
NO_TYPE = "none"
STORY = "tell_what_happened"
# Confidence (0..1) from which a type, or an intent, needs no second opinion.
SURE = 0.6

# What a pattern is worth by itself (0..1): more than the threshold, less than certainty.
PATTERN_CONFIDENCE = 0.9
# A message is read in at most this many sentences; later ones only through the whole text.
MOST_SENTENCES = 24
# A sentence shorter than this many words says too little to be judged on its own.
LEAST_WORDS = 4

_SENTENCE_END = re.compile(r"(?<=[.!?\n])\s+|\n+")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class AbuseTypeRecogniser(EncoderReader):
    """Adds `abuse_types`: [{name, confidence}], highest first, only those above the threshold."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`threshold`: least confidence (0..1) to report; `intents`: those that fill slots."""
        return {"threshold": 0.3, "intents": [STORY, "ask_about_type"]}

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Retrain when a pattern file changes."""
        digest = hashlib.sha256()
        for file in sorted(PATTERN_FOLDER.glob("*.yml")):
            digest.update(file.read_bytes())
        return digest.hexdigest()

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource
    ) -> None:
        self._threshold: float = config["threshold"]
        self._intents: set[str] = set(config["intents"])
        super().__init__(config, model_storage, resource)
        self._patterns = PatternSet.load(PATTERN_FOLDER)
        self._regression = Regression()

    def learn(self, training_data: TrainingData) -> None:
        """Fit on every example; one with several labels counts once for each of them."""
        rows, names = [], []
        for message in training_data.intent_examples:
            if message.get(TEXT):
                for name in labels_of(message, LABEL_KEY) or [NO_TYPE]:
                    rows.append(features_of(message))
                    names.append(name)
        self._regression = Regression.fit(rows, names, C=0.01, max_iter=200, tol=1e-3)

    def write(self, folder: Path) -> None:
        """Write the regression."""
        self._regression.save(folder / MODEL_FILE)

    def read(self, folder: Path) -> None:
        """Read the regression."""
        self._regression = Regression.load(folder / MODEL_FILE)

    def process(self, messages: list[Message]) -> list[Message]:
        """Recognise types in each message."""
        for message in messages:
            text = message.get(TEXT) or ""
            found = [] if text.startswith("/") or not text else self.recognise(message)
            message.set(LABEL_KEY, found, add_to_output=True)
            if found:
                _prefer_story(message, found[0]["confidence"])
            if found and intent_of(message) in self._intents:
                entities = [_entity("abuse_type", one, len(text)) for one in found]
                entities.append(_entity("likeliest_type", found[0], len(text)))
                message.set(ENTITIES, [*message.get(ENTITIES, []), *entities], add_to_output=True)
        return messages

    def recognise(self, message: Message) -> list[dict[str, Any]]:
        """Types that a message may describe: [{name, confidence}], highest first."""
        text: str = message.get(TEXT)
        confidences: dict[str, float] = {}
        if self._regression.names:
            rows = [features_of(message), *(sentence_features(part) for part in _sentences(text))]
            best = self._regression.chances(np.vstack(rows)).max(axis=0)
            confidences = dict(zip(self._regression.names, best.tolist(), strict=True))
            del confidences[NO_TYPE]
        for match in self._patterns.find(text):
            confidences[match.label] = max(confidences.get(match.label, 0.0), PATTERN_CONFIDENCE)
        return [
            {"name": name, "confidence": round(confidence, 3)}
            for name, confidence in sorted(confidences.items(), key=lambda item: -item[1])
            if confidence >= self._threshold
        ]


def _prefer_story(message: Message, confidence: float) -> None:
    """Take a message in which a type is plain for a story, where the intent is anybody's guess."""
    ranking: list[dict[str, Any]] = message.get(INTENT_RANKING_KEY, [])
    if confidence < SURE or not ranking or ranking[0]["confidence"] >= SURE:
        return
    story = {"name": STORY, "confidence": SURE}
    others = [one for one in ranking if one["name"] != STORY]
    message.set(INTENT, dict(story), add_to_output=True)
    message.set(INTENT_RANKING_KEY, [story, *others], add_to_output=True)


def _sentences(text: str) -> list[str]:
    """Sentences worth judging alone; none when the text is a single one."""
    parts = [part.strip() for part in _SENTENCE_END.split(text)]
    parts = [part for part in parts if len(part.split()) >= LEAST_WORDS]
    return parts[:MOST_SENTENCES] if len(parts) > 1 else []


def _entity(entity: str, found: dict[str, Any], length: int) -> dict[str, Any]:
    return {
        "entity": entity,
        "value": found["name"],
        "start": 0,
        "end": length,
        "confidence_entity": found["confidence"],
        "extractor": AbuseTypeRecogniser.__name__,
    }
