"""Each channel is shown as its own code renders it, and reads what it reads for real."""

from __future__ import annotations

import pytest
from rasa.core.channels.channel import UserMessage

from bot.channels.messaging.incoming import Kind
from bot.channels.messaging.settings import code_word
from bot.channels.reply import Reply
from bot.preview.play import arrivals
from bot.preview.play.doors import CHANNELS, Seen, door_for
from bot.preview.play.steps import StepError
from bot.responses.script_index import shared_index
from bot.storage.sessions import SessionsInMemory

BUTTONS = [
    {"title": "Menu", "payload": "/menu"},
    {"title": "My options", "payload": "/list_options"},
]
LONG = Reply("One sentence that goes on for a while. " * 12, BUTTONS)


async def answer(message: UserMessage) -> None:
    """Stand in for the bot: it says one thing with two buttons."""
    said = {"text": "What now?", "buttons": BUTTONS}
    await message.output_channel.send_response(message.sender_id, said)


async def say(channel: str, *texts: str) -> Seen:
    door = door_for(channel, SessionsInMemory(60), "played")
    for text in texts:
        seen = await door.say(answer, text)
    return seen


async def test_the_page_shows_a_bubble_a_paragraph_with_buttons_under_the_last() -> None:
    door = door_for("web_chat", SessionsInMemory(60), "played")
    seen = await door.show([Reply("One.\n\nTwo.", BUTTONS)])
    assert [bubble.text for bubble in seen.bubbles] == ["One.", "Two."]
    assert [len(bubble.choices) for bubble in seen.bubbles] == [0, 2]


async def test_a_text_message_numbers_its_choices_and_counts_its_parts() -> None:
    door = door_for("sms", SessionsInMemory(60), "played")
    seen = await door.show([LONG])
    assert len(seen.bubbles) > 1
    assert all(bubble.segments in (1, 2) for bubble in seen.bubbles)
    assert "2 My options" in seen.bubbles[-1].text
    assert not any(bubble.choices for bubble in seen.bubbles)
    assert seen.numbers == {"/menu": 1, "/list_options": 2}


@pytest.mark.parametrize("channel", ["whatsapp", "telegram", "messenger", "slack"])
async def test_an_app_with_buttons_shows_buttons_that_lead_to_their_payloads(channel: str) -> None:
    seen = await say(channel, "hello")
    payloads = [choice.payload for bubble in seen.bubbles for choice in bubble.choices]
    assert payloads == ["/menu", "/list_options"]


@pytest.mark.parametrize("channel", [one for one in CHANNELS if one != "web_chat"])
async def test_an_apps_first_words_come_before_its_first_answer(channel: str) -> None:
    seen = await say(channel, "hello")
    first = shared_index().text(f"utter_start_{channel}", channel).split("{")[0][:25]
    assert first in seen.bubbles[0].text.replace("\n", " ") or first in seen.bubbles[0].text


async def test_danger_is_answered_by_the_gate_also_when_the_bot_is_broken() -> None:
    async def broken(message: UserMessage) -> None:
        raise RuntimeError

    for channel in CHANNELS:
        door = door_for(channel, SessionsInMemory(60), "played")
        seen = await door.say(broken, "i am going to kill myself tonight")
        assert "988" in " ".join(bubble.text for bubble in seen.bubbles), channel


async def test_the_words_of_the_carriers_mean_what_they_mean_there() -> None:
    assert (await say("sms", "hello", "STOP")).bubbles == []
    assert (await say("slack", "STOP")).bubbles
    assert arrivals.typed("telegram", 1, "/start") is not None
    started = arrivals.typed("telegram", 1, "/start")
    assert started is not None
    assert started.kind is Kind.START


@pytest.mark.parametrize(
    ("texts", "silence"),
    [
        (["hello", "STOP"], "stop"),
        (["STOP"], "stop without a chat"),
        (["hello", code_word()], "code word"),
        ([code_word()], "no chat"),
        (["hello"], ""),
    ],
    ids=["stop", "stop alone", "code word", "code word alone", "answered"],
)
async def test_why_nothing_is_said_is_told(texts: list[str], silence: str) -> None:
    assert (await say("sms", *texts)).silence == silence


async def test_a_button_that_was_never_there_is_refused() -> None:
    door = door_for("web_chat", SessionsInMemory(60), "played")
    with pytest.raises(StepError):
        await door.tap(answer, '/no_such_intent{"a": 1}', "Anything", 0)


async def test_no_words_are_no_message() -> None:
    seen = await say("web_chat", "   \u200b ")
    assert [bubble.text for bubble in seen.bubbles] == [shared_index().text("utter_no_words")]


async def test_a_long_text_and_a_typed_intent_go_as_in_the_real_channel() -> None:
    heard: list[str] = []

    async def listen(message: UserMessage) -> None:
        heard.append(message.text)
        await answer(message)

    door = door_for("web_chat", SessionsInMemory(60), "played")
    too_long = await door.say(listen, "word " * 2000)
    await door.say(listen, "/menu")
    assert shared_index().text("utter_too_long").split("\n\n")[0] == too_long.bubbles[0].text
    assert heard == ["menu"]


def test_there_is_no_door_for_another_channel() -> None:
    with pytest.raises(StepError):
        door_for("fax", SessionsInMemory(60), "played")
