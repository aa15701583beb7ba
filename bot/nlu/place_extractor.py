"""Rasa component: the US jurisdiction that a message names, as an entity.

Certain places become the entity `us_state` (a code such as "CA"), uncertain ones `place_ambiguous`
(the key of the question to ask). When the bot has just asked for the place, an answer that names
one is the intent `tell_place`, whatever the classifier thought of "me" or "90210".
"""

from __future__ import annotations

import logging
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.message_intent import intent_of, set_intent
from bot.nlu.places import PlaceFinding, find_places
from bot.nlu.untrained import Untrained

logger = logging.getLogger(__name__)

STATE = "us_state"
AMBIGUOUS = "place_ambiguous"
TELL_PLACE = "tell_place"
ASKING_UTTERANCE = "utter_ask_us_state"
ASKING_PREFIX = "utter_place_"
_CODE_LENGTH = 2  # characters
_BARE_LENGTH = 40  # characters


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class PlaceExtractor(Untrained):
    """Adds at most one place to each typed message. Stands behind whatever chooses the intent."""

    @classmethod
    def load_words(cls) -> None:
        """Read the names.

        Raises:
            FileNotFoundError: a file in data/patterns/places/ is missing.
            ValueError: a name there has two meanings.
        """
        find_places("in Texs, zip 00501", asked=True)

    def process(
        self, messages: list[Message], tracker: DialogueStateTracker | None = None
    ) -> list[Message]:
        """Add the place of each message, and `tell_place` if the bot had asked for it."""
        for message in messages:
            text = message.get(TEXT)
            if not isinstance(text, str) or not text or text.startswith("/"):
                continue
            try:
                asked = asks_for_place(tracker)
                finding = find_places(text, asked=asked or _is_bare_place(message, text))
                _apply(message, finding, asked=asked)
            except Exception as error:  # no component may ever silence a turn
                logger.error("The place could not be looked up: %s", type(error).__name__)
        return messages


def asks_for_place(tracker: DialogueStateTracker | None) -> bool:
    """Whether the bot's last words were the question for the place."""
    if tracker is None:
        return False
    if tracker.get_slot("requested_slot") == STATE:
        return True
    for event in reversed(tracker.applied_events()):
        if isinstance(event, UserUttered):
            return False
        if isinstance(event, BotUttered):
            action = str(event.metadata.get("utter_action") or "")
            return action == ASKING_UTTERANCE or action.startswith(ASKING_PREFIX)
    return False


def _is_bare_place(message: Message, text: str) -> bool:
    """Whether the classifier takes a short message ("Boston", "TX") for nothing but a place."""
    return intent_of(message) == TELL_PLACE and len(text) <= _BARE_LENGTH


def _apply(message: Message, finding: PlaceFinding, *, asked: bool) -> None:
    if not finding:
        return
    entities: list[dict[str, Any]] = list(message.get(ENTITIES) or [])
    tapped = [entity for entity in entities if entity.get("entity") == STATE]
    if tapped and (finding.certain is None or finding.end - finding.start <= _CODE_LENGTH):
        # The text was the label of a button that says which place; "ok" does not mean Oklahoma.
        return
    entities = [e for e in entities if e.get("entity") not in (STATE, AMBIGUOUS)]
    entities.append(_entity(finding))
    message.set(ENTITIES, entities, add_to_output=True)
    if asked:
        set_intent(message, TELL_PLACE)


def _entity(finding: PlaceFinding) -> dict[str, Any]:
    certain = finding.certain is not None or finding.ambiguous is None
    return {
        "entity": STATE if certain else AMBIGUOUS,
        "value": finding.certain if finding.ambiguous is None else finding.ambiguous.key,
        "start": finding.start,
        "end": finding.end,
        "extractor": "PlaceExtractor",
        "confidence": 1.0,
    }
