"""Rasa component: a typed answer to an offered choice counts as tapping that button.

Whoever cannot or will not tap can type the button's words (bot/nlu/typed_label.py), its number
(bot/nlu/typed_number.py), or just "yes", "no", "not sure" or "skip". The choices are those of the
bot's last turn, read from the tracker, so they survive a restart and are the same in every channel;
a channel without buttons numbers them in the same order (bot/channels/messaging/text_menu.py).

A number that no choice has, and two numbers at once, become intents of their own: the bot then
shows the same choices again, and does not guess.

Some intents answer one question only ("it helped"). Where that question was not asked, the next
likeliest intent takes the place of such a one.
"""

from __future__ import annotations

import json
import logging
import re
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.message_intent import intent_of, set_intent
from bot.nlu.typed_label import meant_label, plain
from bot.nlu.typed_number import typed_numbers
from bot.nlu.untrained import Untrained

logger = logging.getLogger(__name__)

# Below this probability (0..1) the next likeliest intent is none at all, as for Rasa's fallback.
LEAST_SURE = 0.3

YES = ("yes", "ok", "sure", "sí", "si")
NO = ("no",)
NOT_SURE = ("not sure", "i don't know", "no estoy")
SKIP = ("skip",)
# The words with which a button answers for an intent; the first matching button is meant.
OPENING_WORDS = {
    "affirm": YES,
    "behaviour_happened": YES,
    "device_safe": YES,
    "type_fits": YES,
    "deny": NO,
    "behaviour_did_not_happen": NO,
    "device_unsafe": NO,
    "type_fits_not": NO,
    "not_sure": NOT_SURE,
    "behaviour_not_sure": NOT_SURE,
    "device_not_sure": NOT_SURE,
    "skip": SKIP,
    "behaviour_skipped": SKIP,
    "stop": ("stop",),
}
# Intents that are the answer to one question; its button knows what the answer is about.
ANSWERS = {"help_worked", "help_worked_not"}
# On a message: that it was resolved to a button. (The intents of other components are sure too.)
RESOLVED = "resolved_to_a_choice"
# What a number that is no choice is understood as.
NO_SUCH_CHOICE = "no_such_choice"
SEVERAL_CHOICES = "several_choices"
# Nobody is taken to be safe by half a sentence: these buttons' labels have to be typed whole.
TYPED_WHOLE = {"safety_ok", "safety_not_meant", "screening_no", "resume"}
# "2 Not sure": the number with the label behind it, as it stands in a text.
_NUMBERED_LABEL = re.compile(r"^\s*#?([1-9]\d?)[\s.):-]+(\D.*)$", re.DOTALL)
_PAYLOAD = re.compile(r"^/([a-z_]+)(\{.*\})?$", re.DOTALL)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class ChoiceResolver(Untrained):
    """Sets intent and entities to those of the button that the typed text means."""

    def process(
        self, messages: list[Message], tracker: DialogueStateTracker | None = None
    ) -> list[Message]:
        """Resolve each message against the choices of the bot's last turn."""
        for message in messages:
            text = message.get(TEXT) or ""
            if tracker is None or not text or text.startswith("/"):
                continue
            try:
                offered = offered_choices(tracker)
                _drop_what_was_not_asked(message, offered)
                payload = chosen_payload(text, _likeliest(message), offered)
                # A form's own question is asked again by itself.
                if payload is None and tracker.active_loop_name is None:
                    unclear = unclear_number(text, offered)
                    payload = f"/{unclear}" if unclear else None
            except Exception as error:  # no component may ever silence a turn
                logger.error("The choice could not be resolved: %s", type(error).__name__)
                continue
            if payload:
                _apply(message, payload)
        return messages


def offered_choices(tracker: DialogueStateTracker) -> list[list[dict[str, str]]]:
    """Buttons (title, payload) of each response of the bot's last turn that has any, in order."""
    groups: list[list[dict[str, str]]] = []
    for event in reversed(tracker.applied_events()):
        if isinstance(event, UserUttered):
            break
        if isinstance(event, BotUttered) and (event.data or {}).get("buttons"):
            groups.insert(0, list(event.data["buttons"]))
    return groups


