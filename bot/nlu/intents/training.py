"""Trains the intent reader: `make intent-reader`. About ten minutes on two cores.

How the encoder is tuned stands in `bot/encoder/learning.py`. It learns from the training examples
in `data/nlu/` and from the shorter stories in `data/sentences/stories/`.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.loading import load_data

from bot.encoder.learning import Lesson, tune
from bot.encoder.other_forms import without_punctuation
from bot.encoder.tuning import Tuning
from bot.locations import DATA, INTENT_READER
from bot.nlu.asking import STORY
from bot.nlu.message_intent import intent_of
from bot.nlu.question_matcher import ASK_QUESTION
from bot.nlu.stories.sentences import read_stories

EPOCHS = 5
RUNS = 1
# The right intent gets this share of certainty; our own labels are not beyond doubt.
CERTAINTY = 0.95
# An intent with fewer examples is seen again within a round, at most so many times.
WANTED_EXAMPLES = 80
MOST_REPEATS = 6
# Words of the longest story that is an example here.
MOST_STORY_WORDS = 45


def train(examples: Sequence[tuple[str, str]], *, epochs: int = EPOCHS, runs: int = RUNS) -> Tuning:
    """Learn from examples: text and intent."""
    counts = Counter(intent for _, intent in examples)
    labels = sorted(counts)
    doubt = (1 - CERTAINTY) / len(labels)
    wanted = {
        label: np.where(np.array(labels) == label, CERTAINTY + doubt, doubt) for label in labels
    }

    def lessons(random: np.random.Generator) -> Iterator[Lesson]:
        for text, intent in examples:
            repeats = min(MOST_REPEATS, max(1, round(WANTED_EXAMPLES / counts[intent])))
            for _ in range(repeats):
                yield without_punctuation(text, random), wanted[intent]

    return tune(lessons, labels, "one", epochs=epochs, runs=runs)


def known_examples() -> list[tuple[str, str]]:
    """Every training example with its intent, and the shorter stories."""
    found = {
        str(message.get(TEXT)): str(intent_of(message))
        for message in load_data(str(DATA / "nlu")).intent_examples
        if intent_of(message) != ASK_QUESTION
    }
    for story in read_stories():
        if story.types and len(story.text.split()) <= MOST_STORY_WORDS:
            found.setdefault(story.text, STORY)
    return sorted(found.items())


def main() -> int:
    """Train on all examples and keep the result."""
    train(known_examples()).save(INTENT_READER)
    print(f"Kept in {INTENT_READER.relative_to(DATA.parent)}. Now: make evaluate, make test.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
