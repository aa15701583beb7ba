"""Rasa component: what typed words mean while a question of the guided walk is open.

"What does that mean?" asks about the kind in the question, and "yes, she knows each store" tells of
it. The kind is that of the question's own "Yes" button, read from the tracker.
"""

from __future__ import annotations

import json
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.asking import STORY
from bot.nlu.choice_resolver import offered_choices
from bot.nlu.message_intent import intent_of, set_intent
from bot.nlu.questions import FOLDER
from bot.nlu.untrained import Untrained
from bot.patterns.shared import shared_patterns

MEANING, YES_WORD = "meaning", "yes"
# What somebody may be taken to say who says yes and goes on.
TELLS_MORE = (STORY, "tell_tried", "maybe_not_stalking", "tell_fear_of", "nlu_fallback")
ASK_ABOUT = "ask_about_type"
TYPE = "abuse_type"
YES = "/behaviour_happened"
# A longer message says something else too.
MOST_WORDS = 10


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class WalkWords(Untrained):
    """Sets what a message means that asks about the walk's question, or says yes and tells more."""

    folder = FOLDER

    def process(
        self, messages: list[Message], tracker: DialogueStateTracker | None = None
    ) -> list[Message]:
        """Look at each message that was typed."""
        for message in messages:
            text = message.get(TEXT) or ""
            kind = asked_kind(tracker) if tracker is not None else None
            if kind is None or text.startswith("/"):
                continue
            found = shared_patterns(FOLDER).find(text)
            if any(match.label == YES_WORD and match.start == 0 for match in found):
                _tell(message, kind)
            elif any(match.label == MEANING for match in found) and len(text.split()) <= MOST_WORDS:
                _mean(message, ASK_ABOUT, kind, [])
        return messages


def asked_kind(tracker: DialogueStateTracker) -> str | None:
    """The kind that the walk's open question is about; None where no question is open."""
    payloads = [one["payload"] for group in offered_choices(tracker) for one in group]
    yes = [payload for payload in payloads if payload.startswith(YES)]
    if not yes:
        return None
    kinds = json.loads(yes[-1].removeprefix(YES) or "{}").get(TYPE)
    return str(kinds[-1] if isinstance(kinds, list) else kinds) if kinds else None


def _tell(message: Message, kind: str) -> None:
    """Add the kind to what is told after a yes; a bare "yes" is the button's."""
    told: list[dict[str, Any]] = message.get(ENTITIES, [])
    if intent_of(message) in TELLS_MORE and len(message.get(TEXT).split()) > 1:
        kept = [one for one in told if (one["entity"], one["value"]) != (TYPE, kind)]
        _mean(message, STORY, kind, kept)


def _mean(message: Message, intent: str, kind: str, others: list[dict[str, Any]]) -> None:
    set_intent(message, intent)
    length = len(message.get(TEXT))
    asked = {"entity": TYPE, "value": kind, "start": 0, "end": length, "extractor": "WalkWords"}
    message.set(ENTITIES, [asked, *others], add_to_output=True)
