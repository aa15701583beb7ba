"""Rasa component: the person who writes is the one who watches, tracks or writes to somebody.

"I put an AirTag in my wife's car" names the same things as a victim's story; who does it decides.
Whoever says that others take them for a stalker is not told that they are one.
"""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.locations import PATTERNS
from bot.nlu.message_intent import intent_of, set_intent
from bot.nlu.untrained import Untrained
from bot.patterns.shared import shared_patterns

FOLDER = PATTERNS / "own_doing"
INTENT, PART = "worry_own_behaviour", "own_part"
ACCUSED, DONE_TO_ME = "accused", "done_to_me"
# What is asked about a place, a law or another person is answered there.
ASKS_ELSE = ("ask_law", "tell_place", "choose_law_topic", "for_someone_else", "as_professional")
# In a longer message what is done to the person may stand in other words than ours.
MOST_WORDS = 30


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class OwnDoing(Untrained):
    """Sets the intent of the path about own behaviour, and the part of it that fits."""

    folder = FOLDER

    def process(self, messages: list[Message]) -> list[Message]:
        """Look at each message that was typed."""
        for message in messages:
            text = message.get(TEXT) or ""
            typed = not text.startswith("/") and len(text.split()) <= MOST_WORDS
            if not typed or intent_of(message) in ASKS_ELSE:
                continue
            found = shared_patterns(FOLDER).find(text)
            labels = {match.label for match in found}
            if not labels or labels == {DONE_TO_ME}:
                continue
            if DONE_TO_ME in labels and ACCUSED not in labels:
                continue
            accused = [match for match in found if match.label == ACCUSED]
            parts = [match.keys["part"] for match in (*accused, *found) if "part" in match.keys]
            if intent_of(message) == INTENT and not parts:
                continue
            set_intent(message, INTENT)
            named = [
                {"entity": PART, "value": part, "start": 0, "end": len(text)} for part in parts[:1]
            ]
            message.set(ENTITIES, named, add_to_output=True)
        return messages
