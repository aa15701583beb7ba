"""Rasa component: the person who writes is the one who watches, tracks or writes to somebody.

"I put an AirTag in my wife's car" names the same things as a victim's story; who does it decides.
Whoever says that others take them for a stalker is not told that they are one.
"""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.locations import PATTERNS
from bot.nlu.last_turn import last_response
from bot.nlu.message_intent import intent_of, set_intent
from bot.nlu.untrained import Untrained
from bot.patterns.pattern_set import PatternMatch
from bot.patterns.shared import shared_patterns

FOLDER = PATTERNS / "own_doing"
INTENT, PART, PATH = "worry_own_behaviour", "own_part", "utter_own_behaviour"
ACCUSED, DOES, DONE_TO_ME, ASKS = "accused", "does_it", "done_to_me", "asks_in_the_path"
# What is asked about a place, a law or another person is answered there.
ASKS_LAW = ("ask_law", "tell_place", "choose_law_topic")
FOR_OTHERS = ("for_someone_else", "as_professional")
# In a longer message what is done to the person may stand in other words than ours.
MOST_WORDS = 30


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class OwnDoing(Untrained):
    """Sets the intent of the path about own behaviour, and the part of it that fits."""

    folder = FOLDER

    def process(
        self, messages: list[Message], tracker: DialogueStateTracker | None = None
    ) -> list[Message]:
        """Look at each message that was typed."""
        for message in messages:
            text = message.get(TEXT) or ""
            in_the_path = last_response(tracker).startswith(PATH)
            elsewhere = ASKS_LAW if in_the_path else (*ASKS_LAW, *FOR_OTHERS)
            typed = not text.startswith("/") and len(text.split()) <= MOST_WORDS
            if not typed or intent_of(message) in elsewhere:
                continue
            own = _of_own_doing(text, in_the_path=in_the_path)
            parts = [str(match.keys["part"]) for match in own if "part" in match.keys]
            if not own or (intent_of(message) == INTENT and not parts):
                continue
            set_intent(message, INTENT)
            named = [
                {"entity": PART, "value": part, "start": 0, "end": len(text)} for part in parts[:1]
            ]
            message.set(ENTITIES, named, add_to_output=True)
        return messages


def _of_own_doing(text: str, *, in_the_path: bool) -> list[PatternMatch]:
    """What a text says of own doing, an accusation first; nothing beside a victim's story."""
    found = shared_patterns(FOLDER).find(text)
    accused = [match for match in found if match.label == ACCUSED]
    done_to_them = any(match.label == DONE_TO_ME for match in found)
    if done_to_them and not accused:
        return []
    does = [match for match in found if match.label == DOES]
    return [*accused, *does, *(one for one in found if in_the_path and one.label == ASKS)]
