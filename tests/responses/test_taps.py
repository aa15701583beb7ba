"""What a tap on a button leads to."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_project import SmallProject, response

from bot.responses.project import Project
from bot.responses.taps import entities_of, lead_of
from bot.safety.model import FLAGS


@pytest.fixture
def small(tmp_path: Path) -> SmallProject:
    return SmallProject(tmp_path)


def test_a_value_chooses_the_variant(small: SmallProject) -> None:
    project = small.read()
    assert lead_of(project, '/tell_feeling{"feeling": "fear"}').steps == ("utter_support_fear",)
    assert lead_of(project, '/tell_feeling{"feeling": "joy"}').steps == ("utter_support",)
    assert lead_of(project, "/tell_feeling").steps == ("utter_support",)


def test_an_intent_can_fill_the_slot_by_itself(small: SmallProject) -> None:
    small.responses["utter_support_none"] = response("Tell me more.")
    small.domain["slots"]["feeling"]["mappings"].append(
        {"type": "from_intent", "intent": "tell_feeling", "value": "none"}
    )
    project = small.read()
    assert lead_of(project, "/tell_feeling").steps == ("utter_support_none",)
    assert lead_of(project, '/tell_feeling{"feeling": "fear"}').steps == ("utter_support_fear",)


def test_a_form_is_a_step(small: SmallProject) -> None:
    assert lead_of(small.read(), "/ask_law").steps == ("state_form",)


@pytest.mark.parametrize("flag", FLAGS)
def test_danger_is_answered_by_the_policy(small: SmallProject, flag: str) -> None:
    lead = lead_of(small.read(), f"/{flag}")
    assert lead.policy
    assert lead.steps == (f"utter_safety_first_{flag}", f"utter_safety_next_{flag}")


@pytest.mark.parametrize("payload", ["menu", "/menu{", '/menu{"a": }', "/menu[1]", ""])
def test_a_broken_payload_carries_nothing(payload: str) -> None:
    assert entities_of(payload) == {}


def test_every_button_of_today_leads_somewhere() -> None:
    project = Project.read()
    payloads = {button["payload"] for _, button in project.scripts.all_buttons()}
    leads = (lead_of(project, one) for one in payloads)
    assert [one for one in leads if not one.steps and not one.policy] == []
