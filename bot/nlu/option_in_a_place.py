"""Rasa component: a question that the law of a named place answers better than a general text.

"How can I apply for a restraining order in Nebraska?" asks about an option, and wants Nebraska's
orders: who may ask, what it costs, where the forms are. `topics` says which option asks for which
topic of the law. "What can I do in Ohio?" asks for no option: of what differs from place to place
the bot has the law. Without a place the general text stays the answer.
"""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.asking import STORY
from bot.nlu.message_intent import intent_of, set_intent
from bot.nlu.place_extractor import AMBIGUOUS, STATE
from bot.nlu.questions import asks
from bot.nlu.untrained import Untrained

ASK_OPTION, OPTION = "ask_option", "option"
ASK_LAW, LAW_TOPIC = "ask_law", "law_topic"
PLACES = {STATE, AMBIGUOUS}
# Questions about no option in particular.
GENERAL = {"list_options", "help"}
# Chance (0 to 1) of a question about the law from which a story that asks is one.
MAY_BE_LAW = 0.35


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class OptionInAPlace(Untrained):
    """Takes a typed question about what to do in a place for one about the law there."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`topics`: the topic of the law by the option that asks for it.

        `sure`: confidence (0 to 1) below which a named option is no more than a guess.
        """
        return {"topics": {}, "sure": 0.5}

    def process(self, messages: list[Message]) -> list[Message]:
        """Change the intent of each such message, and give its topic in place of its option."""
        for message in messages:
            if (message.get(TEXT) or "").startswith("/"):
                continue
            entities: list[dict[str, Any]] = message.get(ENTITIES) or []
            if not {one["entity"] for one in entities} & PLACES:
                continue
            intent = intent_of(message)
            option = next((one for one in entities if one["entity"] == OPTION), None)
            general = intent in GENERAL or _asks_for_law(message)
            if general or (intent == ASK_OPTION and self._leads_to_law(option)):
                others = [one for one in entities if one is not option]
                topic = [] if option is None else self._topic_of(option)
                message.set(ENTITIES, [*others, *topic], add_to_output=True)
                set_intent(message, ASK_LAW, message.get(INTENT)["confidence"])
        return messages

    def _leads_to_law(self, option: dict[str, Any] | None) -> bool:
        if option is None or option["value"] in self._config["topics"]:
            return True
        return bool(option.get("confidence_entity", 1.0) < self._config["sure"])

    def _topic_of(self, option: dict[str, Any]) -> list[dict[str, Any]]:
        if option["value"] not in self._config["topics"]:
            return []
        return [{**option, "entity": LAW_TOPIC, "value": self._config["topics"][option["value"]]}]


def _asks_for_law(message: Message) -> bool:
    """Whether a message asks something that is unclear, or a story that may be about the law."""
    if not asks(message.get(TEXT)):
        return False
    if intent_of(message) != STORY:
        return bool(intent_of(message) == DEFAULT_NLU_FALLBACK_INTENT_NAME)
    ranking = message.get(INTENT_RANKING_KEY) or []
    return any(one["name"] == ASK_LAW and one["confidence"] >= MAY_BE_LAW for one in ranking)
