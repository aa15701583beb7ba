"""The first safety reply hangs on nothing: it is the same, and comes within a second."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from rasa.utils.endpoints import EndpointConfig

from bot.channels import turn
from bot.channels.message_text import clean
from bot.channels.turn import take_turn
from bot.safety import detector
from tests.conversations.driver import Lantern

MESSAGE = "he found me again and i just want to die"


def first_reply(lantern: Lantern, sender_id: str = "me") -> tuple[str, float]:
    """The first bubble, and the seconds until it came."""

    async def ask() -> tuple[str, float]:
        started = time.monotonic()
        replies = take_turn(lantern.agent.handle_message, sender_id, "test", clean(MESSAGE))
        reply = await replies.__anext__()
        waited = time.monotonic() - started
        async for _ in replies:
            pass
        return reply.text, waited

    found: tuple[str, float] = lantern.run(ask())
    return found


@pytest.fixture(autouse=True)
def short_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turn, "DEADLINE_SECONDS", 2.0)


@pytest.fixture
def expected(lantern: Lantern) -> str:
    return first_reply(lantern, "as usual")[0]


@contextmanager
def actions_at(lantern: Lantern, url: str) -> Iterator[None]:
    processor: Any = lantern.agent.processor
    usual = processor.action_endpoint
    processor.action_endpoint = EndpointConfig(url)
    try:
        yield
    finally:
        processor.action_endpoint = usual


def test_with_no_action_server(lantern: Lantern, expected: str) -> None:
    with actions_at(lantern, "http://127.0.0.1:9/webhook"):
        text, waited = first_reply(lantern)
    assert text == expected
    assert waited < 1


def test_with_an_action_server_that_hangs(lantern: Lantern, expected: str) -> None:
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen()
        with actions_at(lantern, f"http://127.0.0.1:{deaf.getsockname()[1]}/webhook"):
            text, waited = first_reply(lantern)
    assert text == expected
    assert waited < 1


def test_with_understanding_that_fails(
    lantern: Lantern, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("the model")

    monkeypatch.setattr(lantern.agent.processor, "parse_message", broken)
    text, waited = first_reply(lantern)
    assert text == expected
    assert waited < 1


def test_with_a_message_of_the_same_person_still_waiting(lantern: Lantern, expected: str) -> None:
    async def ask() -> tuple[str, float]:
        async with lantern.agent.lock_store.lock("busy"):
            started = time.monotonic()
            handler = lantern.agent.handle_message
            replies = take_turn(handler, "busy", "test", clean(MESSAGE))
            reply = await replies.__anext__()
            waited = time.monotonic() - started
            async for _ in replies:
                pass
        await asyncio.sleep(0.1)
        return reply.text, waited

    text, waited = lantern.run(ask())
    assert text == expected
    assert waited < 1


def test_with_a_tracker_store_that_fails(
    lantern: Lantern, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: Any, **__: Any) -> None:
        raise OSError("the database")

    monkeypatch.setattr(lantern.agent.tracker_store, "retrieve", broken)
    text, waited = first_reply(lantern)
    assert text == expected
    assert waited < 1


def test_with_a_classifier_that_fails(
    lantern: Lantern, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken:
        def read(self, text: str) -> None:
            raise RuntimeError("the classifier")

    monkeypatch.setattr(detector, "default_classifier", lambda: Broken())
    text, waited = first_reply(lantern)
    assert text == expected
    assert waited < 1
