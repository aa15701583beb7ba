"""The questions about suicide: four, then "right now?", and where each answer leads."""

from __future__ import annotations

import pytest

from bot.policies.safety_policy import SafetyPolicy
from bot.policies.screening import QUESTIONS, RIGHT_NOW
from tests.policies.tracker_words import made, person, played, tracker_of

POLICY = made(SafetyPolicy)
ACT = ["utter_safety_first_suicide_self", "utter_safety_next_suicide_self"]


def answered(*answers: str) -> list[list[str]]:
    """What is said after each answer, when the first question has just been asked."""
    check = {"level": "check", "flags": ["suicide_self"], "evidence": []}
    tracker = tracker_of(*person("suicide_self", safety=check))
    assert played(POLICY, tracker) == [QUESTIONS[0], "action_listen"]
    said = []
    for answer in answers:
        for event in person(f"screening_{answer}")[1:]:
            tracker.update(event)
        said.append(played(POLICY, tracker)[:-1])
    return said


def test_four_noes_are_thanked_for_and_lead_back() -> None:
    said = answered("no", "no", "no", "no")
    assert said[:3] == [[question] for question in QUESTIONS[1:]]
    assert said[3] == ["utter_safety_all_no", "utter_menu"]


@pytest.mark.parametrize("place", range(4))
def test_one_yes_brings_the_last_question(place: int) -> None:
    answers = ["no"] * 4
    answers[place] = "yes"
    said = answered(*answers)
    assert said[place][0] == "utter_safety_heard_yes"
    assert said[3][-1] == RIGHT_NOW


def test_thanks_for_the_courage_are_said_once() -> None:
    said = answered("yes", "yes", "yes", "yes")
    assert sum("utter_safety_heard_yes" in one for one in said) == 1


def test_yes_right_now_is_answered_in_full() -> None:
    assert answered("yes", "no", "no", "no", "yes")[-1] == ACT


def test_a_yes_but_not_now_is_taken_seriously() -> None:
    said = answered("no", "no", "yes", "no", "no")[-1]
    assert said == ["utter_safety_first_not_now", ACT[1]]


@pytest.mark.parametrize("before", [(), ("no",), ("no", "no", "no"), ("yes", "no", "no", "no")])
def test_an_open_answer_counts_as_a_yes(before: tuple[str, ...]) -> None:
    assert answered(*before, "declined")[-1] == ["utter_safety_first_declined", ACT[1]]


def test_an_answer_without_a_question_is_left_to_the_rules() -> None:
    assert played(POLICY, tracker_of(*person("screening_yes"))) == []


def after_told(answer: str) -> list[str]:
    evidence = [{"flag": "suicide_self", "level": "check", "told": True}]
    check = {"level": "check", "flags": ["suicide_self"], "evidence": evidence}
    tracker = tracker_of(*person("suicide_self", safety=check))
    played(POLICY, tracker)
    for event in person(f"screening_{answer}")[1:]:
        tracker.update(event)
    return played(POLICY, tracker)[:-1]


def test_who_is_told_to_die_is_asked_one_question() -> None:
    assert after_told("no") == ["utter_safety_told_no"]
    assert after_told("yes") == ["utter_safety_heard_yes", QUESTIONS[1]]
    assert after_told("declined") == ["utter_safety_first_declined", ACT[1]]
