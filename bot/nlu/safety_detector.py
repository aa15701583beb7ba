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
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.labelled_examples import intent_of
from bot.safety.detector import detect
from bot.safety.model import FLAGS, Safety, combine

logger = logging.getLogger(__name__)

# Intents that say no to a question of ours about safety; the first is the plain one.
DENIALS = ("safety_ok", "safety_not_meant")
# Intents that leave such a question open. Screening counts an open answer as a yes (ASQ, National
# Institute of Mental Health).
UNDECIDED = ("not_sure", "skip", "behaviour_not_sure", "behaviour_skipped", "device_not_sure")
CHECK_RESPONSE = "utter_safety_check_"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class SafetyDetector(GraphComponent):
    """Adds `safety` to every parse and makes the gravest flag the intent."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Chance of the safety intents together (0..1) at which the classifier alone asks."""
        return {"check_threshold": 0.7}

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

    def process(
        self, messages: list[Message], tracker: DialogueStateTracker | None = None
    ) -> list[Message]:
        """Judge each message that was typed; a tapped safety button names its own intent."""
        for message in messages:
            text = message.get(TEXT) or ""
            if text.startswith("/"):
                continue
            try:
                self._judge(message, text, asked=_safety_turn(tracker))
            except Exception as error:  # no component may ever silence a turn
                logger.error("Safety patterns failed: %s", type(error).__name__)
        return messages

    def _judge(self, message: Message, text: str, *, asked: str | None) -> None:
        if asked and _chose_a_flag(message):
            return
        safety = detect(text)
        ranking: list[dict[str, Any]] = message.get(INTENT_RANKING_KEY, [])
        chances = {one["name"]: float(one["confidence"]) for one in ranking}
        safety = self._heed_classifier(safety, {flag: chances.get(flag, 0.0) for flag in FLAGS})
        if asked and safety.level == "none" and intent_of(message) in UNDECIDED:
            _take_for_a_yes(message, asked)
            return
        if asked and _only_denies(safety):
            # "No, I won't hurt myself" answers our question; asking it again at once would only
            # push. The next message is judged afresh, so one no closes nothing for good.
            safety = Safety(evidence=safety.evidence)
            said = intent_of(message)
            message.set(
                INTENT, {"name": said if said in DENIALS else DENIALS[0], "confidence": 1.0}
            )
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
        if total < self._check or safety.level != "none":
            return safety
        # It cannot tell "my father killed himself" from "I will", so by itself it only asks
        # (measured: docs/choices.md).
        evidence = {"score": round(total, 3), "flag": flag, "level": "check"}
        return combine([*safety.evidence, evidence])


def _safety_turn(tracker: DialogueStateTracker | None) -> str | None:
    """Name of the last safety response of the bot's last turn; None when it was about else."""
    for event in reversed(tracker.applied_events() if tracker else []):
        if isinstance(event, UserUttered):
            return None
        if isinstance(event, BotUttered):
            name = str((event.metadata or {}).get("utter_action") or "")
            return name if name.startswith("utter_safety_") else None
    return None


def _chose_a_flag(message: Message) -> bool:
    """Whether a typed answer was resolved to a button that names a flag ("Yes" after a check).

    Like the tapped button it then carries no `safety` key, and SafetyPolicy takes it at its word.
    """
    intent: dict[str, Any] = message.get(INTENT) or {}
    return intent.get("name") in FLAGS and intent.get("confidence") == 1.0


def _take_for_a_yes(message: Message, asked: str) -> None:
    """Answer "I don't know" after a safety question with the full reply, after the offers with one.

    The flag as intent is what a tapped "Yes" would have sent.
    """
    if asked.startswith(CHECK_RESPONSE):
        flag = asked.removeprefix(CHECK_RESPONSE)
        message.set("safety", {"level": "act", "flags": [flag], "evidence": []}, add_to_output=True)
        message.set(INTENT, {"name": flag, "confidence": 1.0}, add_to_output=True)
    else:
        message.set("safety", Safety().as_dict(), add_to_output=True)
        message.set(INTENT, {"name": "safety_step", "confidence": 1.0}, add_to_output=True)
        step = {"entity": "safety_step", "value": "grounding", "start": 0, "end": 0}
        message.set(ENTITIES, [step], add_to_output=True)


def _only_denies(safety: Safety) -> bool:
    """Whether a message is at `check` for nothing but a no ("I am not suicidal")."""
    return safety.level == "check" and all(
        str(entry.get("softened_by", "")).startswith("not-") for entry in safety.evidence
    )
