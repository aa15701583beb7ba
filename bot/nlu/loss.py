"""Rasa component: somebody close died. Grief is met, not turned away, though it is no stalking."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.locations import PATTERNS
from bot.nlu.message_intent import intent_of, set_intent
from bot.nlu.untrained import Untrained
from bot.patterns.shared import shared_patterns

FOLDER = PATTERNS / "loss"
INTENT, TYPE = "tell_loss", "abuse_type"
# What such a message is taken for where nobody listens for grief.
UNHEARD = (
    *(DEFAULT_NLU_FALLBACK_INTENT_NAME, "out_of_scope", "tell_feeling", "misunderstood"),
    *("tell_what_happened", "maybe_not_stalking", "for_someone_else", "support_years", "stop"),
    *("harmed_by_professional", "worry_own_behaviour", "no_words", "leave", "maybe_leave"),
)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class Loss(Untrained):
    """Sets the intent where a loss is told, and no kind of stalking beside it."""

    folder = FOLDER

    def process(self, messages: list[Message]) -> list[Message]:
        """Look at each message that was typed."""
        for message in messages:
            text = message.get(TEXT) or ""
            if text.startswith("/") or intent_of(message) not in UNHEARD:
                continue
            told = any(one["entity"] == TYPE for one in message.get(ENTITIES, []))
            if not told and shared_patterns(FOLDER).find(text):
                set_intent(message, INTENT)
        return messages
