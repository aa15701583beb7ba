"""The forms in which hurried people write: without punctuation, or two things in one message."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from bot.encoder.learning import Lesson
from bot.encoder.tuning import Array

# Share of the texts that are seen without punctuation, and share that stand beside another one.
ROUGHENED = 0.25
JOINED = 0.2
# A longer text is not made longer still.
MOST_WORDS_TO_JOIN = 30
_PUNCTUATION = re.compile(r"[.,;:!?'’\"]")


def without_punctuation(text: str, random: np.random.Generator) -> str:
    """Give a text as it is, or now and then without punctuation and capitals."""
    return _PUNCTUATION.sub("", text).casefold() if random.random() < ROUGHENED else text


def in_other_forms(
    lessons: Sequence[Lesson],
    beside: Sequence[Lesson],
    both: Callable[[Array, Array], Array],
    random: np.random.Generator,
) -> Iterator[Lesson]:
    """Yield each lesson, some in another form.

    `beside` are those that may stand beside another, `both` gives what is wanted of two in one.
    """
    for text, row in lessons:
        form, wanted = without_punctuation(text, random), row
        if random.random() < JOINED and len(form.split()) <= MOST_WORDS_TO_JOIN:
            other, other_row = beside[random.integers(len(beside))]
            form = f"{other} {form}" if random.random() < 0.5 else f"{form} {other}"
            wanted = both(row, other_row)
        yield form, wanted
