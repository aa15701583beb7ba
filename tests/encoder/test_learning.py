"""A tuning learns from its lessons, takes NaN for "not told", and is the same after a reload."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from bot.encoder.learning import Lesson, tune
from bot.encoder.sentence_encoder import EncoderGraph, encoder_folder
from bot.encoder.tuning import Output, Tuning

LABELS = ("fruit", "tool")
FRUIT = ("a ripe pear", "sour apples", "she peels an orange", "plums in a bowl")
TOOLS = ("a rusty saw", "he lost his hammer", "a box of screwdrivers", "the drill is loud")


def chances(tuning: Tuning, folder: Path, text: str) -> list[float]:
    file = folder / "tuning.npz"
    tuning.save(file)
    loaded = Tuning.load(file)
    assert loaded.output == tuning.output
    return list(EncoderGraph(encoder_folder(), folder, loaded).run(text))


@pytest.mark.parametrize("output", ["one", "several"])
def test_it_learns_and_survives_a_reload(output: Output, tmp_path: Path) -> None:
    unknown = np.nan if output == "several" else 0.0

    def lessons(random: np.random.Generator) -> Iterator[Lesson]:
        for _ in range(24):
            yield from ((text, np.array([1.0, unknown])) for text in FRUIT)
            yield from ((text, np.array([0.0, 1.0])) for text in TOOLS)

    tuning = tune(lessons, LABELS, output, epochs=6, runs=1, learned_from="abc")
    assert tuning.learned_from == "abc"
    fruit, _ = chances(tuning, tmp_path, "a basket of cherries")
    fruit_of_a_tool, tool = chances(tuning, tmp_path, "the wrench broke")
    assert fruit > 0.5 > fruit_of_a_tool
    assert tool > 0.5
