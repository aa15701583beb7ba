"""Rasa component: "is that stalking?" asks about what was told, so the picture is shown.

With nothing told yet the question means itself.
"""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.message_intent import set_intent
from bot.nlu.questions import FOLDER
from bot.nlu.untrained import Untrained
from bot.patterns.shared import shared_patterns

NAMES_IT = "names_it"
SHOW = "show_pattern"
TYPES = "abuse_types"
# A longer message tells more than it asks.
MOST_WORDS = 9


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class PictureQuestion(Untrained):
    """Sets the intent that shows the picture, where one was told."""

    folder = FOLDER

    def process(
        self, messages: list[Message], tracker: DialogueStateTracker | None = None
    ) -> list[Message]:
        """Look at each message that was typed."""
        told = tracker is not None and bool(tracker.get_slot(TYPES))
        for message in messages:
            text = message.get(TEXT) or ""
            short = len(text.split()) <= MOST_WORDS and not text.startswith("/")
            if told and short and _asks_for_its_name(text):
                set_intent(message, SHOW)
        return messages


def _asks_for_its_name(text: str) -> bool:
    """Whether a text asks what to call it."""
    return any(one.label == NAMES_IT for one in shared_patterns(FOLDER).find(text))
