"""The numbered paths of the product, wide: every type, feeling, option, place and button."""

from __future__ import annotations

import json
import random

import pytest

from bot.channels.reply import scripted
from bot.responses.script_index import shared_index
from tests.conversations.driver import Conversation, Lantern

TROUBLE = scripted("utter_technical_trouble").text.split("\n\n")[0]
INDEX = shared_index()


def values_of(base: str) -> list[str]:
    return sorted(
        name.removeprefix(f"{base}_") for name in INDEX.responses if name.startswith(f"{base}_")
    )


def bubbles(name: str) -> list[str]:
    return [bubble.text for bubble in scripted(name).bubbles()]


def test_the_design_s_names_all_have_scripts() -> None:
    assert len(values_of("utter_type_name")) == 20
    assert len(values_of("utter_feeling_name")) == 9


@pytest.mark.parametrize("abuse_type", values_of("utter_type_name"))
def test_every_type_is_explained_by_taps_alone(talk: Conversation, abuse_type: str) -> None:
    payload = "/ask_about_type" + json.dumps({"abuse_type": abuse_type})
    said = talk.choose(payload)
    assert said[0] == bubbles(f"utter_type_what_{abuse_type}")[0]
    assert "Yes, that fits" in talk.titles
    for title, part in (
        ("How it can look", "shows"),
        ("What they may want", "wants"),
        ("How it can look", "shows"),
        ("What it can do to me", "effects"),
        ("What helps first", "helps"),
        ("What to keep as proof", "evidence"),
        ("What to avoid", "avoid"),
        ("Options that fit", "options"),
    ):
        assert talk.tap(title)[0] == bubbles(f"utter_type_{part}_{abuse_type}")[0]


def test_somebody_under_18_is_told_what_helps_at_that_age(talk: Conversation) -> None:
    talk.choose("/tell_underage")
    talk.choose("/ask_about_type" + json.dumps({"abuse_type": "sextortion"}))
    talk.tap("What helps")
    assert "StopNCII" not in talk.text
    assert "takeitdown.ncmec.org" in talk.text


def test_what_was_told_is_not_asked_in_the_walk_and_can_be_taken_out(talk: Conversation) -> None:
    talk.say("he keeps texting me after i said stop and he put my address on facebook")
    assert talk.slots()["abuse_types"] == ["harassment_messages", "doxxing"]
    talk.choose("/start_walk")
    talk.tap("Harming my name")
    assert "posted your address" not in talk.text
    assert "pretended to be you" in talk.text
    talk.say("what have i told you")
    assert "private details" in talk.text
    talk.tap("Take something out")
    talk.tap("Private details shared")
    assert talk.slots()["abuse_types"] == ["harassment_messages"]


def test_every_type_stands_in_one_of_the_menus(talk: Conversation) -> None:
    found: set[str] = set()
    for group in ("messages", "images_and_name", "devices", "people_and_places"):
        talk.choose("/list_types" + json.dumps({"type_group": group}))
        found |= set(talk.titles)
    for abuse_type in values_of("utter_type_name"):
        assert INDEX.buttons(f"utter_type_name_{abuse_type}")[0]["title"] in found


def test_the_walk_asks_about_every_type_and_ends(talk: Conversation) -> None:
    talk.choose("/start_walk")
    talk.tap("From the start")
    for _ in range(20):
        talk.tap("Yes")
        if "No, not now or soon" in talk.titles:
            talk.tap("No, not now or soon")
    assert sorted(talk.slots()["abuse_types"]) == values_of("utter_type_name")
    talk.tap("Yes, show me")
    assert "It may be called" in talk.text


def test_every_place_can_be_tapped(lantern: Lantern) -> None:
    places = {
        json.loads(button["payload"].partition("{")[1] + button["payload"].partition("{")[2])[
            "us_state"
        ]: button["title"]
        for name in INDEX.responses
        if name.startswith("utter_places_menu_")
        for button in INDEX.buttons(name)
        if button["payload"].startswith("/tell_place{")
    }
    assert len(places) == 56
    for code, title in places.items():
        conversation = lantern.talk()
        conversation.choose("/tell_place" + json.dumps({"us_state": code}))
        assert f"for {title}" in conversation.text, code


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("ohio", "Ohio"),
        ("TX", "Texas"),
        ("Massachusets", "Massachusetts"),
        ("Los Angeles", "California"),
        ("98101", "Washington"),
        ("Saipan", "Northern Mariana Islands"),
        ("i live in west virginia", "West Virginia"),
    ],
)
def test_a_place_is_found_by_typing(talk: Conversation, said: str, place: str) -> None:
    talk.say("show me the law of my state")
    talk.say(said)
    assert f"for {place}" in talk.text.replace("for the ", "for ")


@pytest.mark.parametrize("name", ["Georgia", "Kansas City", "Washington", "Portland"])
def test_an_unclear_place_is_asked_about(talk: Conversation, name: str) -> None:
    talk.say("show me the law of my state")
    talk.say(name)
    assert "?" in talk.text
    assert "Here is what my list says" not in talk.text
    assert talk.slots()["us_state"] is None


def test_another_place_can_be_asked_for(talk: Conversation) -> None:
    talk.say("what is the law in ohio")
    assert "Ohio" in talk.text
    talk.tap("Another place")
    talk.say("texas")
    assert "for Texas" in talk.text


def test_a_change_of_subject_in_the_form_is_answered(talk: Conversation) -> None:
    talk.say("show me the law of my state")
    talk.say("who can read this")
    assert talk.replies[0].text == bubbles("utter_privacy")[0]


@pytest.mark.parametrize("payload", sorted(INDEX.payloads))
def test_every_button_leads_somewhere_and_on(talk: Conversation, payload: str) -> None:
    said = talk.choose(payload)
    assert said
    assert TROUBLE not in talk.text
    assert talk.titles or talk.replies[-1].ends_session


@pytest.mark.parametrize("seed", range(12))
def test_wandering_by_taps_never_ends_in_silence(talk: Conversation, seed: int) -> None:
    chance = random.Random(seed)
    talk.choose("/greet")
    for _ in range(25):
        titles = [title for title in talk.titles if not title.startswith("Leave")]
        assert titles, talk.text
        talk.tap(chance.choice(titles))
        assert TROUBLE not in talk.text
        assert "{" not in talk.text
