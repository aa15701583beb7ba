"""Whole conversations in Telegram, with the real bot behind it: the paths, danger, what goes wrong.

The servers run as `make run` starts them; Telegram is the stand-in on this machine.
"""

from __future__ import annotations

import itertools
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.channels.messaging import words
from bot.channels.reply import scripted
from tests.channels.stand_ins.telegram import WEBHOOK_SECRET, Telegram
from tests.channels.stand_ins.telegram_person import Person
from tests.conversations.test_safety_everywhere import DISCLOSURES
from tests.end_to_end.running import Running
from tests.storage import redis_server

CANARY = "".join(secrets.choice("bcdfghjklmnpqrstvwxz") for _ in range(12))


def script(name: str) -> str:
    """First paragraph of a response in its wording for Telegram."""
    return scripted(name, channel="telegram").text.split("\n\n")[0]


FIRST_WORDS = words.said("utter_start_telegram", "telegram").text
LAST_WORDS = words.said("utter_left_telegram", "telegram").text
TROUBLE = script("utter_technical_trouble")
MENU = script("utter_menu")


def start(telegram: Telegram, folder: Path, **settings: str) -> Running:
    return Running(
        folder,
        f"sqlite:///{folder / 'lantern.db'}",
        **telegram.settings,
        **settings,
    )


def hook(lantern: Running) -> str:
    return f"{lantern.address}/webhooks/telegram/webhook"


@pytest.fixture(scope="module")
def telegram() -> Iterator[Telegram]:
    with Telegram() as running:
        yield running


@pytest.fixture(scope="module")
def lantern(telegram: Telegram, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    running = start(telegram, tmp_path_factory.mktemp("telegram"))
    assert telegram.wait_until(lambda: bool(telegram.commands))
    try:
        yield running
    finally:
        running.stop()
    printed = running.output.read_text(errors="replace")
    assert "Traceback" not in printed
    for hidden in (
        CANARY,
        WEBHOOK_SECRET,
        telegram.token,
        "robin_canary",
        *map(str, telegram.chats),
    ):
        assert hidden not in printed


@pytest.fixture
def person(telegram: Telegram, lantern: Running) -> Iterator[Person]:
    someone = Person(telegram, hook(lantern))
    yield someone
    telegram.clear()
    assert TROUBLE not in "".join(someone.chat.bot_said)


# The paths


def test_being_welcomed(person: Person) -> None:
    person.says("/start")
    heard = person.hears(script("utter_ask_device_safe"))
    assert heard.startswith(FIRST_WORDS)
    person.taps("Yes, it is safe")
    person.hears(MENU)
    person.says("hello")
    assert FIRST_WORDS not in person.hears()


def test_recognising(person: Person) -> None:
    person.says("my ex put a tracker on my car")
    person.hears("location tracking")
    person.taps("Yes, that fits")
    person.hears("?")
    person.taps("What to keep as proof")
    person.hears(script("utter_type_evidence_location_tracking"))


def test_going_through_it_step_by_step(person: Person) -> None:
    person.says("/menu")
    person.hears(MENU)
    person.taps("Go through it together")
    person.hears("four parts")
    person.taps("Watching me")
    person.hears("?")
    for _ in range(3):
        person.taps("Yes")
        person.hears("?")


def test_being_heard(person: Person) -> None:
    person.says("i feel so ashamed")
    assert "Shame" in person.hears("small thing")
    person.taps("Yes, something small")
    person.hears()


def test_options(person: Person) -> None:
    person.says("what can i do")
    person.hears("waiting")
    person.taps("Show what may fit")
    person.hears()
    assert person.buttons()


def test_the_law_of_a_state_by_typing(person: Person) -> None:
    person.says("what is the law in my state")
    person.hears("ZIP code")
    person.says("43215")
    heard = person.hears("2903.211")
    assert "Ohio" in heard
    message = next(one for one in person.bot_messages() if "2903.211" in one.text)
    assert message.parameters["link_preview_options"] == {"is_disabled": True}


def test_moving_around(person: Person) -> None:
    person.says("hello")
    person.hears(script("utter_ask_device_safe"))
    person.says("start over")
    person.hears(script("utter_restart"))
    person.says("menu")
    person.hears(MENU)
    person.says("2")  # a number stands for the button, though none is shown
    person.hears("four parts")
    person.says("go back")
    person.hears(MENU)


@pytest.mark.parametrize("by", ["leave", "/leave", "tap"])
def test_leaving(person: Person, by: str) -> None:
    person.says("i feel so ashamed")
    person.hears("small thing")
    if by == "tap":
        person.says("/menu")
        person.hears(MENU)
        person.taps("Leave")
    else:
        person.says(by)
    person.hears(LAST_WORDS.split("\n\n")[0])
    left = "\n".join(one.text for one in person.bot_messages())
    assert "Shame" not in left
    assert left.endswith(LAST_WORDS)
    person.says("hello")
    heard = person.hears(script("utter_ask_device_safe"))
    assert heard.startswith(FIRST_WORDS)


def test_the_code_word(person: Person) -> None:
    person.says("i feel so ashamed")
    person.hears("small thing")
    person.says("Umbrella")
    assert person.telegram.wait_until(lambda: not person.bot_messages())
    assert person.hears_nothing()
    person.says("what have i told you")
    assert "Shame" not in person.hears(FIRST_WORDS)


# Danger


@pytest.mark.parametrize("flag", DISCLOSURES)
@pytest.mark.parametrize("before", [None, "what is the law in my state", "am i being stalked"])
def test_danger_is_answered_first(person: Person, flag: str, before: str | None) -> None:
    if before:
        person.says(before)
        person.hears("?")
    said_before = len(person.chat.bot_said)
    person.says(DISCLOSURES[flag])
    person.hears()
    first = person.chat.bot_said[said_before]
    assert "988" in first or "911" in first
    assert person.telegram.wait_until(lambda: any("safe" in one for one in person.buttons()))


def test_danger_overtakes_what_waits(person: Person) -> None:
    person.says("hello")
    person.hears(script("utter_ask_device_safe"))
    for text in ("i feel so ashamed", "what is the law in ohio", "I want to kill myself tonight"):
        person.says(text)
    person.hears("2903.211")
    texts = person.chat.bot_said
    danger = next(number for number, text in enumerate(texts) if "988" in text and number > 2)
    law = next(number for number, text in enumerate(texts) if "2903.211" in text)
    assert danger < law


# What goes wrong


def test_a_burst_is_answered_in_its_order(person: Person) -> None:
    for text in ("hello", "i feel so ashamed", "what is the law in ohio", "menu", "what can i do"):
        person.says(text)
    person.hears("waiting is an option")
    said = "\n".join(person.chat.bot_said)
    marks = [FIRST_WORDS, "Shame", "2903.211", MENU, "waiting is an option"]
    places = [said.index(mark) for mark in marks]
    assert places == sorted(places)


def test_a_repeated_delivery_is_answered_once(person: Person) -> None:
    update = person.update("message", person.message(text="i feel so ashamed"))
    for _ in range(3):
        assert person.post(update) == 200
    person.hears("small thing")
    assert person.hears_nothing(1.5)
    assert sum("Shame" in text for text in person.chat.bot_said) == 1


def test_a_late_delivery_is_answered_too(person: Person) -> None:
    early = person.update("message", person.message(text="i feel so ashamed"))
    late = person.update("message", person.message(text="what is the law in ohio"))
    person.post(late)
    person.hears("2903.211")
    person.post(early)
    person.hears("Shame")


def test_a_telegram_that_fails_loses_nothing(person: Person) -> None:
    person.telegram.fail(500, times=2, path="sendMessage")
    person.says("i feel so ashamed")
    person.hears("small thing")
    person.telegram.ask_for_patience(1, times=1, path="sendMessage")
    person.taps("Another feeling")
    person.hears()
    assert person.buttons()


def test_a_forged_delivery_changes_nothing(person: Person) -> None:
    person.says("i feel so ashamed")
    person.hears("small thing")
    for text, secret in itertools.product(("leave", "umbrella", "/stop"), (None, "x" * 32)):
        assert person.post(person.update("message", person.message(text=text)), secret) == 403
    assert person.hears_nothing()
    assert any("Shame" in one.text for one in person.bot_messages())
    person.taps("Yes, something small")
    person.hears()


FILE = {"file_id": CANARY, "file_unique_id": "y"}


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ({"photo": [FILE]}, "picture"),
        ({"document": {**FILE, "file_name": f"{CANARY}.pdf"}}, "file"),
        ({"voice": {**FILE, "duration": 3}}, "voice"),
        ({"sticker": {**FILE, "emoji": "👍"}}, "sticker"),
        ({"location": {"latitude": 39.96, "longitude": -82.99}}, "place"),
        ({"contact": {"phone_number": "+15550100", "first_name": CANARY}}, "contact"),
        ({"video_note": FILE}, "video"),
    ],
)
def test_what_cannot_be_read_is_answered_and_the_chat_goes_on(
    person: Person, content: dict[str, Any], kind: str
) -> None:
    person.says("what is the law in my state")
    person.hears("ZIP code")
    person.sends(**content)
    person.hears(script(f"utter_cannot_read_{kind}"))
    person.says("ohio")
    person.hears("2903.211")
    used = {call.path.rpartition("/")[2] for call in person.telegram.calls}
    assert used <= {"sendMessage", "editMessageReplyMarkup", "answerCallbackQuery"}


