"""Reads the labels that our training examples carry beside their intent.

An intent block in `data/nlu/` may name labels in its `metadata:`, for instance
`metadata: {abuse_types: [doxxing]}` or `metadata: {feeling: fear}`. One intent with labels keeps
`domain.yml` short, and lets a new type come in with a file of examples and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rasa.shared.nlu.constants import METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData


def labels_of(message: Message, key: str) -> list[str] | None:
    """Labels that an example carries under a key; None when it says nothing about the key."""
    metadata: dict[str, Any] = message.get(METADATA) or {}
    for scope in ("example", "intent"):
        value = (metadata.get(scope) or {}).get(key)
        if value is not None:
            return [value] if isinstance(value, str) else list(value)
    return None


def examples_with(training_data: TrainingData, key: str) -> Iterator[tuple[Message, list[str]]]:
    """Yield each training example that carries labels under a key, with its labels."""
    for message in training_data.intent_examples:
        labels = labels_of(message, key)
        if labels is not None and message.get(TEXT):
            yield message, labels
