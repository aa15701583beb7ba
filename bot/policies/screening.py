"""The gentle questions about suicide: which comes next, and where they lead.

The order is that of the ASQ (Ask Suicide-Screening Questions, National Institute of Mental Health):
four questions, and after any yes the fifth, "right now?". An open answer counts as a yes.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.policies.current_turn import Turn

QUESTIONS = (
    "utter_safety_check_suicide_self",
    "utter_safety_ask_better_off",
    "utter_safety_ask_thoughts",
    "utter_safety_ask_tried",
)
RIGHT_NOW = "utter_safety_ask_now"
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
    said_yes_before = _said_yes(earlier)
    heard = ["utter_safety_heard_yes"] if answer == YES and not said_yes_before else []
    place = QUESTIONS.index(question) + 1
    if place < len(QUESTIONS):
        return [*heard, QUESTIONS[place]]
    return [*heard, RIGHT_NOW] if answer == YES or said_yes_before else []


def question_of(turn: Turn) -> str | None:
    """The question with which a turn ended."""
    last = turn.actions[-1] if turn.actions else None
    return last if last in (*QUESTIONS, RIGHT_NOW) else None


def _said_yes(earlier: Sequence[Turn]) -> bool:
    """Whether a question of the present round was answered with a yes."""
    for turn in reversed(earlier):
        if turn.intent == YES:
            return True
        if question_of(turn) == QUESTIONS[0]:
            return False
    return False
