"""Rasa component: the safety core as the last word of understanding.

It joins the patterns of `bot/safety/` with the intent classifier: either can raise the level.
It stands last in the pipeline, so that neither a fallback nor a resolved choice hides a disclosure.
"""

from __future__ import annotations

import logging
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.safety.detector import detect
from bot.safety.model import FLAGS, Safety, combine

logger = logging.getLogger(__name__)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class SafetyDetector(GraphComponent):
    """Adds `safety` to every parse and makes the gravest flag the intent."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Chance of the safety intents together (0..1) at which the classifier alone speaks."""
        return {"check_threshold": 0.45, "act_threshold": 0.85}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SafetyDetector:
        """Make the component; the patterns load here, so that no message waits for them."""
        detect("")
        return cls(config)

    def __init__(self, config: dict[str, Any]) -> None:
        self._check: float = config["check_threshold"]
        self._act: float = config["act_threshold"]

    def process(self, messages: list[Message]) -> list[Message]:
        """Judge each message that was typed; a tapped safety button names its own intent."""
        for message in messages:
            text = message.get(TEXT) or ""
            if text.startswith("/"):
                continue
            try:
                self._judge(message, text)
            except Exception as error:  # no component may ever silence a turn
                logger.error("Safety patterns failed: %s", type(error).__name__)
        return messages

    def _judge(self, message: Message, text: str) -> None:
        safety = detect(text)
        ranking: list[dict[str, Any]] = message.get(INTENT_RANKING_KEY, [])
        chances = {one["name"]: float(one["confidence"]) for one in ranking}
        safety = self._heed_classifier(safety, {flag: chances.get(flag, 0.0) for flag in FLAGS})
        message.set("safety", safety.as_dict(), add_to_output=True)
        if safety.level == "none":
            return
        intent = {"name": safety.flags[0], "confidence": 1.0}
        message.set(INTENT, intent, add_to_output=True)
        others = [one for one in ranking if one["name"] != intent["name"]]
        message.set(INTENT_RANKING_KEY, [intent, *others], add_to_output=True)
        # What else the message holds must not move the dialogue in the turn of a disclosure.
        message.set(ENTITIES, [], add_to_output=True)

    def _heed_classifier(self, safety: Safety, chances: dict[str, float]) -> Safety:
        total = sum(chances.values())
        flag = max(chances, key=lambda name: chances[name])
        if total >= self._act:
            level = "act"
        elif total >= self._check:
            level = "check"
        else:
            return safety
        evidence = {"score": round(total, 3), "flag": flag, "level": level}
        return combine([*safety.evidence, evidence])
