"""Trains the story reader: `make story-reader`. About forty minutes on two cores.

`make story-reader MORE=2` goes on from the kept one for two rounds, which takes some ten minutes.

How the encoder is tuned stands in `bot/encoder/learning.py`. It learns from the stories in
`data/sentences/stories/`, from `data/sentences/ordinary/` and the training examples in `data/nlu/`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.loading import load_data

from bot.encoder.course_of_training import course_of_training
from bot.encoder.learning import Lesson, tune
from bot.encoder.lesson_files import checksum
from bot.encoder.ordinary import FOLDER as ORDINARY
from bot.encoder.ordinary import read_ordinary
from bot.encoder.other_forms import MOST_WORDS_TO_JOIN, in_other_forms
from bot.encoder.tuning import Array, Tuning
from bot.locations import DATA, STORY_READER
from bot.nlu.labelled_examples import labels_of
from bot.nlu.stories.sentences import (
    FACT_LABELS,
    FOLDER,
    Story,
    read_stories,
    type_label,
)

EPOCHS = 7
RUNS = 2
# Words that tell of a type, and words that do not, are wanted with this much certainty.
CERTAINTY = 0.97
Unit = tuple[str, Mapping[str, float | None]]


def train(
    stories: Sequence[Story],
    examples: Sequence[Unit],
    *,
    learned_from: str = "",
    epochs: int = EPOCHS,
    runs: int = RUNS,
    start: Tuning | None = None,
) -> Tuning:
    """Learn from stories, and from examples of what else is said to the bot."""
    units = [unit for story in stories for unit in story.units()] + list(examples)
    types = sorted({label for _, held in units for label in held if label.startswith("type/")})
    labels = [*types, *FACT_LABELS]
    rows = [(text, _row(held, labels)) for text, held in units]
    short = [lesson for lesson in rows if len(lesson[0].split()) <= MOST_WORDS_TO_JOIN]

    def lessons(random: np.random.Generator) -> Iterator[Lesson]:
        return in_other_forms(rows, short, _both, random)

    return tune(
        lessons, labels, "several", epochs=epochs, runs=runs, learned_from=learned_from, start=start
    )


def nlu_examples() -> list[Unit]:
    """The training examples of all intents: types are known, who and whom are not."""
    found: dict[str, Mapping[str, float | None]] = {}
    for message in load_data(str(DATA / "nlu")).intent_examples:
        held: dict[str, float | None] = dict.fromkeys(FACT_LABELS)
        held.update({type_label(name): 1.0 for name in labels_of(message, "abuse_types") or ()})
        held.update({f"whom/{name}": 1.0 for name in labels_of(message, "whom") or ()})
        found[str(message.get(TEXT))] = held
    return sorted(found.items())


def _row(held: Mapping[str, float | None], labels: Sequence[str]) -> Array:
    """What is wanted of each label: likely, unlikely, or (NaN) not known."""
    values = [held.get(label, 0.0) for label in labels]
    row = np.array([np.nan if value is None else value for value in values])
    return 1 - CERTAINTY + (2 * CERTAINTY - 1) * row


def _both(row: Array, other: Array) -> Array:
    """Two in one tell what either tells; where one is not known, neither are both."""
    wanted = np.fmax(row, other)
    wanted[np.isnan(row) | np.isnan(other)] = np.nan
    return wanted


def main() -> int:
    """Train on all stories, ordinary messages and examples, and keep the result."""
    settings = course_of_training(__doc__, epochs=EPOCHS, runs=RUNS, kept=STORY_READER)
    learned = train(
        [*read_stories(), *(Story(text, ()) for text in read_ordinary())],
        nlu_examples(),
        learned_from=checksum(FOLDER, ORDINARY),
        **settings,
    )
    learned.save(STORY_READER)
    print(f"Kept in {STORY_READER.relative_to(DATA.parent)}. Now: make evaluate, make test.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
