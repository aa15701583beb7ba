"""Whatever a person tells, some options fit, and none that cannot fit is offered."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
import yaml

from bot.locations import ROOT
from bot.responses.fitting import FIRST, FittingTable, fitting_table, page_of_fitting
from bot.responses.script_index import ScriptIndex

TYPES = sorted(file.stem for file in (ROOT / "data/scripts/recognise/types").glob("*.yml"))
RELATIONS = (
    None,
    "partner",
    "ex_partner",
    "family",
    "friend",
    "classmate",
    "coworker",
    "professional",
    "stranger",
    "unknown",
)
AGES = (None, "under_18")
PLACES = (None, "inside_us", "outside_us")
ONLY_FOR_ADULTS = {"civil_suit", "college", "work", "landlord", "find_lawyer"}
ONLY_IN_THE_US = {"restraining_order", "civil_suit", "victim_compensation", "free_legal_help"}
PREFIX = "utter_option_name_"
OPTIONS = {
    name.removeprefix(PREFIX) for name in ScriptIndex.read().responses if name.startswith(PREFIX)
}


def everybody() -> Iterator[dict[str, object]]:
    """Every type with every relation, age and place."""
    for kind, relation, age, place in product(TYPES, RELATIONS, AGES, PLACES):
        yield {
            "abuse_types": [kind],
            "stalker_relation": relation,
            "age_band": age,
            "place_kind": place,
        }


def test_the_table_knows_every_type_and_only_options_that_are_written() -> None:
    table = fitting_table()
    assert set(table.for_type) == set(TYPES)
    assert set(table.for_relation) == set(RELATIONS) - {None}
    lists = [*table.for_type.values(), *table.for_relation.values(), table.for_everybody]
    named = {one for options in lists for one in options} | set(table.only_for)
    assert named | set(table.never_for) <= OPTIONS


def test_every_option_comes_to_somebody() -> None:
    reached = {one for slots in everybody() for one in fitting_table().fitting(slots)}
    assert reached == OPTIONS


def test_everybody_gets_options_that_can_be_theirs() -> None:
    count = 0
    for slots in everybody():
        count += 1
        fits = fitting_table().fitting(slots)
        assert len(fits) >= FIRST, slots
        assert len(fits) == len(set(fits))
        # Somebody to turn to, keeping notes, and waiting are open to all.
        assert {"documenting", "advocate", "talk_to_somebody", "waiting"} <= set(fits), slots
        if slots["age_band"] == "under_18":
            assert not ONLY_FOR_ADULTS & set(fits), slots
        if slots["place_kind"] == "outside_us":
            assert not ONLY_IN_THE_US & set(fits), slots
        if slots["stalker_relation"] == "unknown":
            assert not {"restraining_order", "civil_suit"} & set(fits), slots
    assert count == 20 * 10 * 2 * 3


@pytest.mark.parametrize(
    ("slots", "among_the_first"),
    [
        ({"abuse_types": ["ncii_intimate_images"]}, "images_removal"),
        ({"abuse_types": ["professional_boundary"]}, "licensing_board"),
        ({"abuse_types": ["stalkerware_spyware"]}, "advocate"),
        ({"abuse_types": ["threats"], "stalker_relation": "stranger"}, "criminal_charges"),
        ({"abuse_types": ["cyberbullying_school_work"], "age_band": "under_18"}, "school"),
        ({"abuse_types": ["doxxing", "sextortion"]}, "images_removal"),
    ],
)
def test_what_matters_most_comes_first(slots: dict[str, object], among_the_first: str) -> None:
    assert among_the_first in page_of_fitting(slots, "first")


def test_a_pupil_is_sent_to_the_school_and_an_adult_is_not() -> None:
    told = {"abuse_types": ["deepfake"]}
    assert "school" in fitting_table().fitting({**told, "age_band": "under_18"})
    assert "school" not in fitting_table().fitting(told)
    assert "school" in fitting_table().fitting({**told, "whom": "child"})


def test_what_was_sorted_is_not_offered_again() -> None:
    slots = {"abuse_types": ["threats"], "sorted_options": ["advocate:not", "documenting:now"]}
    both = page_of_fitting(slots, "first") + page_of_fitting(slots, "rest")
    assert both
    assert not {"advocate", "documenting"} & set(both)


def test_the_two_pages_together_are_all_that_fits() -> None:
    slots = {"abuse_types": ["threats", "doxxing"]}
    first, rest = page_of_fitting(slots, "first"), page_of_fitting(slots, "rest")
    assert len(first) == FIRST
    assert [*first, *rest] == fitting_table().fitting(slots)


def test_a_table_with_a_part_missing_is_refused_by_name(tmp_path: Path) -> None:
    file = tmp_path / "fitting.yml"
    file.write_text(yaml.safe_dump({"for_type": {}}), encoding="utf-8")
    with pytest.raises(ValueError, match=r"fitting\.yml.*for_relation"):
        FittingTable.read(file)
