"""Whole conversations by text message with the trained bot: numbers, words, danger, the end."""

from __future__ import annotations

import pytest

from bot.channels.messaging import words
from bot.channels.messaging.choices import choice_id
from bot.channels.messaging.incoming import Kind
from bot.channels.reply import scripted
from bot.responses.script_index import shared_index
from bot.safety.model import FLAGS
from tests.conversations.driver import Lantern
from tests.conversations.text_phone import TextPhone

START = words.said("utter_start_sms", "sms").text
LEFT = words.said("utter_left_sms", "sms").text
TROUBLE = scripted("utter_technical_trouble").text.split("\n\n")[0]
SUICIDE = "I want to kill myself"
# A way into each phase of the dialogue.
PHASES = {
    "nothing said yet": [],
    "the welcome": ["hello"],
    "telling": ["menu", "Tell what is happening"],
    "the picture": ["my ex keeps texting me all day from new numbers"],
    "the walk": ["menu", "Go through it together", "From the start"],
    "a feeling": ["i feel so ashamed"],
    "options": ["what are my options"],
    "the place of a law": ["what is the law in my state"],
    "a law": ["what is the law in ohio"],
    "not understood": ["asdf qwerty zxcv"],
    "after a picture": [],
}


@pytest.fixture
def phone(lantern: Lantern) -> TextPhone:
    return TextPhone(lantern)


@pytest.fixture(autouse=True)
def nothing_of_the_machine_is_shown(phone: TextPhone) -> None:
    shown = phone.say

    def checked(*args: object, **more: object) -> str:
        text = shown(*args, **more)  # type: ignore[arg-type]
        assert TROUBLE not in text
        assert "{" not in text
        assert not any(payload in text for payload in PAYLOADS)
        return text

    phone.say = checked  # type: ignore[method-assign]


PAYLOADS = [payload for payload in shared_index().payloads if len(payload) > 6]


def test_path_1_welcome(phone: TextPhone) -> None:
    said = phone.say("hello")
    assert said.startswith(START)
    assert "umbrella" in said
    assert "1 Yes, it is safe" in said
    assert phone.menu["No"] == "2"
    assert phone.pick("Who can read this?")
    assert phone.say("hi")
    assert "\n1 " in phone.pick("Yes, it is safe")


def test_path_2_recognise(phone: TextPhone) -> None:
    phone.say("menu")
    phone.pick("Tell what is happening")
    assert "harassment" in phone.say("my ex keeps texting me 50 times a day from new numbers")
    assert phone.pick("Yes, that fits")
    phone.say("menu")
    phone.pick("Go through it together")
    phone.pick("From the start")
    for answer in ("1", "two", "Not sure", "yes", "no"):
        assert "\n1 " in phone.say(answer)
    assert phone.say("what have i told you")


def test_path_3_be_heard(phone: TextPhone) -> None:
    assert "Shame" in phone.say("i feel so ashamed")
    exercise = phone.pick("Yes, something small")
    assert exercise
    assert phone.say("that helped a bit")
    phone.say("menu")
    phone.pick("Talk about how I feel")
    assert len(phone.menu) > 5


def test_path_4_options(phone: TextPhone) -> None:
    phone.say("what are my options")
    phone.pick("All kinds of options")
    assert phone.menu
    phone.say("go back")
    assert "Show what may fit" in phone.menu
    phone.pick("Show what may fit")
    assert phone.say("should i block him")
    assert phone.menu


def test_path_5_law(phone: TextPhone) -> None:
    phone.say("what is the law in my state")
    assert "Ohio" in phone.say("43215")
    assert phone.pick("Another place")
    assert "Texas" in phone.say("texas")


def test_path_6_safety(phone: TextPhone) -> None:
    said = phone.say(SUICIDE)
    assert "988" in said.split("\n\n1 ")[0]
    assert START not in said
    assert START not in phone.pick("Get through this minute")
    assert "988" in phone.say(SUICIDE)
    phone.say("i am safe now")
    assert START in phone.say("what can you do")


@pytest.mark.parametrize(
    "text",
    [
        "i am 15",
        "my sister is being stalked, how can i help her",
        "i am a therapist",
        "my therapist keeps texting me at night",
        "i keep checking where my girlfriend is",
        "i live in canada",
        "maybe it is nothing",
        "go back",
        "start over",
    ],
)
def test_path_7_other_situations_and_moving_around(phone: TextPhone, text: str) -> None:
    phone.say("hello")
    assert phone.say(text)
    assert phone.say("menu")
    assert "Leave" in phone.menu


