"""What a person hears after a message that speaks of danger, whatever the dialogue was doing."""

from __future__ import annotations

import pytest
from rasa.core.policies.rule_policy import RulePolicy
from rasa.shared.core.events import ActionExecuted, Event
from rasa.shared.core.trackers import DialogueStateTracker

from bot.policies.back_policy import BackPolicy
from bot.policies.safety_policy import SafetyPolicy
from bot.safety.model import FLAGS, GATE_METADATA
from tests.policies.tracker_words import (
    FORM_ASKS,
    go_back,
    made,
    person,
    played,
    prediction,
    tracker_of,
)

POLICY = made(SafetyPolicy)


def says(level: str, *flags: str) -> dict[str, object]:
    return {"level": level, "flags": list(flags), "evidence": []}


@pytest.mark.parametrize("flag", FLAGS)
def test_act_gives_the_first_words_and_the_ways_on(flag: str) -> None:
    tracker = tracker_of(*person(flag, safety=says("act", flag)))
    expected = [f"utter_safety_first_{flag}", f"utter_safety_next_{flag}", "action_listen"]
    assert played(POLICY, tracker) == expected


@pytest.mark.parametrize("flag", FLAGS)
def test_check_asks_and_waits_for_the_answer(flag: str) -> None:
    tracker = tracker_of(*person(flag, safety=says("check", flag)))
    assert played(POLICY, tracker) == [f"utter_safety_check_{flag}", "action_listen"]


def test_what_the_gate_has_said_is_not_said_again() -> None:
    message = person(
        "suicide_self", safety=says("act", "suicide_self"), **{GATE_METADATA: {"answered": True}}
    )
    assert played(POLICY, tracker_of(*message)) == [
        "utter_safety_next_suicide_self",
        "action_listen",
    ]


def test_where_the_gate_said_nothing_the_policy_says_the_first_words() -> None:
    message = person(
        "immediate_danger",
        safety=says("act", "immediate_danger"),
        **{GATE_METADATA: {"answered": False}},
    )
    assert played(POLICY, tracker_of(*message))[0] == "utter_safety_first_immediate_danger"


@pytest.mark.parametrize(
    ("level", "said"),
    [
        ("act", ["utter_safety_first_self_harm", "utter_safety_next_self_harm"]),
        ("check", ["utter_safety_check_self_harm"]),
    ],
)
def test_a_form_is_closed_first(level: str, said: list[str]) -> None:
    tracker = tracker_of(
        *person("ask_law"), *FORM_ASKS, *person("self_harm", safety=says(level, "self_harm"))
    )
    assert played(POLICY, tracker) == ["action_deactivate_loop", *said, "action_listen"]
    assert tracker.active_loop_name is None


def test_a_form_cannot_overrule_it() -> None:
    tracker = tracker_of(
        *person("ask_law"), *FORM_ASKS, *person("self_harm", safety=says("act", "self_harm"))
    )
    found = prediction(POLICY, tracker)
    # Rasa takes the form's side against any other prediction.
    assert found.is_no_user_prediction
    assert found.policy_priority > RulePolicy.get_default_config()["priority"]


@pytest.mark.parametrize("flag", FLAGS)
def test_a_tapped_button_is_meant(flag: str) -> None:
    tracker = tracker_of(*person(flag, f"/{flag}"))
    assert played(POLICY, tracker)[0] == f"utter_safety_first_{flag}"


def test_the_typed_words_of_a_safety_button_are_meant() -> None:
    # "Yes" to the question: the words hold no flag, the choice that they name does.
    tracker = tracker_of(*person("suicide_self", "yes", safety=says("none")))
    assert played(POLICY, tracker)[0] == "utter_safety_first_suicide_self"


def test_of_two_flags_the_gravest_is_answered_first_and_the_other_has_its_word() -> None:
    safety = says("act", "immediate_danger", "suicide_self")
    safety["evidence"] = [
        {"flag": flag, "level": "act"} for flag in ("immediate_danger", "suicide_self")
    ]
    assert played(POLICY, tracker_of(*person("immediate_danger", safety=safety))) == [
        "utter_safety_first_immediate_danger",
        "utter_safety_also_suicide_self",
        "utter_safety_next_immediate_danger",
        "action_listen",
    ]


def test_the_flag_counts_whatever_the_intent_is() -> None:
    tracker = tracker_of(*person("tell_place", safety=says("act", "child_at_risk")))
    assert played(POLICY, tracker)[0] == "utter_safety_first_child_at_risk"


