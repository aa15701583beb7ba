"""Rasa component: what is hard to explain is met with care, and neither believed nor argued with.

Machines in the body, thoughts that are read, a whole town that is in on it: no kind of stalking is
named for it. Nobody is diagnosed; a clinician is the one to look with them. A question about the
law is left to the law.
"""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.locations import PATTERNS
from bot.nlu.message_intent import intent_of, set_intent
from bot.nlu.untrained import Untrained
from bot.patterns.shared import shared_patterns

FOLDER = PATTERNS / "hard_to_explain"
INTENT, PART = "maybe_not_stalking", "not_part"
VALUE = "hard_to_explain"
ASK_LAW = "ask_law"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class HardToExplain(Untrained):
    """Sets the part of the path for who is perhaps not stalked."""

    folder = FOLDER

    def process(self, messages: list[Message]) -> list[Message]:
        """Look at each message that was typed."""
        for message in messages:
            text = message.get(TEXT) or ""
            asks_law = intent_of(message) == ASK_LAW
            if not text.startswith("/") and not asks_law and shared_patterns(FOLDER).find(text):
                set_intent(message, INTENT)
                part = {"entity": PART, "value": VALUE, "start": 0, "end": len(text)}
                message.set(ENTITIES, [part], add_to_output=True)
        return messages
