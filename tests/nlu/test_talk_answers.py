"""What words mean in a safety talk, whatever they mean elsewhere."""

from __future__ import annotations

import pytest

from bot.nlu.safety_answers import meaning_after
from bot.nlu.talk_answers import FOLDER
from bot.patterns.pattern_set import Pattern
from bot.patterns.shared import shared_patterns
from bot.safety import FLAGS, load_scripts
from bot.safety.replies import DONE

OFFERS = "utter_safety_next_suicide_self"
DANGER = "utter_safety_next_immediate_danger"
QUESTION = "utter_safety_ask_thoughts"
STEP = "safety_step"


@pytest.mark.parametrize(
    ("response", "topic", "text", "meaning"),
    [
        (OFFERS, "suicide_self", "i'm not fine", (STEP, {"safety_step": "worse"})),
        (QUESTION, "suicide_self", "i'm not ok", ("screening_yes", {})),
        (
            "utter_safety_recheck_immediate_danger",
            "immediate_danger",
            "i'm not safe",
            ("immediate_danger", {}),
        ),
        (QUESTION, "suicide_self", "not today", ("screening_yes", {})),
        ("utter_safety_ask_now", "suicide_self", "not right now", ("screening_no", {})),
        (DANGER, "immediate_danger", "he is my husband", (STEP, {"safety_step": "line_partner"})),
        (DANGER, "immediate_danger", "i cant talk", (STEP, {"safety_step": "quiet"})),
        (OFFERS, "suicide_self", "they'll lock me up", (STEP, {"safety_step": "barrier_police"})),
        (OFFERS, "suicide_self", "can we go back to the stuff with my ex", ("resume", {})),
        (OFFERS, "suicide_self", "should i call 911", ("safety_stay", {})),
        (OFFERS, "suicide_self", "no plan", (STEP, {"safety_step": "not_acting"})),
        (QUESTION, "suicide_self", "i wouldnt do anything tho", ("screening_yes", {})),
        ("utter_safety_ask_tried", "suicide_self", "i would never do it", ("screening_no", {})),
        (OFFERS, "self_harm", "not to die", (STEP, {"safety_step": "not_to_die"})),
        (OFFERS, "suicide_self", "to get away from him", ("safety_not_meant", {})),
        (OFFERS, "violence_to_other", "its from a song", ("safety_not_meant", {})),
        (DANGER, "immediate_danger", "cops came and left", (STEP, {"safety_step": "police_left"})),
    ],
)
def test_the_words_of_the_talk_mean_what_they_mean_there(
    response: str, topic: str, text: str, meaning: tuple[str, dict[str, str]]
) -> None:
    assert meaning_after(response, "nlu_fallback", text, topic=topic) == meaning


def test_no_means_no_to_the_question_that_was_asked() -> None:
    danger = {"topic": "immediate_danger"}
    assert meaning_after(DANGER, "deny", "no", **danger) == ("safety_stay", {})
    after_step = "utter_safety_after_step"
    assert meaning_after(after_step, "deny", "no", **danger, step="quiet") == ("safety_ok", {})
    assert meaning_after(after_step, "deny", "no", **danger, step="lines") == (
        "safety_step_back",
        {},
    )


def test_an_age_in_the_talk_is_no_change_of_subject() -> None:
    after = "utter_safety_next_child_at_risk"
    assert meaning_after(after, "tell_underage", "im 13", topic="child_at_risk") == (
        STEP,
        {"safety_step": "trusted_adult"},
    )
    assert meaning_after(OFFERS, "tell_underage", "im 13", topic="suicide_self") == (
        "safety_stay",
        {},
    )


@pytest.mark.parametrize(
    "pattern", shared_patterns(FOLDER).patterns, ids=lambda one: f"{one.label}-{one.pattern_id}"
)
def test_each_words_lead_to_something_that_is_written(pattern: Pattern) -> None:
    assert set(pattern.keys.get("about", ())) <= {*FLAGS, *DONE}
    step = pattern.keys.get("step")
    assert step is None or f"utter_safety_step_{step}" in load_scripts().responses


@pytest.mark.parametrize(
    "text",
    [
        "nobody can help me",
        "nothing helps",
        "no he is coming home soon",
        "no she has my keys",
        "hes not going to stop",
        "he left but hes coming back",
        "he drove off and came back",
        "he has done this since 2019",
        "im home now and he is still outside",
        "hes here in my house",
        "he says its just a joke",
    ],
)
@pytest.mark.parametrize("response", [DANGER, "utter_safety_check_immediate_danger"])
def test_danger_that_goes_on_is_not_taken_for_over(response: str, text: str) -> None:
    meaning = meaning_after(response, "nlu_fallback", text, topic="immediate_danger")
    assert meaning is not None
    assert meaning[0] in ("safety_stay", STEP, "immediate_danger")


@pytest.mark.parametrize(
    "text",
    ["i will do it", "i am going to do it", "i cant do it anymore", "i dont want to do anything"],
)
def test_nobody_is_told_that_they_will_not_act_who_did_not_say_so(text: str) -> None:
    meaning = meaning_after(OFFERS, "nlu_fallback", text, topic="suicide_self")
    assert meaning != (STEP, {"safety_step": "not_acting"})
