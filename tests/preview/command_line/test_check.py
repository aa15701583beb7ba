"""`python -m bot.preview check` on a small project in which one thing is broken at a time."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.preview.command_line.app import app
from bot.preview.command_line.check import findings
from bot.responses import lint
from bot.responses.project import Project
from tests.responses.small_project import SmallProject, response

Breaks = Callable[[SmallProject], object]


@pytest.fixture
def small(tmp_path: Path) -> SmallProject:
    """A small project in which every turn leads on, with one response in Spanish."""
    project = SmallProject(tmp_path)
    for name, written in project.responses.items():
        if name.startswith("utter_support"):
            written[0]["buttons"] = [{"title": "Menu", "payload": "/menu"}]
        if "_next_" in name or "_check_" in name:
            written[0]["text"] = "What helps now?"
    spanish = response("¿Y ahora?", ("Peligro", "/immediate_danger"), ("Ley", "/ask_law"))
    project.responses["utter_menu_es"] = spanish
    project.responses["utter_menu"][0]["metadata"].pop("buttons_from")
    project.script["rules"][2]["steps"][1] = {"action": "utter_law"}
    project.responses["utter_law"] = response("The law?")
    project.responses["utter_law_es"] = response("¿La ley?")
    project.responses.pop("utter_name_fear")
    safety = [name for name in project.responses if name.startswith("utter_safety_")]
    project.responses.update({f"{name}_es": response("¿Qué ayuda?") for name in safety})
    return project


@pytest.fixture(autouse=True)
def no_help_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    """The small project names no numbers, and reading all help lines takes its time."""
    monkeypatch.setattr(lint, "known_lines", dict)


def told(project: Project) -> list[str]:
    return [f"{one.name}: {one.text}" for one in findings(project)]


def a_dead_button(small: SmallProject) -> None:
    small.responses["utter_menu"][0]["buttons"].append({"title": "Away", "payload": "/nowhere"})


def a_broken_payload(small: SmallProject) -> None:
    small.responses["utter_menu"][0]["buttons"].append({"title": "Away", "payload": '/menu{"a"}'})


def nothing_leads_on(small: SmallProject) -> None:
    small.responses["utter_support_fear"] = response("That is scary.")


def only_one_channel_leads_on(small: SmallProject) -> None:
    plain = copy.deepcopy(small.responses["utter_law"])
    plain[0].update(channel="sms", text="The law.")
    small.responses["utter_law"] += plain


def unreachable(small: SmallProject) -> None:
    small.responses["utter_lost"] = response("Nobody hears me?")


def no_source(small: SmallProject) -> None:
    del small.responses["utter_law"][0]["metadata"]["source"]


def hard_to_read(small: SmallProject) -> None:
    small.responses["utter_law"][0]["text"] = (
        "Notwithstanding jurisdictional considerations, comprehensive documentation facilitates "
        "subsequent administrative adjudication regarding unsubstantiated cyberstalking "
        "allegations against unidentified individuals, correct?"
    )


def a_channel_without_spanish(small: SmallProject) -> None:
    small.responses["utter_law"] += [
        {**copy.deepcopy(small.responses["utter_law"][0]), "channel": "messaging"}
    ]


def a_long_spanish_text_message(small: SmallProject) -> None:
    small.responses["utter_law"] += [
        {**copy.deepcopy(small.responses["utter_law"][0]), "channel": "sms"}
    ]
    small.responses["utter_law_es"][0]["text"] = "¿La ley? " * 40


def a_condition_without_spanish(small: SmallProject) -> None:
    condition = [{"type": "slot", "name": "feeling", "value": "fear"}]
    small.responses["utter_law"] += [
        {**copy.deepcopy(small.responses["utter_law"][0]), "condition": condition}
    ]


def another_time_without_spanish(small: SmallProject) -> None:
    small.responses["utter_law"][0]["metadata"]["by_repeat"] = True
    small.responses["utter_law_again"] = response("The law again?")


def a_button_missing_in_spanish(small: SmallProject) -> None:
    small.responses["utter_menu_es"][0]["buttons"].pop()


def spanish_that_turns_english(small: SmallProject) -> None:
    button = {"title": "Miedo", "payload": '/tell_feeling{"feeling": "fear"}'}
    small.responses["utter_menu_es"][0]["buttons"].append(button)


def the_policy_turns_english(small: SmallProject) -> None:
    del small.responses["utter_safety_check_self_harm_es"]


BROKEN: dict[str, tuple[Breaks, str]] = {
    "dead button": (a_dead_button, "utter_menu: the button /nowhere leads to no rule"),
    "broken payload": (a_broken_payload, "utter_menu: the payload"),
    "no way on": (nothing_leads_on, "utter_support_fear: nothing leads on from it"),
    "no way on in sms": (only_one_channel_leads_on, "utter_law: nothing leads on from it"),
    "unreachable": (unreachable, "utter_lost: no rule, button or code leads here"),
    "no source": (no_source, "utter_law: the source is missing"),
    "hard": (hard_to_read, "utter_law: reading grade"),
    "channel": (a_channel_without_spanish, "utter_law_es: utter_law has a text for messaging"),
    "long sms": (a_long_spanish_text_message, "utter_law_es: utter_law has a text for sms"),
    "condition": (a_condition_without_spanish, "under the condition"),
    "again": (another_time_without_spanish, "utter_law_es: utter_law_again, said at another time"),
    "button": (a_button_missing_in_spanish, "utter_menu_es: the button /ask_law of utter_menu"),
    "policy": (
        the_policy_turns_english,
        "utter_safety_check_self_harm: it is said beside Spanish words",
    ),
    "english": (spanish_that_turns_english, "leads on in English without saying so"),
}


def test_a_whole_project_has_no_findings(small: SmallProject) -> None:
    assert told(small.read()) == []


@pytest.mark.parametrize("broken", BROKEN)
def test_what_is_broken_is_found(small: SmallProject, broken: str) -> None:
    breaks, expected = BROKEN[broken]
    breaks(small)
    found = told(small.read())
    assert any(expected in one for one in found), found


def test_a_short_spanish_text_needs_no_variant_for_text_messages(small: SmallProject) -> None:
    a_long_spanish_text_message(small)
    small.responses["utter_law_es"][0]["text"] = "¿La ley?"
    assert told(small.read()) == []


@pytest.mark.parametrize("key", ["language", "reason"])
def test_english_that_is_said_or_meant_is_no_finding(small: SmallProject, key: str) -> None:
    if key == "language":
        small.domain["entities"].append("language")
        button = {"title": "En inglés", "payload": '/tell_feeling{"language": "en"}'}
        small.responses["utter_menu_es"][0]["buttons"].append(button)
    else:
        a_button_missing_in_spanish(small)
        small.responses["utter_menu_es"][0]["metadata"]["spanish_differs"] = "no law in Spanish"
    assert told(small.read()) == []


def test_the_command_names_file_response_and_what_to_mend(small: SmallProject) -> None:
    unreachable(small)
    done = CliRunner().invoke(app, ["check", str(small.write())])
    assert done.exit_code == 1
    line = "data/scripts/script.yml: utter_lost: no rule, button or code leads here."
    assert line in done.stdout.splitlines()
    assert done.stdout.endswith(" texts looked at, 1 finding.\n")


def test_the_scripts_of_today_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    done = CliRunner().invoke(app, ["check"])
    assert done.stdout.splitlines()[-1].endswith("texts looked at, 0 findings.")
    assert done.exit_code == 0


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert CliRunner().invoke(app, ["check", str(tmp_path / "none")]).exit_code == 2
