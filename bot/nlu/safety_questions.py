"""What an answer to a question of the safety talk means: a screening question, or one of danger.

A plain no is believed, and a question that is left open counts as a yes (as in the ASQ, National
Institute of Mental Health).
"""

from __future__ import annotations

from bot.nlu.answering_intents import NO, NOT_THERE, OPEN, SKIPPED, TOLD, UNCLEAR, YES
from bot.nlu.short_answers import does_not_know, is_helpless, says_safe
from bot.nlu.talk_answers import says_plain_no
from bot.safety.model import FLAGS

IN_DANGER = "utter_safety_check_immediate_danger"
# Words of the longest "no, he is at work", and of the longest other no, to "are you in danger?".
MOST_WORDS_OF_A_NO = 8
MOST_WORDS_OF_A_BARE_NO = 3
# An intent and the entities that stand for what was typed.
Meaning = tuple[str, dict[str, str]]


def open_answer(text: str) -> str | None:
    """The intent of an answer that leaves the question open; None for any other text."""
    if does_not_know(text):
        return OPEN[0]
    return SKIPPED[0] if is_helpless(text) else None


def to_a_screening_question(intent: str | None) -> Meaning | None:
    """What an intent answers to one of the screening questions; None where it is no answer."""
    if intent in (*YES, *OPEN, "tell_feeling"):
        return "screening_yes", {}
    if intent in NO:
        return "screening_no", {}
    if intent in (*SKIPPED, *UNCLEAR):
        return "screening_declined", {}
    if intent in NOT_THERE:
        return TOLD, {}  # told in place of an answer: the question is asked once more
    return None


def to_a_question(response: str, intent: str | None) -> Meaning | None:
    """What an intent answers to "are you in danger?" and its like; None where it is no answer."""
    if intent in NO:
        return "safety_ok", {}
    if intent in (*YES, *OPEN, *SKIPPED, *UNCLEAR):
        flag = next((flag for flag in FLAGS if response.endswith(flag)), None)
        return (flag, {}) if flag else None
    return None


def to_are_you_in_danger(intent: str | None, text: str, *, sure: bool) -> Meaning | None:
    """Like any question; but what is told there in place of an answer raises no alarm.

    The talk stays with it, 911 in view. "He sits in his truck" is no "I am safe" either.
    """
    words = len(text.split())
    if says_plain_no(text) and words <= MOST_WORDS_OF_A_NO:
        return "safety_ok", {}
    guessed = intent in NO and (not sure or words > MOST_WORDS_OF_A_BARE_NO)
    guessed = guessed or (intent == "safety_ok" and not says_safe(text))
    if guessed or intent in UNCLEAR:
        return "safety_stay", {}
    return to_a_question(IN_DANGER, intent)
