"""Every response is told in everyday words."""

from __future__ import annotations

import re

import pytest

from bot.preview.catalogue.entries import Catalogue, Entry, shared_catalogue
from bot.preview.word_file import word_file
from bot.responses.project import Project


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return shared_catalogue()


@pytest.fixture(scope="module")
def entries(catalogue: Catalogue) -> dict[str, Entry]:
    return {name: catalogue.entry(name) for name in catalogue.index.responses}


def sentences(entry: Entry) -> list[str]:
    return [
        *(one.sentence for one in entry.ways),
        *(one.sentence for one in entry.notes),
        *(f"{one.channel} {one.condition}" for one in entry.wordings),
        *(f"{button.meaning} {button.happens}" for one in entry.wordings for button in one.buttons),
    ]


def test_of_every_response_it_is_told_what_leads_to_it(entries: dict[str, Entry]) -> None:
    assert [name for name, one in entries.items() if not one.ways] == []


def test_no_technical_name_stands_in_a_sentence(entries: dict[str, Entry]) -> None:
    technical = re.compile(r"\b(?:utter|action)_\w+|\b[a-z]+_[a-z_]+\b(?!\.)|\{\w+\}(?! becomes)")
    allowed = {"{braces}"}
    found = {
        match
        for one in entries.values()
        for sentence in sentences(one)
        for match in technical.findall(sentence)
        if match not in allowed and "data/" not in sentence and "checked records" not in sentence
    }
    assert found == set()


def test_every_link_leads_to_a_response(entries: dict[str, Entry]) -> None:
    named = {
        name
        for one in entries.values()
        for names in (
            *(way.names for way in one.ways),
            *(note.names for note in one.notes),
            *(tap.places for tap in one.taps),
            *(button.names for wording in one.wordings for button in wording.buttons),
        )
        for name in names
    }
    assert named <= entries.keys()


@pytest.mark.parametrize("kind", ["intents", "slots"])
def test_every_name_of_the_domain_has_words(kind: str) -> None:
    words = word_file("words").content
    named = set(Project.read().domain[kind])
    told = {one.partition(".")[0] for one in words[kind]}
    assert named <= told
    assert told - named <= {"nlu_fallback"}


def test_every_condition_of_today_has_words_of_its_own(catalogue: Catalogue) -> None:
    conditions = {
        (one["name"], one["value"])
        for variations in catalogue.index.responses.values()
        for variation in variations
        for one in variation.get("condition") or []
    }
    told = catalogue.words.content["conditions"]
    assert [one for one in conditions if one[1] not in told.get(one[0], {})] == []


def test_every_group_has_words(catalogue: Catalogue) -> None:
    groups = {
        group
        for variations in catalogue.index.responses.values()
        for variation in variations
        if (group := (variation.get("metadata") or {}).get("group"))
    }
    assert groups == set(catalogue.words.content["groups"])


def test_what_the_program_says_by_itself_is_told(
    catalogue: Catalogue, entries: dict[str, Entry]
) -> None:
    project = catalogue.project
    by_itself = project.named_in_code & entries.keys() - project.rule_actions()
    assert [one for one in by_itself if not catalogue.words.said_by_code(one)] == []


def test_a_feeling_is_reached_by_typing_and_by_tapping(entries: dict[str, Entry]) -> None:
    entry = entries["utter_support_fear"]
    way = next(one for one in entry.ways if one.names == ["utter_support"])
    assert "(Afraid)" in way.sentence
    assert 1 <= len(way.typed) <= 3
    assert [(one.title, one.places) for one in entry.taps] == [
        ("Afraid", ["utter_feeling_name_fear"])
    ]


def test_the_first_words_of_safety_come_with_sentences_that_bring_them(
    entries: dict[str, Entry],
) -> None:
    (way,) = entries["utter_safety_first_suicide_self"].ways
    assert "the first words" in way.sentence
    assert len(way.typed) == 3


def test_keys_are_told(entries: dict[str, Entry]) -> None:
    def told(name: str) -> str:
        return " ".join(one.sentence for one in entries[name].notes)

    assert "according to the feeling that the person told:" in told("utter_support")
    assert "a second feeling" in told("utter_support")
    assert "For Afraid, the first of these" in told("utter_exercise")
    assert "A yes is remembered as: Private details shared." in told("utter_walk_doxxing")
    assert "the first five options that fit" in told("utter_fitting")
    assert "The chat ends with it" in told("utter_leave")
    assert "{now} becomes a list" in told("utter_plan_some")
    assert "last message once more" in told("utter_no_such_choice")


def test_a_spanish_button_leads_to_spanish_words(entries: dict[str, Entry]) -> None:
    (wording, *_) = entries["utter_safety_ok_es"].wordings
    leads = {button.title: button.names for button in wording.buttons}
    assert leads["Salir de este chat"] == ["utter_leave_es"]
    assert leads["Seguir en inglés"] == ["utter_help"]
    assert wording.grade is None


def test_channels_are_named_as_they_differ(entries: dict[str, Entry]) -> None:
    def places(name: str) -> list[str]:
        return [one.channel for one in entries[name].wordings]

    assert places("utter_support_fear") == ["Everywhere"]
    assert set(places("utter_menu")) == {"On the clinic's page", "In every messaging app"}
    assert places("utter_safety_first_suicide_self") == [
        "On the clinic's page",
        "In all other messaging apps",
        "In text messages (SMS)",
    ]
    assert places("utter_privacy")[0] == "On the clinic's page"
    assert places("utter_safety_next_child_at_risk")[0].endswith("in all other apps")
