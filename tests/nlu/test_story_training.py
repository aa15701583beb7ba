"""`make story-reader` in small: it learns types and facts, and what it learned can be read."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from bot.encoder.tuning import Tuning
from bot.nlu.stories.reader import StoryReader
from bot.nlu.stories.sentences import FACT_LABELS, Story, read_stories
from bot.nlu.stories.training import _both, nlu_examples, train


def test_a_training_gives_a_reader_of_the_types_it_was_shown(tmp_path: Path) -> None:
    stories = read_stories()[::40]
    tuning = train(stories, nlu_examples()[:50], learned_from="few", epochs=1, runs=1)
    tuning.save(tmp_path / "few.npz")
    reader = StoryReader(Tuning.load(tmp_path / "few.npz"))
    assert {name for story in stories for name in story.types} <= reader.types
    assert set(FACT_LABELS) <= set(tuning.labels)
    assert tuning.output == "several"


def test_of_a_long_story_only_the_stretch_that_tells_it_carries_the_type() -> None:
    told = "he put a tracker under my car and laughed about it with his friends at the bar"
    filler = "We moved here in spring because of my job at the mill and the rent was low. " * 5
    story = Story(filler + told, ("location_tracking",), says={"location_tracking": (told,)})
    whole, *stretches = story.units()
    assert whole[1] == {"type/location_tracking": 1.0}
    held = [labels["type/location_tracking"] for _, labels in stretches]
    assert held.count(1.0) >= 1
    assert 0.0 in held


def test_two_messages_in_one_tell_what_either_tells() -> None:
    both = _both(np.array([1.0, 0.0, np.nan]), np.array([0.0, 0.0, 1.0]))
    assert both[0] == 1.0
    assert both[1] == 0.0
    assert np.isnan(both[2])
