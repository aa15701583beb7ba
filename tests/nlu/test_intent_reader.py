"""The intent reader: trained in small, and as it is kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from rasa.shared.nlu.constants import (
    FEATURE_TYPE_SENTENCE,
    INTENT,
    INTENT_RANKING_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message

from bot.encoder.tuning import Tuning
from bot.nlu.encoder_featurizer import sentence_features
from bot.nlu.intent_classifier import IntentClassifier
from bot.nlu.intents.reader import IntentReader, shared_intent_reader
from bot.nlu.intents.training import known_examples, train
from bot.nlu.regression import Regression


def test_a_training_gives_a_reader_of_the_intents_it_was_shown(tmp_path: Path) -> None:
    examples = known_examples()[::150]
    train(examples, epochs=1, runs=1).save(tmp_path / "few.npz")
    reader = IntentReader(Tuning.load(tmp_path / "few.npz"))
    assert set(reader.intents) == {intent for _, intent in examples}
    assert reader.chances("can he read this").sum() == pytest.approx(1, abs=1e-3)


def test_an_intent_that_came_later_is_heard_all_the_same() -> None:
    known = list(shared_intent_reader().intents[:3])
    texts = {"feed_the_cat": "please feed my cat", **dict(zip(known, "abc", strict=True))}
    classifier = IntentClassifier({}, None, None)
    classifier._regression = Regression.fit(
        [sentence_features(text) for text in texts.values()], list(texts)
    )
    message = Message({TEXT: "please feed my cat"})
    message.add_features(_features(message.get(TEXT)))
    (read,) = classifier.process([message])
    assert read.get(INTENT)["name"] == "feed_the_cat"
    assert sum(one["confidence"] for one in read.get(INTENT_RANKING_KEY)) == pytest.approx(1)


def _features(text: str) -> Features:
    return Features(sentence_features(text), FEATURE_TYPE_SENTENCE, TEXT, "encoder")
