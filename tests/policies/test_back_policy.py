"""What a person sees after "go back": the step before, and never nothing."""

from __future__ import annotations

from rasa.core.policies.rule_policy import RulePolicy
from rasa.shared.core.events import ActionExecuted, ActiveLoop, SlotSet

from bot.policies.back_policy import BackPolicy
from tests.policies.tracker_words import (
    FORM_ASKS,
    go_back,
    made,
    person,
    played,
    prediction,
    tracker_of,
)

POLICY = made(BackPolicy)
WELCOME = [*person("greet"), ActionExecuted("utter_welcome"), ActionExecuted("utter_menu")]
OPTIONS = [*person("list_options"), ActionExecuted("utter_options")]
HELP = [*person("help"), ActionExecuted("utter_help")]
ASKED_FOR_PLACE = [*person("ask_law"), *FORM_ASKS]


def test_the_earlier_step_is_shown_again_in_full() -> None:
    tracker = tracker_of(*WELCOME, *OPTIONS)
    go_back(tracker)
    assert played(POLICY, tracker) == ["utter_welcome", "utter_menu", "action_listen"]


def test_going_back_twice_shows_the_step_before_that() -> None:
    tracker = tracker_of(*WELCOME, *OPTIONS, *HELP)
    go_back(tracker)
    assert played(POLICY, tracker) == ["utter_options", "action_listen"]
    go_back(tracker)
    assert played(POLICY, tracker) == ["utter_welcome", "utter_menu", "action_listen"]


def test_a_step_that_was_shown_again_before_is_shown_once() -> None:
    tracker = tracker_of(*WELCOME, *OPTIONS)
    go_back(tracker)
    played(POLICY, tracker)
    for event in HELP[1:]:
        tracker.update(event)
    go_back(tracker)
    assert played(POLICY, tracker) == ["utter_welcome", "utter_menu", "action_listen"]


def test_a_form_asks_its_question_again() -> None:
    tracker = tracker_of(*WELCOME, *ASKED_FOR_PLACE, *HELP)
    go_back(tracker)
    assert played(POLICY, tracker) == ["utter_ask_us_state", "action_listen"]
    assert tracker.active_loop_name == "state_form"  # so that the answer counts


def test_the_law_of_a_place_is_shown_again() -> None:
    filled = [ActiveLoop(None), SlotSet("requested_slot", None)]
    shown = [
        *person("tell_place"),
        SlotSet("us_state", "CA"),
        ActionExecuted("state_form"),
        *filled,
        ActionExecuted("action_show_state_law"),
    ]
    tracker = tracker_of(*ASKED_FOR_PLACE, *shown, SlotSet("us_state", "CA"), *HELP)
    go_back(tracker)
    assert played(POLICY, tracker) == ["action_show_state_law", "action_listen"]
    assert tracker.get_slot("us_state") == "CA"


def test_at_the_very_start_there_is_the_menu() -> None:
    assert played(POLICY, tracker_of(*person("go_back"))) == ["utter_menu", "action_listen"]
    after_one_turn = tracker_of(*WELCOME, *person("go_back"))
    assert played(POLICY, after_one_turn) == ["utter_menu", "action_listen"]


def test_at_the_very_start_a_form_is_closed() -> None:
    tracker = tracker_of(*ASKED_FOR_PLACE, *person("go_back"))
    assert played(POLICY, tracker) == ["action_deactivate_loop", "utter_menu", "action_listen"]
    assert tracker.active_loop_name is None


def test_a_step_in_which_nothing_was_said_gives_the_menu() -> None:
    tracker = tracker_of(*person("greet"), *OPTIONS)
    go_back(tracker)
    assert played(POLICY, tracker) == ["utter_menu", "action_listen"]


def test_where_there_is_a_past_the_rule_goes_back() -> None:
    assert played(POLICY, tracker_of(*WELCOME, *OPTIONS, *person("go_back"))) == []


def test_nobody_asked_to_go_back() -> None:
    assert played(POLICY, tracker_of(*WELCOME, *person("help"))) == []


def test_it_stands_above_the_rules() -> None:
    found = prediction(POLICY, tracker_of(*person("go_back")))
    assert found.is_no_user_prediction
    assert found.policy_priority > RulePolicy.get_default_config()["priority"]