def chosen_payload(text: str, intent: str | None, groups: list[list[dict[str, str]]]) -> str | None:
    """Payload of the choice that a typed text means, or None when it means none of them."""
    choices = [choice for group in groups for choice in group]
    if not choices:
        return None
    place = _typed_place(text, choices)
    if place is not None:
        return choices[place]["payload"]
    if typed_numbers(text, len(choices)):
        return None
    for choice in choices:
        if intent in ANSWERS and _intent(choice["payload"]) == intent:
            return choice["payload"]
    words = OPENING_WORDS.get(intent or "", ())
    # Where two questions stand in one turn, a bare "yes" answers the one that was read last.
    for choice in (choice for group in reversed(groups) for choice in group):
        if _opens_with(plain(choice["title"]), words):
            return choice["payload"]
    return None


def unclear_number(text: str, groups: list[list[dict[str, str]]]) -> str | None:
    """Intent of a message that is only numbers and names no one choice; None for any other."""
    count = sum(len(group) for group in groups)
    numbers = set(typed_numbers(text, count)) if count else set()
    if len(numbers) > 1 and max(numbers) <= count:
        return SEVERAL_CHOICES
    return NO_SUCH_CHOICE if len(numbers) == 1 and not 0 < min(numbers) <= count else None


def _typed_place(text: str, choices: list[dict[str, str]]) -> int | None:
    """Place of the choice whose number or label was typed."""
    numbers = set(typed_numbers(text, len(choices)))
    if len(numbers) == 1:
        number = numbers.pop()
        return number - 1 if 0 < number <= len(choices) else None
    titles = [choice["title"] for choice in choices]
    whole = {
        place for place, choice in enumerate(choices) if _intent(choice["payload"]) in TYPED_WHOLE
    }
    copied = _NUMBERED_LABEL.match(text)
    if copied and int(copied[1]) <= len(choices):
        place = int(copied[1]) - 1
        if meant_label(copied[2], titles[place : place + 1]) == 0:
            return place
    return meant_label(text, titles, whole)


def _drop_what_was_not_asked(message: Message, groups: list[list[dict[str, str]]]) -> None:
    """Leave out of the ranking the intents that answer a question that was not asked."""
    unasked = ANSWERS - {_intent(choice["payload"]) for group in groups for choice in group}
    ranking: list[dict[str, Any]] = message.get(INTENT_RANKING_KEY, [])
    kept = [one for one in ranking if one["name"] not in unasked]
    if not kept:
        return
    message.set(INTENT_RANKING_KEY, kept, add_to_output=True)
    if intent_of(message) in unasked:
        sure = kept[0]["confidence"] >= LEAST_SURE
        unclear = {"name": DEFAULT_NLU_FALLBACK_INTENT_NAME, "confidence": LEAST_SURE}
        message.set(INTENT, dict(kept[0]) if sure else unclear, add_to_output=True)


def _likeliest(message: Message) -> str | None:
    """Likeliest intent, also where the fallback found it too unsure to act on by itself."""
    for one in message.get(INTENT_RANKING_KEY, []):
        if one["name"] != DEFAULT_NLU_FALLBACK_INTENT_NAME:
            return str(one["name"])
    return intent_of(message)


def _intent(payload: str) -> str:
    match = _PAYLOAD.match(payload)
    return match[1] if match else ""


def _opens_with(label: str, words: tuple[str, ...]) -> bool:
    # "no" must not catch "not sure", nor "not now" the answer "no": whole words only.
    return any(label == word or label.startswith((f"{word} ", f"{word},")) for word in words)


def _apply(message: Message, payload: str) -> None:
    match = _PAYLOAD.match(payload)
    if not match:
        return
    values: dict[str, Any] = json.loads(match[2]) if match[2] else {}
    entities = [
        {"entity": name, "value": value, "start": 0, "end": len(message.get(TEXT))}
        for name, value in values.items()
    ]
    set_intent(message, match[1])
    message.set(RESOLVED, True)
    # The label's own words may look like something else ("Fear" is a feeling too): replace.
    message.set(ENTITIES, entities, add_to_output=True)
