"""Rasa component: a question that has a direct answer ("should I throw the tracker away?").

A broad classifier takes such a question for the nearest broad wish. So a regression of its own
tells the questions of `data/nlu/questions/` apart, and from everything else that people write; the
nearest example has to be like the message too. Where the intent is sure already, both have to be
surer, and the message has to ask. The answer's name is the label `question` of its examples.

Where the message has only "it", the thing that the chat is about stands in for it.

It leaves alone what a button's words mean and what names a place, since the law there answers that.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.asking import BESIDE, STORY
from bot.nlu.encoder_featurizer import SCALE, features_of, sentence_features
from bot.nlu.encoder_reader import EncoderReader
from bot.nlu.labelled_examples import examples_with
from bot.nlu.message_intent import intent_of, set_intent
from bot.nlu.place_extractor import AMBIGUOUS, STATE
from bot.nlu.questions import asks, question_of
from bot.nlu.regression import Array, Regression
from bot.nlu.spoken_of import SpokenOf, spoken_of

ASK_QUESTION: Final = "ask_question"
QUESTION: Final = "question"
VECTORS_FILE: Final = "questions.npy"
MODEL_FILE: Final = "questions.npz"
OTHER: Final = "other"
# Cosine (0 to 1) from which an example of another intent asks the same, and is no counterexample.
MUCH_ALIKE: Final = 0.82
# Intents that ask something else in much the same words: "what kinds of stalking are there".
ASK_ELSE: Final = {"list_types"}
# Where an intent is as sure as this, a question has to be nearly one of the examples.
VERY_SURE: Final = 0.97
ALMOST_SAME: Final = 0.88
# Chance (0 to 1) from which a message need not begin as questions do ("does wiping it help").
CERTAIN: Final = 0.97
# Labels of the intents that it was taken for.
REPLACED: Final = {"option", "law_topic"}
# Words that carry a question off to a place's own law.
PLACES: Final = {STATE, AMBIGUOUS}
# A longer message tells more than it asks; only its question is compared.
MOST_WORDS: Final = 24
# A longer question says itself what it is about.
MOST_WORDS_OF_IT: Final = 10


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class QuestionMatcher(EncoderReader):
    """Sets the intent `ask_question`, with the entity `question`, where one is near enough."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Give what a question has to reach.

        `sure`: confidence of the intent (0 to 1) from which it is sure already. `chance` and
        `likeness`: the regression's chance and the cosine to the nearest example (0 to 1) that are
        enough where it is not; `chance_if_sure` and `likeness_if_sure` where it is.
        """
        return {
            "sure": 0.55,
            "chance": 0.55,
            "likeness": 0.5,
            "chance_if_sure": 0.9,
            "likeness_if_sure": 0.63,
        }

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource
    ) -> None:
        super().__init__(config, model_storage, resource)
        self._config = config
        self._vectors: NDArray[np.float32] = np.zeros((0, 0), dtype=np.float32)
        self._regression = Regression()

    def learn(self, training_data: TrainingData) -> None:
        """Learn from the questions, and from all examples that are not much like one of them."""
        known = list(examples_with(training_data, QUESTION))
        rows = [features_of(message) for message, _ in known]
        names = [labels[0] for _, labels in known]
        self._vectors = np.vstack(rows) / SCALE
        for message in training_data.intent_examples:
            if intent_of(message) == ASK_QUESTION or not message.get(TEXT):
                continue
            row = features_of(message)
            if self._likeness(row) < MUCH_ALIKE or intent_of(message) in ASK_ELSE:
                rows.append(row)
                names.append(OTHER)
        self._regression = Regression.fit(
            rows, names, class_weight="balanced", max_iter=100, tol=1e-3
        )

    def write(self, folder: Path) -> None:
        """Write what was learned; half precision is plenty for a likeness."""
        np.save(folder / VECTORS_FILE, self._vectors.astype(np.float16))
        self._regression.save(folder / MODEL_FILE)

    def read(self, folder: Path) -> None:
        """Read it."""
        self._vectors = np.load(folder / VECTORS_FILE).astype(np.float32)
        self._regression = Regression.load(folder / MODEL_FILE)

    def process(
        self, messages: list[Message], tracker: DialogueStateTracker | None = None
    ) -> list[Message]:
        """Look at each message that was typed."""
        thing = spoken_of(tracker)
        for message in messages:
            text = message.get(TEXT) or ""
            if text and not text.startswith("/") and self._regression.names:
                self._match(message, text, thing)
        return messages

    def _match(self, message: Message, text: str, thing: SpokenOf | None) -> None:
        confidence = float((message.get(INTENT) or {}).get("confidence") or 0.0)
        entities: list[dict[str, Any]] = message.get(ENTITIES) or []
        resolved = confidence == 1.0  # the words of a button
        if resolved or PLACES & {one["entity"] for one in entities}:
            return
        asked = question_of(text)
        rows = [features_of(message)] if len(text.split()) <= MOST_WORDS else []
        rows += [sentence_features(asked.question)] if asked else []
        if thing and asks(text) and len(text.split()) <= MOST_WORDS_OF_IT:
            filled = thing.instead(text)
            kept = [] if filled and thing.surely else rows
            rows = [*kept, sentence_features(filled)] if filled else rows
        if not rows:
            return
        chance, name, likeness = max(self._read(row) for row in rows)
        asking = bool(asked) or asks(text)
        sure = "" if asking and confidence < self._config["sure"] else "_if_sure"
        if not asking and chance < CERTAIN:
            return
        if confidence >= VERY_SURE and likeness < ALMOST_SAME:
            return
        if chance < self._config[f"chance{sure}"] or likeness < self._config[f"likeness{sure}"]:
            return
        if asked and intent_of(message) == STORY:
            message.set(BESIDE, True, add_to_output=True)
        set_intent(message, ASK_QUESTION, chance)
        label = {"entity": QUESTION, "value": name, "start": 0, "end": len(text)}
        others = [one for one in entities if one["entity"] not in REPLACED]
        message.set(ENTITIES, [*others, label], add_to_output=True)

    def _read(self, row: Array) -> tuple[float, str, float]:
        """The likeliest question, its chance before it, and the likeness to the nearest example."""
        chances = self._regression.chances(row)[0]
        questions = [
            (float(one), name) for one, name in zip(chances, self._regression.names, strict=True)
        ]
        chance, name = max(one for one in questions if one[1] != OTHER)
        return chance, name, self._likeness(row)

    def _likeness(self, row: Array) -> float:
        return float((self._vectors @ (row[0] / SCALE)).max())
