"""Which menus WhatsApp can show, and that nothing of a chat stays in a content."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.messaging.choices import choice_id
from bot.channels.reply import Button
from bot.channels.twilio.content import Menu, menu, shortened
from bot.responses.script_index import shared_index

OPENS = "See the choices"


def buttons(*titles: str) -> list[Button]:
    return [{"title": one, "payload": f"/go{{{number}}}"} for number, one in enumerate(titles)]


def kind_of(found: Menu | None) -> str:
    if found is None:
        return "text"
    (kind,) = found.shape.definition["types"]
    return str(kind)


@pytest.mark.parametrize(
    ("titles", "kind"),
    [
        (["Yes", "No"], "twilio/quick-reply"),
        (["Yes", "No", "x" * 20], "twilio/quick-reply"),
        (["Yes", "No", "x" * 21], "twilio/list-picker"),
        (["Yes", "No", "Not sure", "Skip"], "twilio/list-picker"),
        ([f"Choice {number}" for number in range(10)], "twilio/list-picker"),
        ([f"Choice {number}" for number in range(11)], "text"),
        (["Yes", "Yes"], "text"),
        (["word " * 15, "No"], "text"),
        ([], "text"),
    ],
)
def test_a_menu_takes_the_form_that_it_fits(titles: list[str], kind: str) -> None:
    assert kind_of(menu("Is that so?", buttons(*titles), OPENS)) == kind


def test_a_text_that_is_too_long_or_empty_has_no_menu() -> None:
    assert kind_of(menu("x" * 1024, buttons("Yes"), OPENS)) == "twilio/quick-reply"
    assert menu("x" * 1025, buttons("Yes"), OPENS) is None
    assert menu(" \n ", buttons("Yes"), OPENS) is None


def test_the_same_choice_twice_is_told_apart_by_its_number_only() -> None:
    twice = [{"title": "Yes", "payload": "/go"}, {"title": "Go on", "payload": "/go"}]
    assert menu("Is that so?", twice, OPENS) is None


def test_a_long_title_is_cut_at_a_word_and_stands_whole_beside_it() -> None:
    title = "Stop the sharing of my location for good"
    found = menu("What now?", buttons(title, "Back", "Skip", "Leave"), OPENS)
    assert found is not None
    assert found.variables["t1"] == "Stop the sharing of my…"
    assert found.variables["d1"] == title
    assert "d2" not in found.variables


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1) | st.none())
def test_a_shortened_title_fits(word: str | None) -> None:
    title = " ".join([word or "a"] * 9)
    assert 1 <= len(shortened(title)) <= 24


def test_nothing_of_a_chat_stays_in_a_content() -> None:
    found = menu("Canaryville.\n\n- one\n- two", buttons("Canarytitle", "No"), OPENS)
    assert found is not None
    kept = json.dumps(found.shape.definition)
    assert "Canary" not in kept
    assert choice_id("/go{0}") not in kept
    assert sorted(found.shape.definition["variables"]) == sorted(found.variables)
    assert all(value and "\n" not in value for value in found.variables.values())


def test_texts_of_one_shape_share_a_content() -> None:
    first = menu("One.\n\nTwo.", buttons("Yes", "No"), OPENS)
    second = menu("Other words.\n\nAnd more.", buttons("Not now", "Go on"), OPENS)
    third = menu("One line.", buttons("Yes", "No"), OPENS)
    assert first is not None
    assert second is not None
    assert third is not None
    assert first.shape == second.shape
    assert first.shape.name != third.shape.name


def test_every_title_in_the_scripts_fits_a_list() -> None:
    titles = {
        button["title"]
        for name in shared_index().responses
        for button in shared_index().buttons(name)
        if "{" not in button["title"]
    }
    assert len(titles) > 100
    assert {one for one in titles if shortened(one) != one} == set()


def test_the_word_that_opens_a_list_fits_its_button() -> None:
    assert 1 <= len(shared_index().text("utter_whatsapp_list_button")) <= 20
