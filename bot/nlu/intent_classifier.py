"""Rasa component: which intent a message has, by two judges of equal weight.

One is a logistic regression on the sentence encoder, fitted by every `rasa train`; the other the
intent reader (bot/nlu/intents/), trained beforehand. An intent that the reader does not know yet is
the regression's alone. Direct questions are left to the QuestionMatcher.

Rasa's own LogisticRegressionClassifier learns the same, but importing what it saves its model with
takes four seconds of every start, and it goes through sparse matrices for each message.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.encoder.lesson_files import checksum
from bot.locations import INTENT_READER
from bot.nlu.asking import ASKED, BESIDE, STORY, TOLD, Ranking, heard_question, less_than_sure
from bot.nlu.encoder_featurizer import features_of, sentence_features
from bot.nlu.encoder_reader import EncoderReader
from bot.nlu.intents.reader import shared_intent_reader
from bot.nlu.message_intent import intent_of
from bot.nlu.path_context import framed, path_of, read_in_path
from bot.nlu.question_matcher import ASK_QUESTION
from bot.nlu.questions import question_of
from bot.nlu.regression import Array, Regression
from bot.nlu.stories.reader import shared_reader
from bot.nlu.stories.sentences import FOLDER, read_stories

MODEL_FILE = "intents.npz"


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
        """Retrain when a story changes, or the reader."""
        return checksum(FOLDER) + hashlib.sha256(INTENT_READER.read_bytes()).hexdigest()

    def learn(self, training_data: TrainingData) -> None:
        """Fit on every example and on the stories; rare intents weigh as much as common ones."""
        examples = [
            message
            for message in training_data.intent_examples
            if message.get(TEXT) and intent_of(message) != ASK_QUESTION
        ]
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

    def process(
        self, messages: list[Message], tracker: DialogueStateTracker | None = None
    ) -> list[Message]:
        """Classify each message; a button's payload names its own intent later."""
        for message in messages:
            if self._regression.names and message.get(TEXT):
                ranking = self._ranking(message.get(TEXT), features_of(message))
                if not message.get(TEXT).startswith("/"):
                    ranking = self._in_context(message, ranking, tracker)
                message.set(INTENT, dict(ranking[0]), add_to_output=True)
                message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages

    def _in_context(
        self, message: Message, ranking: Ranking, tracker: DialogueStateTracker | None
    ) -> Ranking:
        """Let the question of a story decide, and read what is said in the path it is said in."""
        text = message.get(TEXT)
        heard = heard_question(text, ranking, self._rank, shared_reader().read)
        if heard is not None:
            ranking = heard.ranking
            message.set(TOLD, heard.beside)
            message.set(ASKED, (heard.question, text))
            message.set(BESIDE, True, add_to_output=True)
        path, asked = path_of(tracker), question_of(text)
        if path is None:
            return less_than_sure(ranking) if heard else ranking
        # In a path the question of a message says which part of it is meant.
        words = asked.question if asked else text
        if ranking[0]["name"] == path.intent and asked:
            message.set(ASKED, framed(path, words))
        plain = ranking if heard or not asked else self._rank(words)
        in_path = read_in_path(path, words, plain, self._rank)
        if in_path is not None:
            ranking, texts = in_path
            message.set(ASKED, texts)
        return less_than_sure(ranking) if heard else ranking

    def _rank(self, text: str) -> Ranking:
        return self._ranking(text, sentence_features(text))

    def _ranking(self, text: str, features: Array) -> Ranking:
        chances = self._chances(text, features)
        return [
            {"name": self._regression.names[index], "confidence": float(chances[index])}
            for index in np.argsort(-chances)
        ]

    def _chances(self, text: str, features: Array) -> Array:
        """Chance (0..1) of each intent of the regression, by both judges."""
        chances: Array = self._regression.chances(features)[0]
        if text.startswith("/"):
            return chances
        reader = shared_intent_reader()
        read = dict(zip(reader.intents, reader.chances(text), strict=True))
        known = np.array([name in read for name in self._regression.names])
        by_reader = np.array([read[name] for name in self._regression.names if name in read])
        share = chances[known].sum()
        chances[known] = (chances[known] + share * by_reader / by_reader.sum()) / 2
        return chances
