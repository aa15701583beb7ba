"""Whatever would strand, mislead or tire a person is found before anybody meets it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.responses.lint import problems
from bot.responses.project import Project
from bot.safety.model import FLAGS
from tests.responses.small_project import SmallProject, response

Break = Callable[[SmallProject], object]
HARD = (
    "Notwithstanding any contractual representation to the contrary, unauthorized dissemination "
    "of intimate photographic material may constitute an actionable violation."
)


def found(project: SmallProject) -> list[str]:
    return [f"{problem.name}: {problem.text}" for problem in problems(project.read())]


def button(title: str, payload: str) -> Break:
    return lambda one: one.responses.update(utter_menu=response("What now?", (title, payload)))


def metadata(name: str, key: str, value: object = None) -> Break:
    def change(one: SmallProject) -> None:
        content = one.responses[name][0]["metadata"]
        content.pop(key, None)
        if value is not None:
            content[key] = value

    return change


def text(words: str) -> Break:
    return lambda one: one.responses.update(utter_menu=response(words))


def test_the_small_project_is_whole(tmp_path: Path) -> None:
    assert found(SmallProject(tmp_path)) == []


def test_our_own_scripts_have_no_problems() -> None:
    assert [str(problem) for problem in problems(Project.read())] == []


@pytest.mark.parametrize(
    ("break_it", "name", "words"),
    [
        (button("Law", "ask_law"), "utter_menu", "is no /intent"),
        (button("Law", "/asc_law"), "utter_menu", "leads to no rule: asc_law"),
        (button("Law", '/ask_law{"us_state": CA}'), "utter_menu", "no valid JSON"),
        (button("Law", '/ask_law{"place": "CA"}'), "utter_menu", "sets no known place"),
        (
            button("Anger", '/tell_feeling{"feeling": "anger"}'),
            "utter_menu",
            "utter_support_anger is asked for and not written",
        ),
        (button("A title that goes on and on", "/menu"), "utter_menu", "is longer than 24"),
        (
            lambda one: one.domain["intents"].append("new_intent"),
            "new_intent",
            "no rule answers this intent",
        ),
        (
            lambda one: one.script["rules"].pop(2),
            "utter_menu",
            "leads to no rule: ask_law",
        ),
        (
            lambda one: one.domain["forms"]["state_form"]["ignored_intents"].remove("self_harm"),
            "state_form",
            "ignored_intents lacks self_harm; a disclosure would become an answer",
        ),
        (
            lambda one: one.domain["forms"]["state_form"].pop("ignored_intents"),
            "state_form",
            FLAGS[0],
        ),
        (
            lambda one: one.responses.update(utter_forgotten=response()),
            "utter_forgotten",
            "no rule, button or code leads here",
        ),
        (
            # Named like a stand-in, but of a value that nothing ever sets.
            lambda one: one.responses.update(utter_support_joy=response()),
            "utter_support_joy",
            "no rule, button or code leads here",
        ),
        (
            lambda one: one.responses.update(utter_name_doxxing=response(group="images")),
            "utter_name_doxxing",
            "no rule, button or code leads here",
        ),
        (metadata("utter_support", "by_repeat"), "utter_support_again", "leads here"),
        (
            lambda one: setattr(one, "code", ""),
            "utter_from_code",
            "no rule, button or code leads here",
        ),
        (
            lambda one: one.responses.update(utter_menu=[*response("One"), *response("Two")]),
            "utter_menu",
            "would be left to chance",
        ),
        (metadata("utter_menu", "source"), "utter_menu", "the source is missing"),
        (metadata("utter_menu", "reviewed"), "utter_menu", "`reviewed` is missing"),
        (metadata("utter_menu", "asks", "threats"), "utter_menu", "`asks` without `next`"),
        (text(""), "utter_menu", "the text is missing"),
        (text("One.\n\nTwo.\n\nThree.\n\nFour."), "utter_menu", "4 bubbles; 3 at most"),
        (text("word. " * 61), "utter_menu", "a bubble of 61 words; 60 at most"),
        (text(HARD), "utter_menu", "reading grade"),
    ],
)
def test_each_kind_of_problem_is_found(
    tmp_path: Path, break_it: Break, name: str, words: str
) -> None:
    project = SmallProject(tmp_path)
    break_it(project)
    assert any(one.startswith(f"{name}: ") and words in one for one in found(project))


def test_texts_for_different_conditions_are_no_chance(tmp_path: Path) -> None:
    project = SmallProject(tmp_path)
    ohio = response("In Ohio.")
    ohio[0]["condition"] = [{"type": "slot", "name": "us_state", "value": "OH"}]
    project.responses["utter_ask_us_state"] = [*ohio, *response("Which state?")]
    assert found(project) == []


def test_a_statutes_own_name_may_be_hard(tmp_path: Path) -> None:
    project = SmallProject(tmp_path)
    project.responses["utter_menu"] = response(HARD, grade_exempt="a statute's name")
    assert not any("reading grade" in one for one in found(project))


def test_style_alone_does_not_stop_a_dialogue(tmp_path: Path) -> None:
    project = SmallProject(tmp_path)
    metadata("utter_menu", "source")(project)
    project.responses["utter_forgotten"] = response()
    assert {one.name: one.breaks for one in problems(project.read())} == {
        "utter_menu": False,
        "utter_forgotten": True,
    }


def variant(name: str, **keys: object) -> Break:
    def add(one: SmallProject) -> None:
        one.responses[name].append({**response("In other words.")[0], **keys})

    return add


def only_for_slack(one: SmallProject) -> None:
    one.responses["utter_support_fear"][0]["channel"] = "slack"


def without_the_condition(one: SmallProject) -> None:
    young = [{"type": "slot", "name": "feeling", "value": "fear"}]
    variant("utter_support_fear", condition=young)(one)
    variant("utter_support_fear", channel="sms")(one)


@pytest.mark.parametrize(
    ("break_it", "words"),
    [
        (variant("utter_support_fear", channel="fax"), "there is no channel fax"),
        (only_for_slack, "no text without a `channel:`"),
        (without_the_condition, "the texts for sms lack a condition"),
        (variant("utter_support_fear"), "two texts for the same condition"),
    ],
)
def test_a_variant_for_a_channel_that_cannot_be_right_is_found(
    tmp_path: Path, break_it: Break, words: str
) -> None:
    project = SmallProject(tmp_path)
    break_it(project)
    assert any(words in one for one in found(project))


def test_a_variant_for_a_channel_is_no_second_text(tmp_path: Path) -> None:
    project = SmallProject(tmp_path)
    variant("utter_support_fear", channel="messaging")(project)
    variant("utter_support_fear", channel="sms")(project)
    assert found(project) == []
