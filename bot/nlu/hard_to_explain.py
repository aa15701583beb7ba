"""Rasa component: what is hard to explain is met with care, and neither believed nor argued with.

Machines in the body, thoughts that are read, a whole town that is in on it: no kind of stalking is
named for it. Nobody is diagnosed; a clinician is the one to look with them.
"""

from __future__ import annotations

import functools

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.locations import PATTERNS
from bot.nlu.message_intent import set_intent
from bot.nlu.untrained import Untrained
from bot.patterns.pattern_set import PatternSet

FOLDER = PATTERNS / "hard_to_explain"
INTENT, PART = "maybe_not_stalking", "not_part"
VALUE = "hard_to_explain"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class HardToExplain(Untrained):
    """Sets the part of the path for who is perhaps not stalked."""

    @classmethod
    def load_words(cls) -> None:
        """Read the patterns."""
        _patterns()

    def process(self, messages: list[Message]) -> list[Message]:
        """Look at each message that was typed."""
        for message in messages:
            text = message.get(TEXT) or ""
            if not text.startswith("/") and _patterns().find(text):
                set_intent(message, INTENT)
                part = {"entity": PART, "value": VALUE, "start": 0, "end": len(text)}
                message.set(ENTITIES, [part], add_to_output=True)
        return messages


@functools.lru_cache(maxsize=1)
def _patterns() -> PatternSet:
    return PatternSet.load(FOLDER)
