"""A widget of somebody else's: whose chat it is, what it may send, and that danger is answered."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest
import websockets
import yaml
from rasa.shared.exceptions import RasaException

from bot.channels.reply import scripted
from bot.channels.socket_chat import SocketChat
from bot.channels.socket_server import socket_server
from bot.launch.prepare import quiet_environment
from bot.locations import ROOT, WEB_WORDS
from tests.channels.socket_client import SITE, SocketClient
from tests.conftest import free_port, wait_for

ERRORS = yaml.safe_load((WEB_WORDS / "errors.en.yml").read_text("utf-8"))
TROUBLE = scripted("utter_technical_trouble").text


@dataclass
class Server:
    """The scripted bot: where it listens, and what it has printed."""

    port: int
    output: Path


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(free_port(), tmp_path_factory.mktemp("socket") / "output.txt")
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "tests.channels.scripted_bot", str(server.port)],
        cwd=ROOT,
        env={**quiet_environment(), "LANTERN_ALLOWED_ORIGINS": SITE},
        stdout=server.output.open("w"),
        stderr=subprocess.STDOUT,
    )
    try:
        wait_for(f"http://127.0.0.1:{server.port}/socket/")
        yield server
    finally:
        process.terminate()
        process.wait(30)


@pytest.fixture
def client(server: Server) -> SocketClient:
    return SocketClient(server.port)


async def test_a_conversation(client: SocketClient) -> None:
    async with client:
        await client.session()
        assert await client.say("hello", 2) == ["You: hello", "On we go."]


async def test_each_bubble_is_one_message_and_the_buttons_stand_under_the_last(
    client: SocketClient,
) -> None:
    async with client:
        await client.emit("user_uttered", {"message": "hi", "session_id": await client.session()})
        (_, first), (_, second) = await client.read(2)
    assert first == {"text": "You: hi"}
    assert [one["title"] for one in second["quick_replies"]] == ["Go on"]


@pytest.mark.parametrize("claimed", [None, "", "somebody", "a.b", 7, ["x"]])
async def test_a_session_is_chosen_by_the_server(client: SocketClient, claimed: str) -> None:
    async with client:
        token = await client.session(claimed)
        assert token != claimed
        assert len(token) > 40


async def test_who_has_the_token_comes_back_to_the_session(server: Server) -> None:
    async with SocketClient(server.port) as before:
        token = await before.session()
    async with SocketClient(server.port) as after:
        assert await after.session(token) == token
        assert await after.say("back", 2) == ["You: back", "On we go."]


async def test_two_clients_do_not_read_each_other(server: Server) -> None:
    async with SocketClient(server.port) as one, SocketClient(server.port) as other:
        await one.session()
        await other.session()
        await one.say("only mine", 2)
        assert await other.stays_silent()


async def test_the_id_of_a_conversation_opens_nothing(server: Server) -> None:
    async with SocketClient(server.port) as owner, SocketClient(server.port) as thief:
        token = await owner.session()
        session_id = token.rpartition(".")[0]
        assert await thief.session(session_id) != token
        await owner.say("only mine", 2)
        assert await thief.stays_silent()


@pytest.mark.parametrize("origin", ["http://localhost:8001", "https://evil.example", "null", None])
async def test_a_page_of_another_site_is_refused(server: Server, origin: str | None) -> None:
    with pytest.raises((websockets.exceptions.InvalidStatusCode, AssertionError)):
        async with SocketClient(server.port, origin):
            pass


async def test_a_message_of_a_chat_that_is_over_is_said_to_be_and_answered(
    client: SocketClient,
) -> None:
    async with client:
        gone = await client.session() + "x"
        await client.emit("user_uttered", {"message": "I am back", "session_id": gone})
        events = await client.read(4)
    assert events[0][0] == "session_confirm"
    texts = [content["text"] for _, content in events[1:]]
    assert texts == [ERRORS["session_over"], "You: I am back", "On we go."]


async def test_danger_is_answered_first_whatever_hangs_behind(client: SocketClient) -> None:
    async with client:
        await client.session()
        first, *_ = await client.say("wait I want to kill myself tonight")
        assert first not in ("", TROUBLE)
        said = first
        while TROUBLE.split("\n\n")[0] not in said:
            ((_, content),) = await client.read(1)
            said += content["text"]
        assert "988" in said


@pytest.mark.parametrize("message", ["wait a bit", "break it", "mute"])
async def test_whatever_fails_behind_it_the_person_reads_something(
    client: SocketClient, message: str
) -> None:
    async with client:
        await client.session()
        assert await client.say(message) == [TROUBLE.split("\n\n")[0]]


async def test_a_typed_intent_is_text_unless_this_chat_was_offered_it(server: Server) -> None:
    payload = '/go{"to": "on"}'
    async with SocketClient(server.port) as one, SocketClient(server.port) as other:
        await one.session()
        await other.session()
        await one.say("hello", 2)
        assert (await one.say(payload, 2))[0] == f"You: {payload}"
        assert (await other.say(payload, 2))[0] == f"You: {payload[1:]}"
        assert (await other.say("/restart", 2))[0] == "You: restart"


async def test_a_goodbye_ends_the_session(client: SocketClient) -> None:
    async with client:
        token = await client.session()
        assert await client.say("bye") == ["Take care."]
        assert await client.session(token) != token


async def test_a_hammering_client_is_slowed_kindly(client: SocketClient) -> None:
    async with client:
        token = await client.session()
        for _ in range(40):
            await client.emit("user_uttered", {"message": "hi", "session_id": token})
        texts = [content["text"] for _, content in await client.read(70)]
    assert ERRORS["too_fast"] in texts


@pytest.mark.parametrize("data", [None, "hello", 5, [], {}, {"message": None}, {"message": {}}])
async def test_a_message_that_is_none_gets_a_sentence(client: SocketClient, data: object) -> None:
    async with client:
        await client.session()
        await client.emit("user_uttered", data)
        assert (await client.read(1))[0][1]["text"] == ERRORS["trouble"]


async def test_a_text_too_long_gets_a_kind_reply(client: SocketClient) -> None:
    async with client:
        await client.session()
        bubbles = await client.say("word " * 2_000, 2)
    assert "\n\n".join(bubbles) == scripted("utter_too_long").text


@pytest.mark.parametrize(
    "packet",
    ["42", "42[]", "42[{}]", "42{", '42["user_uttered"', '4599999-["user_uttered",{}]', "4", "z"],
)
async def test_a_packet_that_is_none_leaves_others_alone(server: Server, packet: str) -> None:
    async with SocketClient(server.port) as rude, SocketClient(server.port) as other:
        await rude.send(packet)
        await other.session()
        assert (await other.say("hello", 2))[0] == "You: hello"


async def test_a_message_too_large_ends_only_its_own_connection(server: Server) -> None:
    async with SocketClient(server.port) as rude, SocketClient(server.port) as other:
        await rude.session()
        with pytest.raises(websockets.exceptions.ConnectionClosed):
            await rude.say("word " * 100_000)
        await other.session()
        assert (await other.say("hello", 2))[0] == "You: hello"


@pytest.mark.parametrize(("origin", "status"), [(SITE, 200), ("http://localhost:8001", 400)])
async def test_long_polling_too_is_for_named_sites(
    server: Server, origin: str, status: int
) -> None:
    address = f"http://127.0.0.1:{server.port}/socket.io/?EIO=4&transport=polling"
    async with (
        aiohttp.ClientSession(headers={"Origin": origin}) as session,
        session.get(address) as answer,
    ):
        assert answer.status == status
        allowed = answer.headers.get("Access-Control-Allow-Origin")
        assert allowed == (SITE if status == 200 else None)


def test_long_polling_can_be_switched_off() -> None:
    assert socket_server([SITE], long_polling=False).eio.transports == ["websocket"]


async def test_no_word_and_no_token_is_logged(server: Server) -> None:
    async with SocketClient(server.port) as client:
        token = await client.session()
        await client.say("break the yellow submarine")
        await client.say("the yellow submarine", 2)
        await client.send('42["user_uttered", {"message": "yellow submarine"')
        await client.send('4599-["user_uttered", {"message": "yellow submarine"}]')
    printed = server.output.read_text()
    assert "submarine" not in printed
    assert token not in printed
    assert not re.search(r"sid=", printed)


def test_a_setting_for_trust_that_would_do_nothing_is_refused() -> None:
    with pytest.raises(RasaException, match="jwt_key"):
        SocketChat.from_credentials({"jwt_key": "x", "bot_message_evt": "bot_uttered"})


def test_an_origin_that_is_none_ends_the_start_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LANTERN_ALLOWED_ORIGINS", "*")
    with pytest.raises(RasaException, match="LANTERN_ALLOWED_ORIGINS has"):
        SocketChat.from_credentials(None)


def test_without_allowed_origins_nobody_gets_in() -> None:
    assert "LANTERN_ALLOWED_ORIGINS" not in os.environ
    assert not SocketChat.from_credentials(None)._origins
