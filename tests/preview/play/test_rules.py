"""Which rule spoke: told where it is sure, and several named where several fit."""

from __future__ import annotations

from bot.preview.play.rules import Message, rules_of
from bot.responses.script_index import shared_index

MENU = {"rule": "the menu", "steps": [{"intent": "menu"}, {"action": "utter_menu"}]}
STOP = {
    "rule": "stop",
    "steps": [{"intent": "stop"}, {"action": "utter_stopped"}, {"action": "utter_menu"}],
}
STOP_IN_FORM = {
    "rule": "stop in the form",
    "condition": [{"active_loop": "state_form"}],
    "steps": [
        {"intent": "stop"},
        {"action": "action_deactivate_loop"},
        {"active_loop": None},
        {"action": "utter_stopped"},
    ],
}
PLACE = {"rule": "a place", "steps": [{"intent": "tell_place"}, {"action": "utter_place"}]}
UNSURE_PLACE = {
    "rule": "an unsure place",
    "steps": [{"intent": "tell_place", "entities": ["place_ambiguous"]}, {"action": "utter_place"}],
}
FILLED = {
    "rule": "the place is known",
    "condition": [{"active_loop": "state_form"}],
    "steps": [{"action": "state_form"}, {"active_loop": None}, {"action": "action_law"}],
}
RULES = [MENU, STOP, STOP_IN_FORM, PLACE, UNSURE_PLACE, FILLED]


def test_the_rule_of_the_intent_that_did_this_is_named_for_each_of_its_actions() -> None:
    found = rules_of(RULES, Message("stop"), ["utter_stopped", "utter_menu"])
    assert found == [["stop"], ["stop"]]


def test_an_action_that_the_rule_does_not_hold_has_no_rule() -> None:
    found = rules_of(RULES, Message("menu"), ["utter_menu", "utter_safety_recheck_self_harm"])
    assert found == [["the menu"], []]


def test_a_rule_for_an_open_form_fits_only_there() -> None:
    actions = ["action_deactivate_loop", "utter_stopped"]
    assert rules_of(RULES, Message("stop", form="state_form"), actions) == [
        ["stop in the form"],
        ["stop in the form"],
    ]
    assert rules_of(RULES, Message("stop"), actions) == [[], []]


def test_what_asks_for_more_comes_first() -> None:
    message = Message("tell_place", {"place_ambiguous"})
    assert rules_of(RULES, message, ["utter_place"]) == [["an unsure place"]]
    assert rules_of(RULES, Message("tell_place"), ["utter_place"]) == [["a place"]]


def test_a_rule_without_an_intent_is_found_where_its_form_is_filled() -> None:
    message = Message("tell_place", {"us_state"}, "state_form")
    assert rules_of(RULES, message, ["state_form", "action_law"])[1] == ["the place is known"]


def test_where_several_fit_all_are_named() -> None:
    twin = {**MENU, "rule": "the other menu"}
    assert rules_of([MENU, twin], Message("menu"), ["utter_menu"]) == [
        ["the menu", "the other menu"]
    ]


def test_every_simple_rule_of_the_scripts_is_found_by_what_it_does() -> None:
    """A rule that could never be named would leave a clinician without an answer."""
    rules = shared_index().rules
    for rule in rules:
        first = rule["steps"][0]
        actions = [step["action"] for step in rule["steps"] if "action" in step]
        form = next((one["active_loop"] for one in rule.get("condition") or ()), None)
        message = Message(first.get("intent", ""), first.get("entities") or (), form)
        assert any(rule["rule"] in names for names in rules_of(rules, message, actions)), rule
