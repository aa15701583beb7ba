"""What a reviewer can tell the bot: in words, and only what the bot can hear."""

from __future__ import annotations

import pytest
from rasa.shared.core.domain import Domain

from bot.locations import ROOT
from bot.preview.play.slot_choices import chosen_slots, slot_choices
from bot.preview.play.steps import StepError
from bot.responses.script_index import shared_index

INDEX = shared_index()


def test_every_slot_that_can_be_set_is_one_of_the_bots() -> None:
    slots = {slot.name for slot in Domain.load(str(ROOT / "domain.yml")).slots}
    assert {choice.slot for choice in slot_choices(INDEX)} <= slots


def test_seventeen_in_ohio_and_an_ex_can_be_said() -> None:
    sent = {"age_band": ["under_18"], "us_state": ["OH"], "stalker_relation": ["ex_partner"]}
    assert chosen_slots(INDEX, sent, {}) == {
        "age_band": "under_18",
        "us_state": "OH",
        "stalker_relation": "ex_partner",
    }


def test_all_states_are_there_by_their_own_names() -> None:
    states = dict(next(one for one in slot_choices(INDEX) if one.slot == "us_state").values)
    assert states["OH"] == "Ohio"
    assert states["GA"] == "Georgia"
    assert len(states) == 56


def test_only_what_changes_is_set_and_empty_means_not_known() -> None:
    known = {"age_band": "adult", "us_state": "OH"}
    sent = {"age_band": ["adult"], "us_state": [""], "feeling": [""]}
    assert chosen_slots(INDEX, sent, known) == {"us_state": None}


def test_several_kinds_hold_together() -> None:
    sent = {"abuse_types": ["doxxing", "threats"]}
    assert chosen_slots(INDEX, sent, {}) == {"abuse_types": ["doxxing", "threats"]}


@pytest.mark.parametrize("sent", [{"us_state": ["Atlantis"]}, {"age_band": ["adult", "under_18"]}])
def test_what_cannot_be_chosen_is_refused(sent: dict[str, list[str]]) -> None:
    with pytest.raises(StepError):
        chosen_slots(INDEX, sent, {})