def test_what_stands_under_a_picture_is_answered(person: Person) -> None:
    person.sends(photo=[FILE], caption="i feel so ashamed")
    assert script("utter_cannot_read_picture") in person.hears("Shame")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"{CANARY} follows me", id="canary"),
        "😢😢",
        "k",
        "word " * 2_500,
        '/tell_place{"us_state": "CA"}',
        "he said /leave",
        "有人在跟踪我",
    ],
)
def test_whatever_is_typed_there_is_an_answer(person: Person, text: str) -> None:
    person.says("hello")
    person.hears(script("utter_ask_device_safe"))
    person.says(text)
    assert "California" not in person.hears()


# With Redis


def test_after_a_restart_a_menu_still_works_and_leaving_takes_back_what_was_said_before(
    tmp_path: Path,
) -> None:
    if redis_server.program() is None:
        pytest.skip("there is no redis-server on this machine")
    settings = {"LANTERN_SESSION_SECRET": secrets.token_hex()}
    with Telegram() as telegram, redis_server.server() as redis:
        settings["REDIS_URL"] = redis.url
        first = start(telegram, tmp_path, **settings)
        try:
            person = Person(telegram, hook(first))
            person.says(f"my name is {CANARY}")
            person.hears(FIRST_WORDS)
            person.says("my ex put a tracker on my car")
            person.hears("location tracking")
        finally:
            first.stop()
        held = str(redis.content())
        assert CANARY not in held
        assert str(person.user_id) not in held
        second = start(telegram, tmp_path, **settings)
        try:
            person.hook = hook(second)
            person.taps("Yes, that fits")
            person.hears("?")
            assert FIRST_WORDS not in person.chat.bot_said[-1]
            person.says("leave")
            person.hears(LAST_WORDS.split("\n\n")[0])
            assert not [one for one in person.bot_messages() if "tracking" in one.text]
        finally:
            second.stop()
