"""Rasa component: "hes not my ex", "it's me, not my friend" puts right what was told before.

The words stand in `data/patterns/corrections/`. A short message that only corrects has the intent
`correct_facts`; "it's me who does it" is `worry_own_behaviour`. What is put right fills the slots
of the picture anew, and the rest of it stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.locations import PATTERNS
from bot.nlu.asking import FOR_SOMEONE, OWN_DOING, PATH_QUESTIONS
from bot.nlu.message_intent import intent_of, set_intent
from bot.nlu.questions import question_of
from bot.nlu.stories.telling import has_denial
from bot.nlu.stories.ties import SHARED
from bot.nlu.stories.whom import SELF, named_other
from bot.nlu.untrained import Untrained
from bot.patterns.pattern_set import PatternMatch
from bot.patterns.shared import shared_patterns

FOLDER = PATTERNS / "corrections"
CORRECT = "correct_facts"
RELATION, WHOM, HOME = "stalker_relation", "whom", "home"
# What a slot holds that was emptied: the scripts say nothing for it.
NOTHING = "none"
OTHER_WHOM = "other"
# People for whom somebody asks.
OTHERS = ("child", "friend", "partner", "family", "client")
# A longer message tells more than the correction.
MOST_WORDS = 14
# Words of a message that only says who does it, and characters before it ("oh no wait, sorry, ").
MOST_WORDS_OF_A_NAME = 7
MOST_BEFORE_A_NAME = 20


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class FactCorrections(Untrained):
    """Adds what is put right as entities, and makes it the intent where nothing else is said."""

    folder = FOLDER

    def process(
        self, messages: list[Message], tracker: DialogueStateTracker | None = None
    ) -> list[Message]:
        """Look at each message that was typed."""
        for message in messages:
            text = message.get(TEXT) or ""
            if text.startswith("/") or len(text.split()) > MOST_WORDS:
                continue
            held = tracker.current_slot_values() if tracker is not None else {}
            facts = corrected(text, held)
            if facts:
                _put_right(message, facts, own_doing=_says_own_doing(text))
        return messages


def corrected(text: str, held: dict[str, Any]) -> dict[str, str]:
    """Slots that a text puts right; `held` is what the slots of the picture hold.

    Who does it counts where the text says who does not ("he is not my ex, he is a neighbor").
    """
    found = shared_patterns(FOLDER).find(text)
    if _of("own_doing", found):
        return {RELATION: NOTHING, WHOM: NOTHING, HOME: NOTHING}
    other = named_other(text)
    facts: dict[str, str] = {}
    for match in _of("whom", found):
        facts[WHOM] = OTHER_WHOM if match.keys["value"] == "other" else str(match.keys["value"])
    # "Yes, that happens to me" puts nothing right.
    if facts.get(WHOM) == SELF and held.get(WHOM) not in OTHERS and not has_denial(text):
        del facts[WHOM]
    if facts.get(WHOM) == OTHER_WHOM:
        return {WHOM: other} if other else {}
    if facts:
        return facts
    statements = _of("statement", found)
    denied = [one for one in _of("not_them", found) if not _overlaps(one, statements)]
    if denied and held.get(WHOM) in OTHERS and other in OTHERS:
        return {WHOM: other}  # "she's my friend, not family": the one they ask for
    if denied:
        named = [one for one in _of("named", found) if not _overlaps(one, denied)]
        facts[RELATION] = str(named[0].keys["value"]) if named else NOTHING
        if named and named[0].keys.get("shares_home"):
            facts[HOME] = SHARED
        elif held.get(HOME):
            facts[HOME] = NOTHING
    return facts or _only_named(text, found, held)


def _only_named(text: str, found: Sequence[PatternMatch], held: dict[str, Any]) -> dict[str, str]:
    """Who does it, where a few words say nothing else after a story: "no wait its my brother"."""
    few = len(text.split()) <= MOST_WORDS_OF_A_NAME and held.get("abuse_types")
    if not few or held.get(WHOM) in OTHERS or question_of(text):
        return {}
    words = text.rstrip(" .!")
    for match in _of("named", found):
        if match.start <= MOST_BEFORE_A_NAME and match.end >= len(words):
            home = {HOME: SHARED} if match.keys.get("shares_home") else {}
            return {RELATION: str(match.keys["value"])} | home
    return {}


def _of(label: str, found: Sequence[PatternMatch]) -> list[PatternMatch]:
    return [match for match in found if match.label == label]


def _overlaps(match: PatternMatch, others: Sequence[PatternMatch]) -> bool:
    return any(match.start < other.end and other.start < match.end for other in others)


def _says_own_doing(text: str) -> bool:
    return any(match.label == "own_doing" for match in shared_patterns(FOLDER).find(text))


def _put_right(message: Message, facts: dict[str, str], *, own_doing: bool) -> None:
    length = len(message.get(TEXT))
    others = [one for one in message.get(ENTITIES, []) if one["entity"] not in facts]
    put_right = [
        {"entity": name, "value": value, "start": 0, "end": length, "extractor": "FactCorrections"}
        for name, value in facts.items()
    ]
    message.set(ENTITIES, [*others, *put_right], add_to_output=True)
    told = any(one["entity"] == "abuse_type" for one in others)
    if own_doing:
        set_intent(message, OWN_DOING)
    elif not told and not question_of(message.get(TEXT)):
        if facts.get(WHOM) not in OTHERS:
            set_intent(message, CORRECT)
        elif intent_of(message) not in PATH_QUESTIONS:
            set_intent(message, FOR_SOMEONE)