@pytest.mark.parametrize("phase", PHASES)
def test_danger_is_answered_first_in_every_phase(phone: TextPhone, phase: str) -> None:
    for step in PHASES[phase]:
        phone.say(step)
    if phase == "after a picture":
        phone.say(kind=Kind.PICTURE)
    said = phone.say(SUICIDE)
    assert "988" in said.split("\n1 ")[0]
    assert phone.menu


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        (SUICIDE, "suicide_self"),
        ("i cut myself again today", "self_harm"),
        ("he is at my door with a gun right now", "immediate_danger"),
        ("my friend says she will kill herself tonight", "suicide_other"),
        ("i am going to kill him tonight", "violence_to_other"),
        ("a man online makes my 9 year old send him naked pictures", "child_at_risk"),
    ],
)
def test_every_kind_of_danger_is_answered_first(phone: TextPhone, text: str, flag: str) -> None:
    assert flag in FLAGS
    phone.say("hello")
    phone.send(phone.message("menu"))
    said = phone.send(phone.message("hello"), phone.message(text))
    first = said.split("Hello")[0]
    assert any(number in first for number in ("911", "988", "1-800")), said


def test_a_burst_is_answered_in_order(phone: TextPhone) -> None:
    texts = ["hello", "1", "i feel so ashamed", "what are my options", "menu"]
    said = phone.send(*(phone.message(text) for text in texts))
    at = [said.index(part) for part in ("Is it safe", "What would help", "Shame", "no one right")]
    assert at == sorted(at)
    assert said.count(START) == 1


def test_a_duplicate_is_answered_once(phone: TextPhone) -> None:
    message = phone.message("hello")
    assert phone.send(message, message).count("Is it safe") == 1
    assert phone.send(message) == ""


def test_an_unknown_choice_leads_to_the_menu(phone: TextPhone) -> None:
    phone.say("hello")
    said = phone.say(kind=Kind.CHOICE, choice="NOSUCHCHOICE")
    assert words.said(words.OLD_CHOICE, "sms").text in said
    assert "Tell what is happening" in phone.menu


def test_a_button_of_an_earlier_chat_works_where_it_stands_alone(phone: TextPhone) -> None:
    said = phone.say(kind=Kind.CHOICE, choice=choice_id("/menu"))
    assert said.startswith(START)
    assert "Tell what is happening" in phone.menu


@pytest.mark.parametrize("kind", list(words.CANNOT_READ))
def test_media_in_the_middle_of_a_menu_leave_it_as_it_is(phone: TextPhone, kind: Kind) -> None:
    phone.say("hello")
    assert words.said(words.CANNOT_READ[kind], "sms").text in phone.say(kind=kind)
    assert "What would help" in phone.say("1")


def test_a_caption_is_answered(phone: TextPhone) -> None:
    assert "harassment" in phone.say(
        "my ex keeps texting me 50 times a day from new numbers", Kind.PICTURE
    )


@pytest.mark.parametrize(
    "text",
    [
        "😢😢",
        "que hago, mi ex me acosa",
        "ماذا أفعل",
        '/tell_place{"us_state": "OH"}',
        "/restart",
        "911",
        "17",
        "0",
        "99",
        "x" * 3_999,
    ],
    ids=lambda text: text[:12],
)
def test_what_fits_nothing_gets_an_answer_and_a_way_on(phone: TextPhone, text: str) -> None:
    phone.say("hello")
    assert phone.say(text)
    assert phone.say("menu")
    assert "Leave" in phone.menu


def test_ten_thousand_characters_get_a_kind_reply(phone: TextPhone) -> None:
    phone.say("hello")
    said = phone.say("He keeps writing to me. " * 420)
    assert scripted("utter_too_long").text.split("\n\n")[0] in said


def test_leaving_by_number_and_by_word(lantern: Lantern) -> None:
    for end in ("leave", "bye", ""):
        phone = TextPhone(lantern)
        phone.say("hello")
        said = phone.say(end) if end else phone.pick("Leave")
        assert said.endswith(LEFT)
        assert phone.say("hello").startswith(START)


def test_after_the_end_nothing_is_known(phone: TextPhone) -> None:
    phone.say("my ex keeps texting me 50 times a day from new numbers")
    assert phone.say("umbrella") == ""
    said = phone.say("what have i told you")
    assert said.startswith(START)
    assert "harassment" not in said


def test_stop_says_nothing_and_start_begins_anew(phone: TextPhone) -> None:
    phone.say("hello")
    assert phone.say("STOP", Kind.STOP) == ""
    assert phone.say("START", Kind.START).startswith(START)
