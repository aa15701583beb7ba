"""What counts as an answer: a load that calls everything an answer would show nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.end_to_end.client import Answer
from tests.load.chaos import unheard
from tests.load.crowd_run import Message
from tests.load.figures import Figures
from tests.load.people import Outcome, Person, Step, judge, read_words

TROUBLE = "Something is not working. In danger, call 911. Or call or text 988."
LAW = Step({"text": "law in texas"}, "law", ("says for Texas.",), ("says for Ohio.",))
DANGER = Step({"text": "I want to die"}, "safety")


def said(*texts: str, kind: str = "bot", done: bool = True) -> Answer:
    lines: list[dict[str, Any]] = [
        {"type": "message", "text": text, "kind": kind} for text in texts
    ]
    lines += [{"type": "done"}] * done
    return Answer(200, lines=[(0.1, line) for line in lines])


def with_notice(answer: Answer) -> Answer:
    """Put trouble behind an answer, as when it could not be kept."""
    answer.lines.insert(-1, (0.2, {"type": "message", "text": TROUBLE, "kind": "notice"}))
    return answer


def refused(status: int, code: str, message: str) -> Answer:
    return Answer(status, json.dumps({"error": {"code": code, "message": message}}).encode())


@pytest.mark.parametrize(
    ("step", "answer", "outcome"),
    [
        (LAW, said("My list says for Texas."), Outcome.ANSWERED),
        (LAW, said("My list says for Texas.", "My list says for Ohio."), Outcome.MIXED),
        (LAW, with_notice(said("My list says for Texas.")), Outcome.HONEST),
        (LAW, said("I did not follow that."), Outcome.WRONG),
        (LAW, said("Are you still safe?", kind="safety"), Outcome.ANSWERED),
        (LAW, said(TROUBLE, kind="notice"), Outcome.HONEST),
        (LAW, said("My list says for Texas.", done=False), Outcome.CUT),
        (LAW, None, Outcome.CUT),
        (LAW, Answer(502, b"Bad gateway"), Outcome.CUT),
        (LAW, refused(401, "session_over", TROUBLE), Outcome.OVER),
        (LAW, refused(500, "trouble", TROUBLE), Outcome.HONEST),
        (LAW, refused(500, "trouble", "Oh no."), Outcome.WRONG),
        (Step({"choice": "/menu"}), said("Your choices:"), Outcome.ANSWERED),
        (Step({"choice": "/menu"}), said(), Outcome.WRONG),
        (DANGER, said("Call 988.", kind="safety"), Outcome.ANSWERED),
        (DANGER, said("Call 988.", kind="safety", done=False), Outcome.ANSWERED),
        (DANGER, said(TROUBLE, kind="notice"), Outcome.WRONG),
        (DANGER, said("Tell me more."), Outcome.WRONG),
        (DANGER, None, Outcome.CUT),
    ],
)
def test_an_answer_is_judged(step: Step, answer: Answer | None, outcome: Outcome) -> None:
    assert judge(step, answer) is outcome


def test_nobody_shares_all_marks_with_the_next_ones() -> None:
    words = read_words()
    marks = set()
    for number in range(64):
        script = Person(number, words, 0.0).script()
        steps = [next(script), *(script.send(Outcome.ANSWERED) for _ in range(6))]
        marks.add(tuple(step.own for step in steps if step.kind in ("telling", "law")))
        for step in steps:
            assert not set(step.own) & set(step.strange)
    assert len(marks) == 64


def test_a_person_who_is_always_in_danger_says_so() -> None:
    script = Person(1, read_words(), 1.0).script()
    kinds = [next(script).kind, *(script.send(Outcome.ANSWERED).kind for _ in range(3))]
    assert kinds[-1] == "safety"


def test_danger_that_is_heard_at_the_next_try_is_heard() -> None:
    first = message("safety", Outcome.CUT)
    again = message("safety", Outcome.ANSWERED)
    assert unheard([first], [first]) == 1
    assert unheard([first], [first, again]) == 0


def test_late_and_wrong_answers_are_counted() -> None:
    figures = Figures.of(
        [
            message("law", Outcome.ANSWERED, seconds=0.1),
            message("law", Outcome.HONEST, seconds=6.0),
            message("law", Outcome.MIXED),
            message("safety", Outcome.WRONG),
        ],
        seconds=2.0,
    )
    assert (figures.messages, figures.a_second, figures.late, figures.bad) == (4, 2.0, 1, 2)
    assert (figures.danger, figures.danger_answered) == (1, 0)


def message(kind: str, outcome: Outcome, seconds: float = 0.1) -> Message:
    return Message(1, kind, 1, 0.0, seconds, outcome.value)
