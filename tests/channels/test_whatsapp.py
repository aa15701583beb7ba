"""WhatsApp: what can be tapped, what a tap means, what goes out as text, what is left at Twilio."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from bot.channels.messaging import words
from bot.channels.messaging.choices import choice_id

from .stand_ins.twilio import PUBLIC_ADDRESS, WHATSAPP_NUMBER, Twilio
from .twilio_bot import LONG_TITLE
from .twilio_server import Phone, scripted_server, until

_numbers = count(15554560000)
START = words.said("utter_start_whatsapp", "whatsapp").text.split(".")[0]
LEFT = words.said("utter_left_whatsapp", "whatsapp").text.split(".")[0]
OLD_CHOICE = words.said("utter_old_choice", "whatsapp").text.split(".")[0]


@pytest.fixture(scope="module")
def provider() -> Iterator[Twilio]:
    with Twilio() as running:
        yield running


@pytest.fixture(scope="module")
def log(provider: Twilio, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with scripted_server(provider, tmp_path_factory.mktemp("whatsapp")) as file:
        yield file


@pytest.fixture
def ann(provider: Twilio, log: Path) -> Iterator[Phone]:
    """Somebody whom the bot does not know yet."""
    provider.flaws.clear()
    yield Phone(provider, f"whatsapp:+{next(_numbers)}")
    assert provider.flaws == []


@pytest.fixture
def known(ann: Phone) -> Phone:
    """Somebody who read the first words."""
    ann.ask("hello", "You: hello")
    ann.clear()
    return ann


def test_the_first_words_come_first_and_with_the_answer(ann: Phone) -> None:
    text = ann.ask("hello", "You: hello")
    assert text.index(START) < text.index("You: hello")
    assert len(ann.shown) == 1


def test_two_choices_are_buttons(known: Phone) -> None:
    known.ask("menu 2", "You: menu")
    assert known.newest.titles == ["Yes, it is safe", "No"]
    assert known.newest.opened_by == ""
    assert "Reply" not in known.text
    assert "/go" not in known.text


def test_more_choices_are_a_list(known: Phone) -> None:
    known.ask("menu 10", "You: menu")
    assert len(known.newest.titles) == 10
    assert known.newest.opened_by == "See the choices"


def test_too_many_choices_are_numbered(known: Phone) -> None:
    text = known.ask("menu 11", "Reply")
    assert known.newest.titles == []
    assert "11 Other 11" in text


def test_a_long_title_is_short_in_the_list_and_whole_below(known: Phone) -> None:
    known.ask("listed", "You: listed")
    title, _, description = known.newest.choices[0]
    assert title == "Stop the sharing of my…"
    assert description == LONG_TITLE


@pytest.mark.parametrize("size", [2, 4])
def test_a_tap_is_the_choice(known: Phone, size: int) -> None:
    known.ask(f"menu {size}", "You: menu")
    assert known.tap("No") == 200
    known.wait('You: /go{"to": "2"}')


def test_a_tap_after_the_chat_ended_is_told_to_be_old(known: Phone) -> None:
    known.ask("menu 2", "You: menu")
    known.write("bye")
    known.wait(LEFT)
    known.tap("No")
    text = known.wait("You: /menu")
    assert OLD_CHOICE in text
    assert '/go{"to"' not in text


def test_a_made_up_choice_is_none(known: Phone) -> None:
    known.write("No", ButtonPayload="/go", ButtonText="No")
    text = known.wait("You: /menu")
    assert OLD_CHOICE in text


def test_somebody_elses_choice_is_none(known: Phone) -> None:
    payload = choice_id('/go{"to": "1"}')
    known.write("Yes", ButtonPayload=payload)
    assert "You: /go" not in known.wait("You: /menu")


def test_what_is_too_long_for_a_menu_goes_before_it(known: Phone) -> None:
    known.ask("long 1500", "quite")
    until(lambda: len(known.shown) == 2)
    before, menu = known.shown
    assert before.titles == []
    assert menu.titles == ["Yes, it is safe", "No"]
    assert (before.text + menu.text).count("A sentence") == 33


def test_a_text_of_several_paragraphs_keeps_them(known: Phone) -> None:
    known.ask("long 600", "A sentence")
    assert known.newest.text.count("\n\n") == 2


def test_contents_hold_no_words_and_are_made_once(known: Phone) -> None:
    known.ask("menu 3", "You: menu")
    made = len(known.provider.contents)
    known.ask("menu 3", "You: menu")
    assert len(known.provider.contents) == made
    assert "safe" not in json.dumps(known.provider.contents)
    assert "menu 3" not in json.dumps(known.provider.contents)


def test_contents_are_found_again_after_a_restart(
    provider: Twilio, log: Path, tmp_path: Path
) -> None:
    first = Phone(provider, f"whatsapp:+{next(_numbers)}")
    for size in (1, 2, 3, 4):
        first.ask(f"menu {size}", "You: menu")
    made, lantern = len(provider.contents), provider.lantern
    assert made > 2
    try:
        with scripted_server(provider, tmp_path):
            second = Phone(provider, f"whatsapp:+{next(_numbers)}")
            for size in (1, 2, 3, 4):
                second.ask(f"menu {size}", "You: menu")
            assert second.newest.titles
    finally:
        provider.lantern = lantern
    assert len(provider.contents) == made


def test_a_content_that_was_deleted_is_made_again(known: Phone) -> None:
    known.ask("menu 2", "You: menu")
    known.provider.contents.clear()
    text = known.ask("menu 2", "You: menu")
    assert "1 Yes, it is safe" in text
    known.ask("menu 2", "You: menu")
    assert known.newest.titles == ["Yes, it is safe", "No"]
    assert known.provider.flaws == ["21655 The ContentSid is Invalid"]
    known.provider.flaws.clear()


def test_where_no_content_can_be_made_choices_are_numbered(known: Phone) -> None:
    known.provider.fail(403, path="/v1/Content")
    text = known.ask("menu 9", "Reply")
    assert "9 Other 9" in text
    # A number is what it is in text messages.
    known.ask("9", "You: 9")


def test_a_message_that_is_delivered_twice_is_answered_once(known: Phone) -> None:
    message = known.provider.message(known.number, "only once")
    assert [known.provider.call(message) for _ in range(3)] == [200, 200, 200]
    known.wait("You: only once")
    assert known.is_quiet()
    assert known.text.count("You: only once") == 1


def test_nobody_but_twilio_is_let_in(known: Phone) -> None:
    message = known.provider.message(known.number, "forged words")
    assert known.provider.call(message, token="another token") == 403
    other = f"{PUBLIC_ADDRESS}/webhooks/sms/webhook"
    assert known.provider.call(message, signed_for=other) == 403
    assert known.is_quiet()


def test_stop_ends_at_once_and_nothing_is_sent(known: Phone) -> None:
    known.write("Stop")
    assert known.is_quiet()
    assert known.shown == []
    assert START in known.ask("hello", "You: hello")


def test_end_and_help_are_said_to_the_bot(known: Phone) -> None:
    known.ask("end", "You: end")
    known.ask("help", "You: help")


@pytest.mark.parametrize(
    ("content_type", "more", "kind"),
    [
        ("image/jpeg", {}, "picture"),
        ("image/webp", {"MessageType": "sticker"}, "sticker"),
        ("audio/ogg", {}, "voice"),
        ("video/mp4", {}, "video"),
        ("application/pdf", {}, "file"),
        ("text/vcard", {"MessageType": "contacts"}, "contact"),
    ],
)
def test_what_cannot_be_read_is_answered_kindly(
    known: Phone, content_type: str, more: dict[str, str], kind: str
) -> None:
    parameters = {"NumMedia": "1", "MediaContentType0": content_type, **more}
    assert known.write("", **parameters) == 200
    known.wait(words.said(f"utter_cannot_read_{kind}", "whatsapp").text.split(".")[0])


def test_a_place_is_not_used(known: Phone) -> None:
    known.write("", Latitude="40.741895", Longitude="-73.989308", MessageType="location")
    known.wait(words.said("utter_cannot_read_place", "whatsapp").text.split(",")[0])


def test_what_whatsapp_does_not_pass_on_is_answered_kindly(known: Phone) -> None:
    known.write("", MessageType="unsupported")
    known.wait(words.said("utter_cannot_read_other", "whatsapp").text.split(".")[0])


def test_danger_is_answered_first(ann: Phone) -> None:
    ann.ask("he is outside my door with a knife", "911")
    assert START not in ann.shown[0].text


def test_a_message_that_came_too_late_is_logged_by_its_code(known: Phone, log: Path) -> None:
    known.ask("report", "You: report")
    assert known.newest.callback == f"{PUBLIC_ADDRESS}/webhooks/whatsapp/status"
    assert known.provider.status(known.newest, "failed", 63016) == 204
    assert "WhatsApp: a message did not arrive: error 63016 of Twilio" in log.read_text()


def test_nothing_of_a_person_is_logged(ann: Phone, log: Path) -> None:
    ann.ask("Canaryville is my town", "You: Canaryville")
    ann.ask("menu Canarymenu", "988")
    ann.provider.fail(400, content={"message": f"Canary {ann.number}"}, path="/Messages")
    ann.write("Canarylost")
    assert ann.is_quiet()
    text = log.read_text()
    for trace in ("Canary", ann.number[-10:], WHATSAPP_NUMBER, "SM000", "auth token"):
        assert trace not in text, trace
