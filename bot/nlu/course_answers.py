"""Rasa component: "like 8 months", "every tuesday", "it stopped" after a story add to its picture.

A course of conduct is what most stalking laws ask for (18 U.S.C. § 2261A), and hardly anybody
tells it in one go. A question of the walk or of the safety talk is answered there.
"""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.locations import PATTERNS
from bot.nlu.message_intent import set_intent
from bot.nlu.safety_answers import last_safety_response
from bot.nlu.untrained import Untrained
from bot.nlu.walk_words import asked_kind
from bot.patterns.shared import shared_patterns

FOLDER = PATTERNS / "course"
INTENT, TYPES = "tell_course", "abuse_types"
# A longer message tells more than how long and how often.
MOST_WORDS = 9


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class CourseAnswers(Untrained):
    """Sets the intent and the facts of the course, where a picture was told and nothing else is."""

    folder = FOLDER

    def process(
        self, messages: list[Message], tracker: DialogueStateTracker | None = None
    ) -> list[Message]:
        """Look at each message that was typed."""
        told = tracker is not None and _tells_of_a_picture(tracker)
        for message in messages:
            text = message.get(TEXT) or ""
            if not told or text.startswith("/") or len(text.split()) > MOST_WORDS:
                continue
            found = [one for one in shared_patterns(FOLDER).find(text) if one.start == 0]
            facts = {str(one.keys["fact"]): str(one.keys["value"]) for one in found}
            if facts:
                set_intent(message, INTENT)
                named = [
                    {"entity": name, "value": value, "start": 0, "end": len(text)}
                    for name, value in facts.items()
                ]
                message.set(ENTITIES, named, add_to_output=True)
        return messages


def _tells_of_a_picture(tracker: DialogueStateTracker) -> bool:
    """Whether kinds were told, and no question is open that has answers of its own."""
    elsewhere = last_safety_response(tracker) or asked_kind(tracker)
    return bool(tracker.current_slot_values().get(TYPES)) and not elsewhere
