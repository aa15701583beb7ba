"""Trains the safety classifier: `make safety-classifier`. An hour or more on two cores.

`make safety-classifier MORE=1` goes on from the kept one for a round, which takes ten minutes.

How the encoder is tuned stands in `bot/encoder/learning.py`. The result is one small file in the
repository, so a server trains nothing, and what it says does not change from one machine to the
next.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

import numpy as np
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.loading import load_data

from bot.encoder.course_of_training import course_of_training
from bot.encoder.learning import Lesson, tune
from bot.encoder.lesson_files import checksum
from bot.encoder.other_forms import in_other_forms
from bot.encoder.tuning import Tuning
from bot.locations import DATA, SAFETY_CLASSIFIER
from bot.safety.classifier import NONE
from bot.safety.detector import by_patterns
from bot.safety.sentences import FOLDER, Sentence, read_sentences

EPOCHS = 5
RUNS = 2
# The right label gets this share of certainty; our own labels are not beyond doubt.
CERTAINTY = 0.95
# Words of the harmless messages that may stand beside another one.
WORDS_OF_A_SHORT_ONE = range(4, 20)


def train(
    sentences: Sequence[Sentence],
    ordinary: Sequence[str],
    *,
    learned_from: str = "",
    epochs: int = EPOCHS,
    runs: int = RUNS,
    start: Tuning | None = None,
) -> Tuning:
    """Learn from sentences, and from ordinary messages to the bot, which are no danger."""
    units = list(dict.fromkeys(unit for sentence in sentences for unit in sentence.units()))
    units += [(text, NONE) for text in ordinary]
    labels = sorted({label for _, label in units})
    doubt = (1 - CERTAINTY) / len(labels)
    wanted = {
        label: np.where(np.array(labels) == label, CERTAINTY + doubt, doubt) for label in labels
    }
    rows = [(text, wanted[label]) for text, label in units]
    harmless = [
        (text, wanted[label])
        for text, label in units
        if label == NONE and len(text.split()) in WORDS_OF_A_SHORT_ONE
    ]

    def lessons(random: np.random.Generator) -> Iterator[Lesson]:
        # Beside something harmless the danger stays what it is.
        return in_other_forms(rows, harmless, lambda row, _: row, random)

    return tune(
        lessons,
        labels,
        "one",
        epochs=epochs,
        runs=runs,
        learned_from=learned_from,
        start=start,
    )


def ordinary_messages() -> list[str]:
    """What else people say to the bot: the training examples in which no pattern sees danger."""
    examples = load_data(str(DATA / "nlu")).intent_examples
    texts = {str(message.get(TEXT)) for message in examples}
    return sorted(text for text in texts if by_patterns(text).level == "none")


def main() -> int:
    """Train on everything in data/sentences/safety/ and keep the result."""
    settings = course_of_training(__doc__, epochs=EPOCHS, runs=RUNS, kept=SAFETY_CLASSIFIER)
    learned = train(
        read_sentences(), ordinary_messages(), learned_from=checksum(FOLDER), **settings
    )
    learned.save(SAFETY_CLASSIFIER)
    print(f"Kept in {SAFETY_CLASSIFIER.relative_to(DATA.parent)}. Now: make evaluate, make test.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
