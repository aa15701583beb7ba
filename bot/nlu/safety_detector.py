"""Rasa component: the safety core as the last word of understanding.

It stands last in the pipeline, so that neither a fallback nor a resolved choice hides a disclosure.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu import short_answers, talk_answers
from bot.nlu.abuse_type_recogniser import FACTS
from bot.nlu.age_guard import AGE_BAND, YOUNG, said_ages
from bot.nlu.answering_intents import DENIALS, NOT_THERE
from bot.nlu.choice_resolver import RESOLVED
from bot.nlu.message_intent import intent_of, set_intent
from bot.nlu.safety_answers import MOST_STAYS, as_message, meaning_after
from bot.nlu.safety_context import ANSWERS_TO_SAFETY, SafetyContext
from bot.nlu.safety_evidence import (
    is_answered,
    is_deadline,
    is_near_only,
    nothing,
    only_denies,
    only_guessed,
    topic_of,
    unsafe,
)
from bot.nlu.safety_questions import Meaning
from bot.nlu.short_answers import says_safe
from bot.nlu.talk_answers import NOT_MEANT, is_unsafe, is_with_help, says_help_comes
from bot.nlu.untrained import Untrained
from bot.patterns.shared import shared_patterns
from bot.safety.detector import detect, is_bereaved
from bot.safety.language import is_english
from bot.safety.model import FLAGS, GATE_METADATA, Safety
from bot.safety.replies import DONE

logger = logging.getLogger(__name__)

SAFE, STEP = "safety_ok", "safety_step"
# The last response where somebody is with help already.
GETTING_HELP = "utter_safety_getting_help"
# Entities of a story; they only fill the picture.
TOLD = ("abuse_type", "age_band", *FACTS)
# Types that are grave where the person said before that they are under 18.
SEXUAL = {"sextortion", "ncii_intimate_images", "deepfake", "sexual_solicitation"}
# What people ask of the bot every day, in words that can sound like more.
PLAIN_WISHES = {
    *("leave", "maybe_leave", "stop", "menu", "help", "go_back", "start_over", "resume"),
    *("list_options", "ask_option"),
    *("ask_option_steps", "ask_option_more", "show_fitting", "show_plan", "show_log", "try_help"),
    *("help_worked", "help_worked_not", "ask_law", "tell_place", "choose_law_topic", "ask_privacy"),
}
# What a message that tells of a suicide in the past is taken for where nobody listens for grief.
UNHEARD = {
    "out_of_scope",
    "tell_feeling",
    "tell_loss",
    "for_someone_else",
    "misunderstood",
    "maybe_not_stalking",
}
# Chance of danger (0 to 1) below which the classifier is in doubt itself.
GUESS_SCORE = 0.6
# Confidence (0 to 1) from which an intent in the middle of a safety talk is more than a guess.
SURE = 0.6
# Confidence (0 to 1) below which the next likeliest intent is none at all, as for Rasa's fallback.
LEAST_SURE = 0.3


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class SafetyDetector(Untrained):
    """Adds `safety` to every parse and makes the gravest flag the intent."""

    @classmethod
    def load_words(cls) -> None:
        """Load the safety core, and the words of the talk that follows."""
        detect("")
        for folder in (short_answers.FOLDER, talk_answers.FOLDER):
            shared_patterns(folder)

    def process(
        self, messages: list[Message], tracker: DialogueStateTracker | None = None
    ) -> list[Message]:
        """Judge each message that was typed; a tapped safety button names its own intent."""
        for message in messages:
            text = message.get(TEXT) or ""
            if text.startswith("/"):
                continue
            try:
                context = SafetyContext.of(tracker)
                _judge(message, text, context)
                if context.slot("age_band") == "under_18":
                    _ask_about_the_young(message)
                _note_what_was_told(message, text, context)
            except Exception as error:  # no component may ever silence a turn
                logger.error("Noticing danger failed: %s", type(error).__name__)
        return messages


def _judge(message: Message, text: str, context: SafetyContext) -> None:
    after = context.after
    if after and _chose_a_flag(message):
        return
    if not context.spoken:
        _leave_out(message, ANSWERS_TO_SAFETY)
        if not says_safe(text) or is_unsafe(text):
            _leave_out(message, (SAFE,))
    gate: dict[str, Any] = (message.get("metadata") or {}).get(GATE_METADATA) or {}
    safety: dict[str, Any] = gate.get("safety") or detect(text).as_dict()
    said = intent_of(message)
    sure = float((message.get(INTENT) or {}).get("confidence") or 0.0) >= SURE
    topic = context.slot("safety_flag")
    step = context.slot("safety_step")
    chosen = bool(message.get(RESOLVED)) and said in (*NOT_THERE, STEP)
    answer = None
    if after and not chosen:
        answer = meaning_after(after, said, text, sure=sure, topic=topic, step=step)
    if _is_help(text, safety, after, topic):
        safety, answer = nothing(safety), ("safety_getting_help", {})
    if not after and safety["level"] == "none" and is_unsafe(text):
        safety = unsafe(safety)
    stayed = context.stays >= MOST_STAYS and topic not in DONE
    if answer and answer[0] == "safety_stay" and stayed:
        answer = None
    if _is_harmless_here(message, text, safety, context, sure=sure):
        safety = nothing(safety)
    if is_deadline(safety) and context.extorted:
        safety, answer = nothing(safety), ("ask_paying", {})
    if after and only_denies(safety, said if sure else None):
        # "No, I won't hurt myself" answers our question; asking it again at once would only
        # push. The next message is judged afresh, so one no closes nothing for good.
        safety = nothing(safety)
        answer = answer if said in DENIALS or _is_told(answer) else meaning_after(after, "deny")
    if safety["level"] == "check" and is_answered(safety, answer, topic, text):
        safety = nothing(safety)
    message.set("safety", safety, add_to_output=True)
    if safety["level"] != "none":
        # What else was told there is not lost, but no place or choice in it moves the dialogue.
        told = [one for one in message.get(ENTITIES, []) if one["entity"] in TOLD]
        about = as_message(("", topic_of(safety, topic if context.spoken else None)))[1]
        _mean(message, safety["flags"][0], [*told, *_young(text), *about])
    elif answer:
        intent, entities = as_message(answer)
        _mean(message, intent["name"], [*entities, *_young(text)])
    elif not after and is_bereaved(text) and (not sure or said in UNHEARD):
        _mean(message, "grief_after_suicide", [])


def _is_told(answer: Meaning | None) -> bool:
    """Whether what a denial says besides has words of its own: "i cut, but not to die"."""
    return answer is not None and answer[0] in (STEP, NOT_MEANT)


def _is_help(text: str, safety: dict[str, Any], after: str | None, topic: str | None) -> bool:
    """Whether help is on the line or comes; after help was called "they" are the help.

    Not where somebody threatens the person: there "they are here" may be the attackers.
    """
    if topic != "immediate_danger" and (after == GETTING_HELP or (after and topic in DONE)):
        return says_help_comes(text) and is_near_only(safety)
    return not after and safety["level"] == "none" and is_with_help(text)


def _is_harmless_here(
    message: Message, text: str, safety: dict[str, Any], context: SafetyContext, *, sure: bool
) -> bool:
    """Whether what was only asked about is, in this place, nothing to ask about."""
    said = intent_of(message)
    own_step = said == STEP and bool(message.get(RESOLVED))
    if context.offers(text) and (safety["level"] == "check" or own_step):
        # The words of our own button, such as "Back to where I was", or "I am hurt already".
        return True
    spanish = any(entry.get("language") != "en" for entry in safety["evidence"])
    if sure and said == "other_language" and not spanish and only_guessed(safety):
        # Its answer says which languages help speaks; English questions would not be understood.
        # The classifier learned Spanish, and for it the reply names help in Spanish first.
        return True
    doubted = only_guessed(safety, below=1.0 if _wants_to_wait(message) else GUESS_SCORE)
    # "Bye, I have to go" is a goodbye like any other, unless something else speaks against it.
    return sure and not context.after and said in PLAIN_WISHES and doubted


def _leave_out(message: Message, intents: Sequence[str]) -> None:
    """Take the next likeliest intent in place of one that answers what nobody asked."""
    if intent_of(message) not in intents:
        return
    ranking = [one for one in message.get(INTENT_RANKING_KEY, []) if one["name"] not in intents]
    known = [one for one in ranking if one["confidence"] >= LEAST_SURE]
    unclear = {"name": DEFAULT_NLU_FALLBACK_INTENT_NAME, "confidence": LEAST_SURE}
    message.set(INTENT, dict(known[0]) if known else unclear, add_to_output=True)
    message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)


def _note_what_was_told(message: Message, text: str, context: SafetyContext) -> None:
    """Remember that danger was told of in Spanish, or of a child, for the rest of the talk.

    Also when somebody changes back to English.
    """
    safety: dict[str, Any] = message.get("safety") or {}
    evidence = (safety.get("evidence") or ()) if safety.get("level") != "none" else ()
    told: dict[str, str] = {}
    if any(entry.get("language") == "es" for entry in evidence):
        told["language"] = "es"
    elif context.slot("language") == "es" and is_english(text):
        told["language"] = "en"
    known = {one["entity"] for one in message.get(ENTITIES, [])}
    if "child_at_risk" in safety.get("flags", ()) and "whom" not in known:
        of_whom = [one["whom"] for one in evidence if "whom" in one]
        told |= {"whom": of_whom[0]} if of_whom else {}
    if told:
        _, entities = as_message(("", told))
        message.set(ENTITIES, [*message.get(ENTITIES, []), *entities], add_to_output=True)


def _ask_about_the_young(message: Message) -> None:
    """Ask about what only later turns make grave: somebody under 18, and sexual pictures."""
    named = {one["value"] for one in message.get(ENTITIES, []) if one["entity"] == "abuse_type"}
    if message.get("safety", {}).get("level") != "none" or not named & SEXUAL:
        return
    evidence = ({"flag": "child_at_risk", "level": "check", "pattern": "under-18-told-before"},)
    safety = Safety(level="check", flags=("child_at_risk",), evidence=evidence)
    message.set("safety", safety.as_dict(), add_to_output=True)
    told = [one for one in message.get(ENTITIES, []) if one["entity"] in TOLD]
    _mean(message, "child_at_risk", told)


def _young(text: str) -> list[dict[str, Any]]:
    """The age that "im 16" tells, where its own intent gives way to the danger beside it."""
    if said_ages(text) != {YOUNG}:
        return []
    return [{"entity": AGE_BAND, "value": "under_18", "start": 0, "end": len(text)}]


def _mean(message: Message, intent: str, entities: list[dict[str, Any]]) -> None:
    """Set what a message means; what else it holds must not move the dialogue in that turn."""
    set_intent(message, intent)
    message.set(ENTITIES, entities, add_to_output=True)


def _chose_a_flag(message: Message) -> bool:
    """Whether a typed answer was resolved to a button that names a flag ("Yes" after a check).

    Like the tapped button it then carries no `safety` key, and SafetyPolicy takes it at its word.
    """
    return intent_of(message) in FLAGS and bool(message.get(RESOLVED))


def _wants_to_wait(message: Message) -> bool:
    """Whether the person would rather wait and do nothing: an option like any other."""
    return any(one.get("value") == "waiting" for one in message.get(ENTITIES, []))
