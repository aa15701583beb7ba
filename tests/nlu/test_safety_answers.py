"""What a short answer means right after each kind of safety response."""

from __future__ import annotations

import pytest

from bot.nlu.safety_answers import meaning_after
from bot.safety.model import FLAGS

QUESTION = "utter_safety_ask_thoughts"
OFFERS = "utter_safety_next_suicide_self"
PART = "utter_safety_plan_part_people"


@pytest.mark.parametrize(
    ("response", "intent", "meaning"),
    [
        ("utter_safety_check_suicide_self", "affirm", "screening_yes"),
        (QUESTION, "not_sure", "screening_yes"),
        (QUESTION, "deny", "screening_no"),
        (QUESTION, "skip", "screening_declined"),
        (QUESTION, "nlu_fallback", "screening_declined"),
        (QUESTION, "stop", "safety_step_back"),
        (QUESTION, "misunderstood", "safety_not_meant"),
        (QUESTION, "forget_that", "safety_step_back"),
        (OFFERS, "forget_that", "safety_step_back"),
        (OFFERS, "deny", "safety_step_back"),
        (OFFERS, "skip", "safety_step"),
        (OFFERS, "tell_feeling", "safety_stay"),
        (OFFERS, "nlu_fallback", "safety_stay"),
        (OFFERS, "go_back", "resume"),
        (QUESTION, "out_of_scope", "screening_declined"),
        (QUESTION, "tell_feeling", "screening_yes"),
        ("utter_safety_plan_added", "tell_feeling", "safety_plan_own"),
        (OFFERS, "not_sure", "safety_step"),
        (OFFERS, "affirm", "safety_step"),
        ("utter_safety_next_child_at_risk", "ask_paying", "safety_step"),
        (PART, "tell_what_happened", "safety_plan_own"),
        (PART, "nlu_fallback", "safety_plan_own"),
        (PART, "deny", "safety_step"),
        (PART, "stop", "safety_step_back"),
    ],
)
def test_a_short_answer_means_what_it_means_there(response: str, intent: str, meaning: str) -> None:
    found = meaning_after(response, intent)
    assert found is not None
    assert found[0] == meaning


@pytest.mark.parametrize("flag", [flag for flag in FLAGS if flag != "suicide_self"])
@pytest.mark.parametrize("part", ["check", "recheck"])
def test_anything_but_a_no_to_a_single_question_is_a_yes(part: str, flag: str) -> None:
    response = f"utter_safety_{part}_{flag}"
    for intent in ("affirm", "not_sure", "skip"):
        assert meaning_after(response, intent) == (flag, {})
    # What is told there in place of an answer is stayed with, 911 in view, and raises no alarm.
    stays = response == "utter_safety_check_immediate_danger"
    unclear = meaning_after(response, "nlu_fallback")
    assert unclear == (("safety_stay", {}) if stays else (flag, {}))
    assert meaning_after(response, "deny") == ("safety_ok", {})


@pytest.mark.parametrize(
    ("response", "intent"),
    [
        (QUESTION, "ask_privacy"),
        (QUESTION, "tell_what_happened"),
        (OFFERS, "ask_law"),
        ("utter_safety_ok", "tell_feeling"),
        ("utter_safety_step_back", "nlu_fallback"),
        (PART, "safety_plan_show"),
    ],
)
def test_everything_else_means_itself(response: str, intent: str) -> None:
    assert meaning_after(response, intent) is None


def test_only_a_short_command_leaves_at_once() -> None:
    assert meaning_after(OFFERS, "leave", "leave") is None
    assert meaning_after(OFFERS, "leave", "close this chat now") is None
    for unsure in ("its done", "goodbye", "i'm not allowed to leave the house"):
        assert meaning_after(OFFERS, "leave", unsure) == ("safety_leaving", {})


def test_an_end_that_may_be_the_worst_is_asked_about() -> None:
    for unsure in ("it's over", "im done.", "finished"):
        assert meaning_after(OFFERS, "stop", unsure) == ("safety_leaving", {})
    assert meaning_after(OFFERS, "stop", "leave me alone") == ("safety_step_back", {})


def test_a_guess_in_the_talk_is_no_answer() -> None:
    assert meaning_after(OFFERS, "safety_ok", "he said yes", sure=False) == ("safety_stay", {})
    assert meaning_after(OFFERS, "safety_ok", "we are safe", sure=True) is None
    assert meaning_after(QUESTION, "deny", "nah not really", sure=False) == ("screening_no", {})


def test_a_question_about_something_else_is_no_yes_to_the_second_question() -> None:
    asked = "utter_safety_recheck_suicide_self"
    assert meaning_after(asked, "nlu_fallback", "what is spoofing?") is None
    assert meaning_after(asked, "nlu_fallback", "hmm sort of") == ("suicide_self", {})


def test_words_that_may_mean_leaving_are_met_with_help_in_a_safety_talk() -> None:
    for intent in ("leave", "maybe_leave"):
        assert meaning_after("utter_safety_next_suicide_self", intent, "its done, im out") == (
            "safety_leaving",
            {},
        )
