"""Rasa component: only who says so of themselves is taken for somebody under 18.

"I'm 20, I'm not a child" is near to "I'm a child" for any classifier, and so is "she is 16". The
number decides, and whose it is.
"""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.locations import PATTERNS
from bot.nlu.message_intent import intent_of
from bot.nlu.untrained import Untrained
from bot.patterns.shared import shared_patterns

UNDER_AGE = "tell_underage"
AGE_BAND = "age_band"
FOLDER = PATTERNS / "age"
ADULT, YOUNG, OTHERS = "adult", "young", "others"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class AgeGuard(Untrained):
    """Adds `age_band: adult` where somebody says so, and takes the opposite intent away."""

    folder = FOLDER

    def process(self, messages: list[Message]) -> list[Message]:
        """Look at each message that was typed."""
        for message in messages:
            text = message.get(TEXT) or ""
            ages = set() if text.startswith("/") else said_ages(text)
            if ages == {ADULT}:
                adult = {"entity": AGE_BAND, "value": ADULT, "start": 0, "end": len(text)}
                message.set(ENTITIES, [*message.get(ENTITIES, []), adult], add_to_output=True)
            if ages and YOUNG not in ages:
                _take_back(message)
        return messages


def _take_back(message: Message) -> None:
    """Take the next likeliest intent in place of being under 18."""
    ranking = [one for one in message.get(INTENT_RANKING_KEY, []) if one["name"] != UNDER_AGE]
    message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
    if ranking and intent_of(message) == UNDER_AGE:
        message.set(INTENT, dict(ranking[0]), add_to_output=True)


def said_ages(text: str) -> set[str]:
    """The age bands (`adult`, `young`) that somebody says of themselves in a text.

    `others` where an age below 18 is somebody else's.
    """
    return {match.label for match in shared_patterns(FOLDER).find(text)}
