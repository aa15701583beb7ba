"""A training begins anew, or goes on from what is kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from bot.encoder.course_of_training import course_of_training
from bot.encoder.learning import Lesson, tune
from bot.encoder.ordinary import read_ordinary
from bot.encoder.sentence_encoder import encoder_folder
from bot.encoder.trainable import TrainableEncoder
from bot.encoder.tuning import Tuning

LABELS = ("fruit", "tool")


def lessons(random: np.random.Generator) -> Iterator[Lesson]:
    for _ in range(8):
        yield "a ripe pear", np.array([1.0, 0.0])
        yield "a rusty saw", np.array([0.0, 1.0])


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("kept") / "tuning.npz"
    TrainableEncoder(encoder_folder(), LABELS, rank=4, seed=1).tuning("one").save(file)
    return file


def test_it_begins_anew_unless_more_is_asked_for(kept: Path) -> None:
    course = course_of_training("about", epochs=5, runs=2, kept=kept, arguments=[])
    assert course == {"epochs": 5, "runs": 2, "start": None}


def test_more_goes_on_from_what_is_kept(kept: Path) -> None:
    course = course_of_training("about", epochs=5, runs=2, kept=kept, arguments=["--more", "1"])
    start = course["start"]
    assert course["epochs"] == course["runs"] == 1
    assert start is not None
    more = tune(lessons, LABELS, "one", **course)
    # In small steps: what was known before is still near.
    assert np.abs(more.head_weights - start.head_weights).max() < 0.05
    layer = next(name for name in start.additions if name.endswith(".up"))
    assert np.abs(more.additions[layer]).max() > 0  # nothing was added there before


@pytest.mark.parametrize("rounds", ["0", "-1", "many"])
def test_what_is_no_number_of_rounds_is_refused(
    kept: Path, rounds: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        course_of_training("about", epochs=5, runs=2, kept=kept, arguments=["--more", rounds])
    assert "--more" in capsys.readouterr().err


def test_other_labels_need_a_training_anew(kept: Path) -> None:
    with pytest.raises(ValueError, match="train it anew"):
        tune(lessons, ("fruit", "toy"), "one", epochs=1, runs=1, start=Tuning.load(kept))


def test_long_ordinary_messages_are_there_to_learn_from() -> None:
    texts = read_ordinary()
    assert len(texts) >= 150
    assert min(len(text.split()) for text in texts) > 60
