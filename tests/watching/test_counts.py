"""What is counted: closed labels whatever comes in, no word of anybody, no answer lost."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from prometheus_client import CollectorRegistry, generate_latest
from rasa.core.channels.channel import UserMessage

from bot.channels import turn
from bot.channels.message_text import clean
from bot.channels.turn import take_choice, take_turn
from bot.locations import ROOT
from bot.watching import counts, in_fives
from bot.watching.in_fives import CountInFives
from bot.watching.metrics_server import CountedErrors

CANARY = "My ex Zebulon hides behind the yellow house in Poughkeepsie and I want to kill myself"


def shown() -> str:
    return generate_latest(counts.REGISTRY).decode()


def lines() -> set[str]:
    """Every line without its number: names and labels."""
    return {line.rsplit(" ", 1)[0] for line in shown().splitlines()}


def value(name: str, **labels: str) -> float:
    return counts.REGISTRY.get_sample_value(name, labels) or 0.0


async def read(replies: Any) -> list[str]:
    return [reply.text async for reply in replies]


def handler(*responses: str, error: Exception | None = None) -> Any:
    async def handle(message: UserMessage) -> None:
        for name in responses:
            said = {"text": "Hello there.", "utter_action": name}
            await message.output_channel.send_response(message.sender_id, said)
        if error:
            raise error

    return handle


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """Show what is grave at once, to look for words in it."""
    monkeypatch.setattr(in_fives, "SHOWN_EVERY_SECONDS", 0)
    monkeypatch.setattr(in_fives, "STEP", 1)


async def test_a_turn_is_counted_by_channel_and_time() -> None:
    before, took = value("lantern_turns_total", channel="sms"), value("lantern_turn_seconds_count")
    await read(take_turn(handler("utter_menu"), "me", "sms", clean("hi")))
    await read(take_choice(handler("utter_menu"), "me", "sms", "/menu"))
    assert value("lantern_turns_total", channel="sms") == before + 2
    assert value("lantern_turn_seconds_count") == took + 2


@pytest.mark.parametrize(
    ("handle", "cause"),
    [
        (handler(), "silence"),
        (handler(error=RuntimeError(CANARY)), "error"),
        (handler("utter_menu", error=RuntimeError(CANARY)), "error"),
        (handler("utter_law_unavailable"), "law"),
    ],
    ids=["silence", "error", "error after a word", "law"],
)
async def test_what_went_wrong_is_counted_by_cause(handle: Any, cause: str) -> None:
    before = {one: value("lantern_failures_total", cause=one) for one in counts.CAUSES}
    await read(take_turn(handle, "me", "web_chat", clean("hi")))
    after = {one: value("lantern_failures_total", cause=one) for one in counts.CAUSES}
    assert after == {**before, cause: before[cause] + 1}


async def test_a_missed_deadline_and_a_failing_gate_are_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import asyncio

    async def hangs(message: UserMessage) -> None:
        await asyncio.sleep(60)

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(turn, "DEADLINE_SECONDS", 0.05)
    monkeypatch.setattr(turn, "ask_gate", broken)
    before = {one: value("lantern_failures_total", cause=one) for one in ("deadline", "gate")}
    await read(take_turn(hangs, "me", "web_chat", clean("hi")))
    for cause, count in before.items():
        assert value("lantern_failures_total", cause=cause) == count + 1


async def test_that_the_bot_did_not_follow_is_counted() -> None:
    before = value("lantern_fallbacks_total")
    await read(take_turn(handler("utter_not_understood"), "me", "web_chat", clean("hmm")))
    assert value("lantern_fallbacks_total") == before + 1


async def test_no_label_and_no_word_comes_out_of_a_message(today: None) -> None:
    known = lines()
    odd = ["Zebulon", "", "web_chat\n", 'a"} 1', "x" * 5_000]
    for number, channel in enumerate(odd):
        name = f"utter_{channel}"
        await read(take_turn(handler(name), f"sender-{number}", channel, clean(CANARY)))
        await read(take_choice(handler(name), "me", channel, f'/Zebulon{{"to": "{channel}"}}'))
        await read(take_turn(handler(error=KeyError(CANARY)), "me", channel, clean(CANARY)))
        counts.rate_limited(channel)
        counts.session(f"opened {channel}")
        counts.failed(channel or "Zebulon")
        counts.heard({"level": channel, "flags": [channel]}, answered=False)
        counts.heard({"level": "act", "flags": [channel], "evidence": []}, answered=False)
        counts.error_logged(f"bot.{channel}.Zebulon")
    assert lines() == known
    for word in ("zebulon", "yellow", "poughkeepsie", "sender-", "xxx"):
        assert word not in shown().lower()
    assert value("lantern_turns_total", channel="other") >= len(odd)


async def test_a_count_that_fails_costs_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise OSError(CANARY)

    for metric in ("_turns", "_turn_seconds", "_failures", "_fallbacks", "_gate_answers"):
        monkeypatch.setattr(counts, metric, None)
    monkeypatch.setattr(counts._safety_messages, "add", broken)
    replies = await read(take_turn(handler("utter_menu"), "me", "web_chat", clean(CANARY)))
    assert "988" in " ".join(replies)
    assert replies[-1] == "Hello there."
    assert len(await read(take_turn(handler(), "me", "web_chat", clean("hi")))) == 1


def test_what_is_grave_is_shown_in_fives_and_once_a_day() -> None:
    now, registry = [0.0], CollectorRegistry()
    flags = [("suicide_self",), ("self_harm",)]
    grave = CountInFives("grave", "", ["flag"], flags, registry, lambda: now[0])

    def told() -> list[float | None]:
        return [registry.get_sample_value("grave_total", {"flag": one}) for (one,) in flags]

    for _ in range(7):
        grave.add("suicide_self")
    for _ in range(4):
        grave.add("self_harm")
    assert told() == [0, 0]
    now[0] = in_fives.SHOWN_EVERY_SECONDS + 1
    assert told() == [5, 0]
    for _ in range(3):
        grave.add("suicide_self")
    assert told() == [5, 0]
    now[0] *= 2
    assert told() == [10, 0]
    with pytest.raises(KeyError):
        grave.add("Zebulon")


async def test_danger_is_counted_by_level_and_flag(today: None) -> None:
    labels = {"level": "act", "flag": "suicide_self"}
    before = value("lantern_safety_messages_total", **labels), value("lantern_gate_answers_total")
    await read(take_turn(handler(), "me", "web_chat", clean("I want to kill myself")))
    assert value("lantern_safety_messages_total", **labels) == before[0] + 1
    assert value("lantern_gate_answers_total") == before[1] + 1


def test_errors_are_counted_by_the_room_of_the_code() -> None:
    logger = logging.getLogger("bot.nlu.safety_detector")
    counted = CountedErrors()
    logger.addHandler(counted)
    before = value("lantern_logged_errors_total", room="safety")
    logger.error("Noticing danger failed: %s", "ValueError")
    logger.warning("Something else.")
    logger.removeHandler(counted)
    assert value("lantern_logged_errors_total", room="safety") == before + 1


def test_the_rooms_are_those_that_there_are() -> None:
    rooms = {file.parent.name for file in (ROOT / "bot").glob("*/__init__.py")}
    assert set(counts.ROOMS) == rooms


def test_no_time_tells_when_something_first_happened() -> None:
    assert "_created" not in shown()
