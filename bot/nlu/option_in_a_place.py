"""Rasa component: a step that the law of a named place answers better than its general text.

"How can I apply for a restraining order in Nebraska?" asks about an option, and wants Nebraska's
orders: who may ask, what it costs, where the forms are. `topics` says which option asks for which
topic of the law. Without a place the option's own text stays the answer.
"""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.message_intent import intent_of, set_intent
from bot.nlu.place_extractor import AMBIGUOUS, STATE

ASK_OPTION, OPTION = "ask_option", "option"
ASK_LAW, LAW_TOPIC = "ask_law", "law_topic"
PLACES = {STATE, AMBIGUOUS}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class OptionInAPlace(GraphComponent):
    """Takes a typed question about an option in a place for one about the law there."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`topics`: the topic of the law by the option that asks for it."""
        return {"topics": {}}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> OptionInAPlace:
        """Make the component."""
        return cls(config["topics"])

    def __init__(self, topics: dict[str, str]) -> None:
        self._topics = topics

    def process(self, messages: list[Message]) -> list[Message]:
        """Change the intent of each such message, and give its topic in place of its option."""
        for message in messages:
            if (message.get(TEXT) or "").startswith("/") or intent_of(message) != ASK_OPTION:
                continue
            entities: list[dict[str, Any]] = message.get(ENTITIES) or []
            named = {one["entity"] for one in entities}
            option = next((one for one in entities if one["entity"] == OPTION), None)
            if option is None or option["value"] not in self._topics or not named & PLACES:
                continue
            topic = {**option, "entity": LAW_TOPIC, "value": self._topics[option["value"]]}
            others = [one for one in entities if one is not option]
            message.set(ENTITIES, [*others, topic], add_to_output=True)
            set_intent(message, ASK_LAW, message.get(INTENT)["confidence"])
        return messages
