"""What people say in their own words: a few sentences of the training examples, by intent."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from bot.preview.catalogue import examples
from bot.safety.language import language_of
from bot.safety.model import FLAGS

_SHORTEST: Final = 8
_LONGEST: Final = 60
_SENTENCES: Final = 2
ENTITY_OF: Final = {"abuse_types": "abuse_type"}
"""Labels whose name is not that of the entity that they become."""


@dataclass(frozen=True)
class Examples:
    """Example sentences: by intent, and by (intent, entity, value) where a block names a value."""

    of_intent: dict[str, list[str]]
    of_value: dict[tuple[str, str, str], list[str]]


def read_examples() -> Examples:
    """Read the training examples; what speaks of danger has boxes of its own.

    Raises:
        OSError: a file cannot be read.
    """
    of_intent: dict[str, list[str]] = defaultdict(list)
    of_value: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for block in examples.Examples.read().blocks:
        if block.intent in FLAGS:
            continue
        of_intent[block.intent] += block.sentences
        for name in {name for name, _ in block.labels}:
            values = [value for label, value in block.labels if label == name]
            if len(values) == 1:
                of_value[block.intent, ENTITY_OF.get(name, name), values[0]] += block.sentences
    return Examples(
        {intent: _chosen(found) for intent, found in of_intent.items()},
        {key: _chosen(found) for key, found in of_value.items()},
    )


def _chosen(sentences: list[str]) -> list[str]:
    """A few of a middle length, the first that are written; the shortest where none is."""
    english = [one for one in sentences if one.isascii() and language_of(one) == "en"]
    middle = [one for one in english if _SHORTEST <= len(one) <= _LONGEST]
    return (middle or english or sorted(sentences, key=len))[:_SENTENCES]
