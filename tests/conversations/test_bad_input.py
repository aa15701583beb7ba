"""Nothing that is typed breaks the bot, silences it, or steers it from outside."""

from __future__ import annotations

import pytest

from bot.channels.reply import scripted
from tests.conversations.driver import Conversation

TROUBLE = scripted("utter_technical_trouble").text.split("\n\n")[0]
INPUTS = {
    "emoji": "😢😢😢",
    "one letter": "k",
    "digits": "123456789",
    "control characters": "hel\x00lo\x1b[31m",
    "html": "<script>alert(1)</script><b>he follows me</b>",
    "sql": "'; DROP TABLE laws; --",
    "a template": "{us_state} {{abuse_types}} ${HOME}",
    "json": '{"text": "hi"}',
    "spanish": "mi ex me manda mensajes todo el tiempo y tengo miedo",
    "chinese": "有人在网上跟踪我",
    "arabic": "شخص ما يلاحقني",
    "right-to-left marks": "\u202ehello\u202c",
    "one long word": "a" * 3_900,
    "3,900 characters": "he writes to me every day and I do not know why. " * 79,
    "many lines": "no\n" * 500,
    "nonsense": "asdf qwer zxcv uiop",
    "all caps": "HE WILL NOT STOP TEXTING ME",
    "a slash": "/",
    "curly quotes": "he said “you’ll see” and I’m scared",
}


@pytest.mark.parametrize("text", INPUTS.values(), ids=INPUTS)
def test_there_is_a_reply_and_a_way_on(talk: Conversation, text: str) -> None:
    assert talk.say(text)
    assert TROUBLE not in talk.text
    assert talk.titles


@pytest.mark.parametrize(
    "typed",
    [
        '/tell_place{"us_state": "CA"}',
        ' /ask_about_type{"abuse_type": "doxxing"}',
        "/restart",
        "/session_start",
        '/behaviour_happened{"abuse_type": "threats"}',
        '//tell_place{"us_state": "CA"}',
    ],
)
def test_a_typed_intent_is_only_words(talk: Conversation, typed: str) -> None:
    talk.say("hello")
    talk.say(typed)
    assert talk.slots()["us_state"] is None
    assert talk.slots()["abuse_types"] is None
    assert talk.titles


def test_not_understanding_twice_ends_in_choices(talk: Conversation) -> None:
    talk.say("asdf qwerty zxcv")
    assert talk.replies[0].text == scripted("utter_not_understood").text
    talk.say("blorp glorp")
    assert "988" in talk.text
    assert len(talk.titles) >= 5
