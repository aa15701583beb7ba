"""`make safety-classifier` in small: it learns every flag and level that its sentences have."""

from __future__ import annotations

from pathlib import Path

from bot.encoder.tuning import Tuning
from bot.safety.classifier import NONE, SafetyClassifier
from bot.safety.sentences import read_sentences
from bot.safety.training import train


def test_a_training_gives_a_classifier_that_can_be_read(tmp_path: Path) -> None:
    sentences = read_sentences()[::80]
    tuning = train(sentences, ["what helps against spam"], learned_from="few", epochs=1, runs=1)
    assert set(tuning.labels) == {NONE, *(one.label for one in sentences)}
    assert tuning.learned_from == "few"
    tuning.save(tmp_path / "few.npz")
    assert SafetyClassifier(Tuning.load(tmp_path / "few.npz")).read("a first try").words == 3
