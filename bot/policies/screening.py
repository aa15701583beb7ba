"""The gentle questions about suicide: which comes next, and where they lead.

The order is that of the ASQ (Ask Suicide-Screening Questions, National Institute of Mental Health):
four questions, and after any yes the fifth, "right now?". An open answer counts as a yes.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.policies.current_turn import Turn
from bot.safety.replies import TOLD_QUESTION

QUESTIONS = (
    "utter_safety_check_suicide_self",
    "utter_safety_ask_better_off",
    "utter_safety_ask_thoughts",
    "utter_safety_ask_tried",
)
RIGHT_NOW = "utter_safety_ask_now"
# The first, without the words around it, when it is asked once more.
WISHED_AGAIN = "utter_safety_ask_wished"
# In place of the first, where others tell the person to die; a no to it ends the questions.
FIRST = (QUESTIONS[0], WISHED_AGAIN, TOLD_QUESTION)
STILL_OPEN = "utter_safety_still_open"
# Told in place of an answer, these change no subject: the question is asked once more.
TELLS = ("tell_underage", "tell_place", "change_place", "tell_what_happened", "correct_facts")
# How often in all a question is asked, before no answer counts as an answer that was declined.
MOST_ASKED = 2
TOLD_NO = "utter_safety_told_no"
ANSWERS = ("screening_yes", "screening_no", "screening_declined")
YES, NO, DECLINED = ANSWERS
NEXT = "utter_safety_next_suicide_self"


def after_answer(earlier: Sequence[Turn], answer: str) -> list[str] | None:
    """Responses that follow an answer; empty when every answer was a no; None with no question.

    `earlier` are the turns before the one in which the answer was given, oldest first.
    """
    asked = [(turn, question) for turn in earlier if (question := question_of(turn))]
    if not asked:
        return None
    question = asked[-1][1]
    if answer == DECLINED:
        return ["utter_safety_first_declined", NEXT]
    if question == RIGHT_NOW and answer == YES:
        return ["utter_safety_first_suicide_self", NEXT]
    if question == RIGHT_NOW:
        return ["utter_safety_first_not_now", NEXT]
    if question == TOLD_QUESTION and answer == NO:
        return [TOLD_NO]
    said_yes_before = _said_yes(earlier)
    heard = ["utter_safety_heard_yes"] if answer == YES and not said_yes_before else []
    place = 1 if question in FIRST else QUESTIONS.index(question) + 1
    if place < len(QUESTIONS):
        return [*heard, QUESTIONS[place]]
    return [*heard, RIGHT_NOW] if answer == YES or said_yes_before else []


def still_open(earlier: Sequence[Turn]) -> list[str]:
    """Responses that ask the open question once more; empty when the last turn asked none.

    For a message that answers nothing, and asks for nothing else: "im 16".
    """
    question = question_of(earlier[-1]) if earlier else None
    if question is None:
        return []
    asked = 0
    for turn in reversed(earlier):
        asked += _same_question(question_of(turn), question)
        if turn.said(QUESTIONS[0]):
            break
    if asked >= MOST_ASKED:
        return after_answer(earlier, DECLINED) or []
    return [STILL_OPEN, WISHED_AGAIN if question == QUESTIONS[0] else question]


def _same_question(one: str | None, other: str) -> bool:
    first = (QUESTIONS[0], WISHED_AGAIN)
    return one == other or (one in first and other in first)


def question_of(turn: Turn) -> str | None:
    """The question with which a turn ended."""
    last = turn.actions[-1] if turn.actions else None
    return last if last in (*QUESTIONS, *FIRST, RIGHT_NOW) else None


def _said_yes(earlier: Sequence[Turn]) -> bool:
    """Whether a question of the present round was answered with a yes."""
    for turn in reversed(earlier):
        if turn.intent == YES:
            return True
        if question_of(turn) in FIRST:
            return False
    return False