def test_a_second_disclosure_is_answered_in_other_words() -> None:
    message = person("suicide_self", safety=says("act", "suicide_self"))
    tracker = tracker_of(*message)
    first = played(POLICY, tracker)
    for event in message[1:]:
        tracker.update(event)
    assert played(POLICY, tracker) == ["utter_safety_first_suicide_self_again", *first[1:]]


def test_a_mixed_message_is_answered_in_both_languages() -> None:
    safety = says("act", "suicide_self")
    safety["evidence"] = [{"flag": "suicide_self", "level": "act", "language": "mixed"}]
    said = played(POLICY, tracker_of(*person("suicide_self", safety=safety)))
    first = "utter_safety_first_suicide_self"
    assert said[:2] == [f"{first}_es", first]


TOLD = {"flag": "suicide_self", "level": "check", "pattern": "told-by-others", "told": True}


def told(*before: Event) -> list[str]:
    safety = {"level": "check", "flags": ["suicide_self"], "evidence": [TOLD]}
    return played(POLICY, tracker_of(*before, *person("suicide_self", safety=safety)))[:-1]


def test_what_others_say_is_met_with_one_question() -> None:
    met = ["utter_safety_told_to_die", "utter_safety_ask_how_you_are"]
    assert told() == met
    check = [*person("suicide_self"), ActionExecuted("utter_safety_check_suicide_self")]
    assert told(*check) == met
    answered = [*person("suicide_self"), ActionExecuted("utter_safety_next_suicide_self")]
    assert told(*answered) == [met[0], "utter_safety_after_step"]


def test_a_recheck_that_waited_too_long_stands_alone() -> None:
    raised = [*person("suicide_self"), ActionExecuted("utter_safety_check_suicide_self")]
    other = [*person("help"), ActionExecuted("utter_help")]
    again = "utter_safety_recheck_suicide_self"
    assert played(POLICY, tracker_of(*raised, *other * 3, *person("help"))) == []
    waited = [*raised, *other * 4]
    assert played(POLICY, tracker_of(*waited, *person("help")))[0] == again
    assert played(POLICY, tracker_of(*waited, *person("safety_ok"))) == []


def asks_again(tracker: DialogueStateTracker, level: str, flag: str) -> list[str]:
    for event in person(flag, safety=says(level, flag))[1:]:
        tracker.update(event)
    return played(POLICY, tracker)[:-1]


def test_who_was_answered_is_stayed_with_and_not_screened() -> None:
    tracker = tracker_of(*person("suicide_self", safety=says("act", "suicide_self")))
    played(POLICY, tracker)
    stay = ["utter_safety_stay", "utter_safety_after_step"]
    assert asks_again(tracker, "check", "suicide_self") == stay
    assert asks_again(tracker, "check", "self_harm") == stay
    assert asks_again(tracker, "check", "immediate_danger") == [
        "utter_safety_check_immediate_danger"
    ]


def test_the_bot_asks_at_most_twice_about_the_same() -> None:
    tracker = tracker_of(*person("suicide_self", safety=says("check", "suicide_self")))
    assert played(POLICY, tracker)[0] == "utter_safety_check_suicide_self"
    assert asks_again(tracker, "check", "suicide_self") == ["utter_safety_recheck_suicide_self"]
    assert asks_again(tracker, "check", "suicide_self")[0] == "utter_safety_stay"


@pytest.mark.parametrize("safety", [says("none"), None])
def test_any_other_message_is_left_to_the_rules(safety: dict[str, object] | None) -> None:
    assert played(POLICY, tracker_of(*person("help", safety=safety))) == []


def test_nothing_is_said_before_the_person_spoke() -> None:
    assert played(POLICY, tracker_of()) == []


def test_going_back_to_a_disclosure_leaves_its_answer_to_be_shown_again() -> None:
    tracker = tracker_of(*person("suicide_self", safety=says("act", "suicide_self")))
    played(POLICY, tracker)
    for event in [*person("help")[1:], ActionExecuted("utter_help")]:
        tracker.update(event)
    go_back(tracker)
    assert played(POLICY, tracker) == []
    assert played(made(BackPolicy), tracker) == [
        "utter_safety_first_suicide_self",
        "utter_safety_next_suicide_self",
        "action_listen",
    ]
