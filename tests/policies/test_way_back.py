"""Back to where the person was, and asking once more later."""

from __future__ import annotations

import pytest
from rasa.shared.core.events import ActionExecuted, Event

from bot.policies.current_turn import Turn
from bot.policies.recheck import MOST_TURNS, TURNS_BEFORE, due_recheck, overdue_recheck
from bot.policies.safety_policy import SafetyPolicy
from tests.policies.tracker_words import FORM_ASKS, made, person, played, tracker_of

POLICY = made(SafetyPolicy)
ACT = {"level": "act", "flags": ["self_harm"], "evidence": []}


def disclosed() -> list[Event]:
    return [
        *person("self_harm", safety=ACT),
        ActionExecuted("utter_safety_first_self_harm"),
        ActionExecuted("utter_safety_next_self_harm"),
    ]


def said_on_resume(*before: Event) -> list[str]:
    return played(POLICY, tracker_of(*before, *disclosed(), *person("resume")))


def test_the_last_step_before_is_shown_again() -> None:
    options = [*person("list_options"), ActionExecuted("utter_options")]
    help_ = [*person("help"), ActionExecuted("utter_help")]
    assert said_on_resume(*help_, *options) == ["utter_options", "action_listen"]


def test_steps_of_the_safety_talk_are_passed_over() -> None:
    step = [*person("safety_step"), ActionExecuted("utter_safety_step")]
    shown = [*person("help"), ActionExecuted("utter_help"), *disclosed(), *step]
    assert said_on_resume(*shown) == ["utter_help", "action_listen"]


def test_a_number_that_no_choice_had_is_no_step() -> None:
    missed = [*person("no_such_choice"), ActionExecuted("utter_no_such_choice")]
    both = [*person("several_choices"), ActionExecuted("utter_several_choices")]
    shown = [*person("help"), ActionExecuted("utter_help"), *missed, *both]
    assert said_on_resume(*shown) == ["utter_help", "action_listen"]


def test_a_form_that_was_waiting_asks_again() -> None:
    assert said_on_resume(*person("ask_law"), *FORM_ASKS)[-2:] == ["state_form", "action_listen"]


def test_with_nothing_before_the_rules_answer() -> None:
    assert said_on_resume() == []


RAISED = Turn("suicide_self", ["utter_safety_check_suicide_self"])
DENIED = Turn("safety_ok", ["utter_safety_ok"])
ELSE = Turn("help", ["utter_help"])


@pytest.mark.parametrize(
    "raised", ["utter_safety_check_suicide_self", "utter_safety_next_self_harm"]
)
def test_it_is_asked_again_some_turns_later(raised: str) -> None:
    turns = [Turn("x", [raised]), DENIED]
    for _ in range(TURNS_BEFORE - 1):
        turns.append(ELSE)
        assert due_recheck(turns) is None
    flag = raised.split("_", 3)[-1]
    assert due_recheck([*turns, ELSE]) == f"utter_safety_recheck_{flag}"


def test_it_is_asked_only_once() -> None:
    asked = Turn("help", ["utter_help", "utter_safety_recheck_suicide_self"])
    turns = [RAISED, DENIED, ELSE, asked, DENIED, ELSE, ELSE, ELSE]
    assert due_recheck(turns) is None
    assert due_recheck([*turns, RAISED, DENIED, ELSE, ELSE])


def test_four_noes_have_answered_it() -> None:
    turns = [RAISED, Turn("screening_no", ["utter_safety_all_no", "utter_menu"]), *[ELSE] * 5]
    assert due_recheck(turns) is None


def test_it_is_overdue_after_some_more_turns() -> None:
    turns = [RAISED, DENIED, *[ELSE] * (MOST_TURNS - 1)]
    assert overdue_recheck(turns) is None
    assert overdue_recheck([*turns, ELSE]) == "utter_safety_recheck_suicide_self"


def test_an_answer_that_led_nowhere_is_no_place_to_go_back_to() -> None:
    lost = [*person("nlu_fallback"), ActionExecuted("utter_not_understood")]
    assert said_on_resume(*lost) == []


def test_nothing_is_asked_where_nothing_was_said() -> None:
    assert due_recheck([ELSE] * 9) is None
