"""The lists of names: whole, without contradictions, and in step with the scripts and the law."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
import zipcodes

from bot.nlu.places import find_places
from bot.nlu.places.data import FOLDER, context, gazetteer
from bot.nlu.places.finding import OTHER, SEVERAL

DATA = FOLDER.parents[1]
STATES = yaml.safe_load((FOLDER / "states.en.yml").read_text(encoding="utf-8"))
CITIES = yaml.safe_load((FOLDER / "cities.en.yml").read_text(encoding="utf-8"))
QUESTION = "utter_place_ambiguous_"


def found(text: str, *, asked: bool = True) -> str | None:
    finding = find_places(text, asked=asked)
    return f"?{finding.ambiguous.key}" if finding.ambiguous else finding.certain


def spelled_by_mail(city: str) -> str:
    """The post office writes "Saint Paul" and "St Thomas"; its list has one of each."""
    return f"{city} ".lower().replace("saint ", "st ").strip()


def test_all_jurisdictions_are_known() -> None:
    assert len(STATES["states"]) == len(gazetteer().codes) == 56


def test_jurisdictions_are_those_of_the_law_files() -> None:
    law = {path.stem for path in (DATA / "legal").glob("??.yaml")} - {"US"}
    assert law == gazetteer().codes


@pytest.mark.parametrize("state", STATES["states"], ids=lambda state: state["code"])
def test_every_way_to_write_a_state_is_understood_as_an_answer(state: dict[str, list[str]]) -> None:
    fields = ("also", "abbreviations", "asked_only", "misspellings")
    written = [state["name"], *(name for field in fields for name in state.get(field, []))]
    for name in written:
        for text in (name, name.upper(), f"i live in {name}"):
            assert found(text) == state["code"], text
    if state["code"] not in gazetteer().unsure_codes:
        assert found(state["code"]) == found(state["code"].lower()) == state["code"]


@pytest.mark.parametrize("state", STATES["states"], ids=lambda state: state["code"])
def test_a_full_name_counts_unasked(state: dict[str, str]) -> None:
    assert found(f"I live in {state['name']}.", asked=False) == state["code"]
    assert found(f"stalking law in {state['name'].lower()}?", asked=False) == state["code"]


@pytest.mark.parametrize("code", sorted(CITIES["cities"]))
def test_cities_lead_to_their_state(code: str) -> None:
    groups = CITIES["cities"][code]
    for city in groups["names"]:
        assert found(city) == code, city
        assert found(f"I live in {city}", asked=False) == code, city
    for city in groups["words"]:
        assert found(city) == code, city
        assert found(city, asked=False) is None, city
        assert found(f"{city}, {code}", asked=False) == code, city


def test_shared_cities_are_asked_about_and_settled_by_the_state() -> None:
    for entry in CITIES["shared"]:
        for city in entry["names"]:
            assert found(city) == f"?{entry['key']}", city
            for code in entry["codes"]:
                assert found(f"{city}, {code}") == code, (city, code)


def test_shared_cities_stand_nowhere_else() -> None:
    single = {
        city.lower()
        for groups in CITIES["cities"].values()
        for city in [*groups["names"], *groups["words"]]
    }
    shared = [city.lower() for entry in CITIES["shared"] for city in entry["names"]]
    assert len(shared) == len(set(shared))
    assert not single & set(shared)


def test_a_city_counted_as_sure_is_in_that_state() -> None:
    # Nicknames, regions and neighborhoods are in no list of post offices.
    states: dict[str, set[str]] = {}
    for entry in zipcodes.list_all():
        for city in {entry["city"], *entry["acceptable_cities"]}:
            states.setdefault(spelled_by_mail(city), set()).add(entry["state"])
    wrong = [
        (code, city)
        for code, groups in CITIES["cities"].items()
        for city in groups["names"]
        if code not in states.get(spelled_by_mail(city), {code})
    ]
    # New York and Honolulu are what the mail calls these parts of them.
    assert set(wrong) <= {("NY", "Long Island"), ("NY", "Harlem"), ("HI", "Kona")}


def test_every_question_about_a_place_has_its_words() -> None:
    responses: dict[str, list[dict[str, object]]] = {}
    for path in (DATA / "scripts").rglob("*.yml"):
        responses.update(yaml.safe_load(path.read_text(encoding="utf-8")).get("responses") or {})
    entries = [*STATES["ambiguous"], *CITIES["shared"]]
    keys = {entry["key"] for entry in entries} - {OTHER, SEVERAL}
    assert {key for key in keys if QUESTION + key not in responses} == set()
    for entry in entries:
        if entry["key"] != OTHER:
            offered = str(responses[QUESTION + entry["key"]])
            missing = [code for code in entry["codes"] if f'"{code}"' not in offered]
            assert not missing, (entry["key"], missing)


def test_context_words_are_single_and_in_lower_case() -> None:
    for words in context().values():
        assert all(word == word.lower() and " " not in word for word in words)


def test_the_data_lies_inside_the_project() -> None:
    assert Path(__file__).resolve().parents[2] in FOLDER.parents
