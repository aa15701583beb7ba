"""In a messaging app the first words are short, and say where to text before where to call."""

from __future__ import annotations

import re
from typing import Any

import pytest

from bot.channel_names import MESSAGING_APPS
from bot.channels.gate import ask_gate
from bot.channels.message_text import clean
from bot.channels.messaging.gsm7 import to_gsm7
from bot.channels.messaging.splitting import length, split
from bot.channels.twilio.segments import MOST_CHARACTERS, encoding, segments
from bot.safety import FLAGS, Safety, first_reply, load_scripts

# One text message in two segments, which every phone shows as one.
PAIR = 306
DECLINED = ("utter_safety_first_declined", "utter_safety_first_not_now")
NUMBERS = r"(?:988|911|1-\d{3}-\d{3}-\d{4})"


def said(message: dict[str, Any]) -> str:
    return to_gsm7("\n\n".join(message["texts"]))


def firsts(channel: str) -> list[tuple[str, str]]:
    found = []
    for flag in FLAGS:
        for again in ((), (flag,)):
            message, _ = first_reply(Safety("act", (flag,)), again=again, channel=channel)
            found.append((message["response"], said(message)))
    scripts = load_scripts()
    return [*found, *((name, said(scripts.message(name, channel))) for name in DECLINED)]


@pytest.mark.parametrize(("name", "text"), firsts("sms"))
def test_the_first_reply_fits_in_one_pair_of_text_messages(name: str, text: str) -> None:
    assert encoding(text) == "GSM-7"
    assert length(text) <= PAIR
    assert segments(text) <= 2
    assert split(text, MOST_CHARACTERS) == [text]


@pytest.mark.parametrize("channel", MESSAGING_APPS)
def test_it_names_who_helps_and_says_first_where_to_text(channel: str) -> None:
    for name, text in firsts(channel):
        assert re.search(r"\b(988|911)\b", text), name
        for number in ("988", "911"):
            called = re.search(rf"\bcall(ing)? ([^.:]*\b)?{number}\b", text, re.IGNORECASE)
            texted = re.search(rf"\btext(ing)? ([^.:]*\b)?{number}\b", text, re.IGNORECASE)
            by_text = re.search(rf"\b{number}[^.]*\bby text\b", text)
            if number in text:
                assert texted or by_text or not called, (name, number)
            if called and texted:
                assert texted.start() <= called.start(), (name, number)
        assert "call or text" not in text.casefold(), name


@pytest.mark.parametrize("channel", MESSAGING_APPS)
def test_danger_now_is_told_that_a_text_to_911_may_not_arrive(channel: str) -> None:
    for again in ((), ("immediate_danger",)):
        message, _ = first_reply(Safety("act", ("immediate_danger",)), again=again, channel=channel)
        text = said(message)
        assert "text 911" in text.casefold()
        assert re.search(r"where (it|that) works|doesn't work everywhere", text)
        assert "call" in text


@pytest.mark.parametrize("flag", FLAGS)
def test_a_text_message_says_what_the_page_says(flag: str) -> None:
    page = " ".join(first_reply(Safety("act", (flag,)))[0]["texts"])
    text = " ".join(first_reply(Safety("act", (flag,)), channel="sms")[0]["texts"])
    assert "program" in text
    assert set(re.findall(NUMBERS, text)) == set(re.findall(NUMBERS, page))


@pytest.mark.parametrize("flag", FLAGS)
@pytest.mark.parametrize(
    "part",
    [
        *("next_{}", "also_{}", "check_{}", "recheck_{}"),
        *("also_{}_es", "first_{}_es", "next_{}_es", "check_{}_es", "recheck_{}_es"),
    ],
)
def test_what_follows_and_the_spanish_words_are_as_short(flag: str, part: str) -> None:
    text = said(load_scripts().message(f"utter_safety_{part.format(flag)}", "sms"))
    assert encoding(text) == "GSM-7"
    assert length(text) <= PAIR


@pytest.mark.parametrize("flag", FLAGS)
@pytest.mark.parametrize("part", ["next_{}", "check_{}", "recheck_{}", "next_{}_es", "check_{}_es"])
def test_every_channel_offers_the_same_ways_on(flag: str, part: str) -> None:
    scripts = load_scripts()
    page = scripts.message(f"utter_safety_{part.format(flag)}")["buttons"]
    assert page
    for channel in MESSAGING_APPS:
        assert scripts.message(f"utter_safety_{part.format(flag)}", channel)["buttons"] == page


def test_the_gate_answers_in_the_channels_words() -> None:
    danger = clean("he is at my door with a gun, he says he will kill me")
    page = [reply.text for reply in ask_gate(danger).replies]
    text = [reply.text for reply in ask_gate(danger, channel="sms").replies]
    assert page == [reply.text for reply in ask_gate(danger, channel="unknown").replies]
    assert page != text
    assert len("\n\n".join(text)) <= PAIR
