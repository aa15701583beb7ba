"""Rasa component: words that may mean leaving are asked about before the chat is forgotten.

"I want to leave him" and "I can't quit" are near to "I want to leave" for any classifier, and what
leaving does cannot be undone. Where it is not sure, the bot asks.
"""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.message_intent import intent_of, set_intent
from bot.nlu.untrained import Untrained

LEAVE, MAYBE_LEAVE = "leave", "maybe_leave"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class LeaveGuard(Untrained):
    """Takes a typed `leave` that is less than `sure` for `maybe_leave`."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`sure`: confidence (0 to 1) from which the person is let go at once."""
        return {"sure": 0.7}

    def process(self, messages: list[Message]) -> list[Message]:
        """Look at each message that was typed."""
        for message in messages:
            if (message.get(TEXT) or "").startswith("/") or intent_of(message) != LEAVE:
                continue
            confidence = float(message.get(INTENT)["confidence"])
            if confidence < self._config["sure"]:
                set_intent(message, MAYBE_LEAVE, confidence)
        return messages
