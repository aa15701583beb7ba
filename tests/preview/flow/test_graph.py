"""The flow as a clinician would check it: what is tapped or said leads to what the bot says."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from bot.locations import ROOT
from bot.preview.catalogue.scripts import all_scripts
from bot.preview.flow import law_answers
from bot.preview.flow.chart import Arrow, Box, Chart, Kind, Tap, Way
from bot.preview.flow.findings import Flaw, findings
from bot.preview.flow.graph import shared_chart
from bot.preview.flow.paths import from_the_start
from bot.preview.flow.view import view_of
from bot.responses.script_index import shared_index


@pytest.fixture(scope="module")
def chart() -> Chart:
    return shared_chart()


def targets(chart: Chart, source: str, label: str) -> set[str]:
    """Boxes that a choice leads to; labels may say when in brackets."""
    return {
        one.target
        for one in chart.out_of[source]
        if one.way is Way.TAP and one.label.partition(" (")[0] == label
    }


def then(chart: Chart, source: str) -> set[str]:
    return {one.target for one in chart.out_of[source] if one.way is Way.THEN}


def test_every_response_is_a_box_and_every_written_choice_an_arrow(chart: Chart) -> None:
    index = shared_index()
    assert set(index.responses) <= set(chart.boxes)
    missing = [
        (name, button["title"])
        for name, button in index.all_buttons()
        if not targets(chart, name, button["title"].partition(" (")[0])
    ]
    assert missing == []


@pytest.mark.parametrize(
    ("source", "choice", "target"),
    [
        ("utter_feelings_menu", "Afraid", "utter_support_fear"),
        ("utter_menu", "Tell what is happening", "utter_invite_story"),
        ("utter_device_unsafe", "Danger right now", "utter_safety_first_immediate_danger"),
        ("utter_walk_doxxing", "Not sure", "utter_walk_impersonation_identity_theft"),
        ("utter_exercise_slow_breath", "Not really", "utter_help_worked_not"),
        ("utter_safety_check_suicide_self", "Yes", "utter_safety_heard_yes"),
        ("utter_safety_check_suicide_self", "No", "utter_safety_ask_better_off"),
        ("utter_safety_ask_now", "Sometimes", "utter_safety_first_suicide_self"),
        ("utter_safety_ask_now", "No", "utter_safety_first_not_now"),
        ("utter_safety_ask_thoughts", "I'd rather not say", "utter_safety_first_declined"),
        ("utter_safety_ok", "Back to where I was", "step:resume"),
        ("utter_safety_ask_better_off_es", "No", "utter_safety_ask_thoughts_es"),
    ],
)
def test_a_choice_leads_to_what_is_said(
    chart: Chart, source: str, choice: str, target: str
) -> None:
    assert target in targets(chart, source, choice)


def test_an_earlier_yes_decides_after_the_fourth_question(chart: Chart) -> None:
    assert targets(chart, "utter_safety_ask_tried", "No") == {
        "utter_safety_all_no",
        "utter_safety_ask_now",
    }


def test_what_follows_in_the_same_turn(chart: Chart) -> None:
    assert "utter_support_offer" in then(chart, "utter_support_fear")
    assert "utter_ask_type_fits" in then(chart, "utter_type_shows_doxxing")
    assert "utter_safety_next_self_harm" in then(chart, "utter_safety_first_self_harm")
    assert "utter_law_topics" in then(chart, "utter_law_intro")


def test_the_question_for_a_place_waits_for_one(chart: Chart) -> None:
    question = chart.boxes["utter_ask_us_state"]
    assert question.kind is Kind.ASKS
    answers = {one.target for one in chart.out_of[question.name] if one.way is Way.ANSWER}
    assert {"step:action_show_state_law", "utter_place_ambiguous", "utter_stopped"} <= answers


def test_own_words_lead_in_with_an_example_of_them(chart: Chart) -> None:
    spoken = [one for one in chart.into["utter_support_shame"] if one.way is Way.ANSWER]
    (box,) = [chart.boxes[one.source] for one in spoken]
    assert box.kind is Kind.PERSON
    assert box.words.startswith("“")


def test_other_wordings_stand_in(chart: Chart) -> None:
    found = {(one.target, one.label) for one in chart.out_of["utter_safety_check_suicide_self"]}
    assert ("utter_safety_check_suicide_self_es", "in Spanish") in found
    assert any(label == "by text message" for _, label in found)


def test_actions_say_only_what_stands_in_their_code(chart: Chart) -> None:
    code = "".join(file.read_text("utf-8") for file in (ROOT / "actions").glob("*.py"))
    named = set(re.findall(r"\butter_[a-z_]+\b", code)) & set(shared_index().responses)
    told = {name for said in law_answers.SAID.values() for name in said}
    told |= {*law_answers.AFTER_LAW, *law_answers.AFTER_LINES, *law_answers.FITTING_LAWS}
    lines = {name for name in named if chart.boxes[name].kind is Kind.LENT}
    assert told == named - lines


def test_todays_findings_are_these(chart: Chart) -> None:
    found = {(one.flaw, one.box) for one in findings(chart)}
    assert found == {
        # Danger right now is the gravest flag, so it is never the one that is spoken of too.
        (Flaw.UNREACHABLE, "utter_safety_also_immediate_danger"),
        (Flaw.UNREACHABLE, "utter_safety_also_immediate_danger_es"),
        # Another wording always stands in for these two.
        (Flaw.NEVER_ITSELF, "utter_option_sorted"),
        (Flaw.NEVER_ITSELF, "utter_exercise"),
    }


def test_a_made_up_flow_shows_its_flaws() -> None:
    boxes = {
        name: Box(name, kind, "Words.", script, name)
        for name, kind, script in (
            ("person:hello", Kind.PERSON, ""),
            ("one", Kind.SAYS, "a"),
            ("two", Kind.SAYS, "a"),
            ("three", Kind.SAYS, "a"),
        )
    }
    arrows = [Arrow("person:hello", "one", Way.ANSWER), Arrow("one", "two", Way.TAP, "Go on")]
    taps = {"one": [Tap("Go on", "/go", True), Tap("Away", "/away", False)]}
    found = {(one.flaw, one.box, one.choice) for one in findings(Chart(boxes, arrows, taps))}
    assert found == {
        (Flaw.DEAD_END, "two", ""),
        (Flaw.UNREACHABLE, "three", ""),
        (Flaw.LEADS_NOWHERE, "one", "Away"),
    }


def test_every_response_of_a_script_stands_in_its_picture(chart: Chart) -> None:
    for name, script in all_scripts(shared_index()).items():
        assert set(script.responses) <= set(view_of(chart, name).boxes), name


def test_a_path_from_the_start_holds_together(chart: Chart) -> None:
    path = from_the_start(chart, "utter_type_shows_doxxing")
    assert path[0].source == "app:start"
    assert path[-1].target == "utter_type_shows_doxxing"
    assert all(one.target == two.source for one, two in pairwise(path))
    # What is shown of doxxing is asked for where doxxing was chosen, not another kind.
    assert "utter_type_what_doxxing" in {one.target for one in path}


def test_what_begins_a_safety_talk_is_not_mixed_with_another(chart: Chart) -> None:
    path = from_the_start(chart, "utter_safety_next_violence_to_other")
    flags = {one.target for one in path if one.target.startswith("utter_safety_first")}
    assert flags <= {"utter_safety_first_violence_to_other"}
