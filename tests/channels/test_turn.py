"""Whatever Rasa does, the person reads something, in time, and danger is answered first."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage

from bot.channels import turn
from bot.channels.chat_notes import ChatNotes
from bot.channels.message_text import clean
from bot.channels.reply import Reply, scripted
from bot.channels.room import TURNS_AT_ONCE
from bot.channels.turn import take_choice, take_turn
from bot.safety.model import GATE_METADATA
from bot.storage.sessions import SessionsInMemory

TROUBLE = scripted("utter_technical_trouble").text


async def read(replies: Any) -> list[Reply]:
    return [reply async for reply in replies]


def says(text: str) -> Any:
    async def handler(message: UserMessage) -> None:
        await message.output_channel.send_response(message.sender_id, {"text": text})

    return handler


async def hangs(message: UserMessage) -> None:
    await asyncio.sleep(600)


async def breaks(message: UserMessage) -> None:
    raise RuntimeError(message.text)


async def is_silent(message: UserMessage) -> None:
    return None


async def test_what_rasa_says_reaches_the_person() -> None:
    replies = await read(take_turn(says("Hello there."), "me", "test", clean("hi")))
    assert [reply.text for reply in replies] == ["Hello there."]


@pytest.mark.parametrize("handler", [breaks, is_silent], ids=["breaks", "is silent"])
async def test_an_error_or_silence_ends_in_a_sentence_with_help(handler: Any) -> None:
    (reply,) = await read(take_turn(handler, "me", "test", clean("what are my options")))
    assert reply.text == TROUBLE
    assert "911" in reply.text
    assert "988" in reply.text
    assert reply.buttons


async def test_a_hanging_turn_ends_within_five_seconds() -> None:
    started = time.monotonic()
    (reply,) = await read(take_choice(hangs, "me", "test", "/menu"))
    assert reply.text == TROUBLE
    assert time.monotonic() - started < 5


async def test_danger_is_answered_before_rasa_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turn, "DEADLINE_SECONDS", 0.2)
    asked: list[UserMessage] = []

    async def asked_and_hangs(message: UserMessage) -> None:
        asked.append(message)
        await hangs(message)

    replies = take_turn(asked_and_hangs, "me", "test", clean("I want to kill myself"))
    first = await replies.__anext__()
    assert first.kind == "safety"
    assert not asked
    rest = await read(replies)
    assert "988" in " ".join(reply.text for reply in [first, *rest])
    assert rest[-1].text == TROUBLE


async def test_the_dialogue_is_told_what_the_gate_has_said() -> None:
    heard: list[dict[str, Any]] = []

    async def handler(message: UserMessage) -> None:
        heard.append(message.metadata or {})

    await read(take_turn(handler, "me", "test", clean("I want to kill myself")))
    await read(take_turn(handler, "me", "test", clean("what are my options")))
    assert heard[0][GATE_METADATA]["answered"]
    assert heard[0][GATE_METADATA]["safety"]["flags"] == ["suicide_self"]
    assert not heard[1][GATE_METADATA]["answered"]


async def test_the_gate_does_not_say_the_same_words_twice() -> None:
    async def handler(message: UserMessage) -> None:
        return None

    kept = SessionsInMemory(60)
    kept.add("me")
    notes = ChatNotes(kept)
    texts = [
        [
            reply.text
            for reply in await read(
                take_turn(handler, "me", "test", clean("I want to kill myself"), notes)
            )
        ]
        for _ in range(2)
    ]
    assert notes.answered("me") == {"suicide_self"}
    assert texts[0][0] != texts[1][0]
    assert all("988" in " ".join(one) for one in texts)


async def test_no_words_get_a_kind_reply_without_rasa() -> None:
    (reply,) = await read(take_turn(breaks, "me", "test", clean(" \x00 ")))
    assert reply.text == scripted("utter_no_words").text


@pytest.mark.parametrize("size", [10_000, 1_000_000])
async def test_a_text_too_long_gets_a_kind_reply_without_rasa(size: int) -> None:
    (reply,) = await read(take_turn(breaks, "me", "test", clean("word " * (size // 5))))
    assert reply.text == scripted("utter_too_long").text


async def test_danger_in_a_text_too_long_is_answered() -> None:
    text = clean("He keeps writing to me. " * 400 + "I want to kill myself.")
    replies = await read(take_turn(breaks, "me", "test", text))
    assert replies[0].kind == "safety"
    assert replies[-1].text == scripted("utter_too_long").text


async def test_a_broken_gate_does_not_silence_the_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(text: str, again: object = None) -> None:
        raise ValueError(text)

    monkeypatch.setattr(turn, "ask_gate", broken)
    replies = await read(take_turn(says("I hear you."), "me", "test", clean("I want to die")))
    assert [reply.text for reply in replies] == ["I hear you."]


async def test_in_a_rush_who_waits_hears_so_in_time_and_danger_is_answered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(turn, "DEADLINE_SECONDS", 0.3)
    rush = [
        asyncio.create_task(read(take_choice(hangs, str(number), "test", "/menu")))
        for number in range(TURNS_AT_ONCE)
    ]
    await asyncio.sleep(0.1)
    begun: list[str] = []

    async def begins(message: UserMessage) -> None:
        begun.append(message.sender_id)
        await hangs(message)

    one = asyncio.create_task(read(take_choice(begins, "one", "test", "/menu")))
    danger = take_turn(begins, "other", "test", clean("I want to kill myself"))
    assert (await danger.__anext__()).kind == "safety"
    await asyncio.sleep(0.1)
    assert begun == []
    assert [reply.text for reply in await one] == [TROUBLE]
    await read(danger)
    await asyncio.gather(*rush)
    # Room is made again for those who come after.
    (reply,) = await read(take_turn(says("Hello there."), "me", "test", clean("hi")))
    assert reply.text == "Hello there."
