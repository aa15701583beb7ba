"""`make run` from start to Ctrl-C: page, conversation, law, errors, failures, privacy, end."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.launch.prepare import quiet_environment
from bot.locations import ROOT
from tests.conftest import wait_for
from tests.end_to_end.client import Client
from tests.end_to_end.running import Running

CANARY = "the yellow submarine under the neighbor's porch"


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("database") / "lantern.db"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory, database: Path) -> Iterator[Running]:
    lantern = Running(tmp_path_factory.mktemp("run"), f"sqlite:///{database}")
    yield lantern
    if lantern.process.poll() is None:
        lantern.stop()


@pytest.fixture
def client(running: Running) -> Client:
    return Client(running.address).open()


def test_the_address_shows_the_page(running: Running) -> None:
    page = Client(running.address).request("GET", "/")
    assert page.status == 200
    assert b">Chat</title>" in page.body
    assert b"988" in page.body
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]
    assert page.headers["Cache-Control"] == "no-store"
    words = Client(running.address).request("GET", "/web/strings.json?lang=en")
    assert words.status == 200
    assert b"Leave now" in words.body


def test_a_conversation_reaches_the_law_of_a_state(client: Client) -> None:
    assert "a chat program, not a person" in client.send({"start": True}).text
    assert "What would help you most" in client.send({"choice": "/device_safe"}).text
    assert "Which state" in client.say("what is the law in my state").text
    law = client.say("ohio")
    assert "Ohio Rev. Code § 2903.211" in law.text
    assert law.kinds[-1] == "done"


def test_a_message_that_comes_twice_is_taken_once(client: Client) -> None:
    # A feeling that is told again gets other words.
    first = client.send({"text": "I am so angry", "id": "a-message-1"})
    again = client.send({"text": "I am so angry", "id": "a-message-1"})
    assert first.text == again.text
    assert first.lines[-2][1]["buttons"] == again.lines[-2][1]["buttons"]
    assert client.send({"text": "I am so angry", "id": "a-message-2"}).text != first.text


def test_the_same_message_at_the_same_time_is_taken_once(client: Client) -> None:
    body = {"text": "I am so angry", "id": "a-message-1"}
    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(client.send, [body, body])
    assert one.text == other.text
    assert client.send({**body, "id": "a-message-2"}).text != one.text


def test_danger_is_answered_first_and_early(client: Client) -> None:
    answer = client.say("I want to kill myself")
    assert answer.lines[0][1]["kind"] == "safety"
    assert answer.lines[0][0] < 1
    assert "988" in answer.text


def test_two_people_do_not_mix(running: Running) -> None:
    one, two = Client(running.address).open(), Client(running.address).open()
    one.say("my ex put a tracker on my car")
    assert "location tracking" in one.send({"choice": "/show_pattern"}).text
    assert "location tracking" not in two.send({"choice": "/show_pattern"}).text


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 400, "malformed"),
        (b"{", 400, "malformed"),
        (b"[]", 400, "malformed"),
        (b'"hi"', 400, "malformed"),
        (b"{}", 400, "malformed"),
        (b'{"text": 5}', 400, "malformed"),
        (b"\xff\xfe", 400, "malformed"),
        (b'{"choice": "/restart"}', 400, "unknown_choice"),
        (b'{"choice": "/tell_place{\\"us_state\\": \\"XX\\"}"}', 400, "unknown_choice"),
        (b'{"text": "hello", "id": "no id"}', 400, "malformed"),
        (b'{"text": "hello", "id": 12345678}', 400, "malformed"),
        (b'{"text": "' + b"a" * 1_000_000 + b'"}', 413, "too_long"),
    ],
)
def test_a_bad_request_gets_a_proper_status_and_a_sentence(
    client: Client, body: bytes, status: int, code: str
) -> None:
    answer = client.request("POST", "/chat/messages", body)
    assert answer.status == status
    assert answer.error["code"] == code
    assert answer.error["message"]


def test_nothing_is_said_without_a_session(running: Running) -> None:
    stranger = Client(running.address)
    assert stranger.say("hi").status == 401
    stranger.token = "made.up"
    over = stranger.say("I want to die").error
    assert over["code"] == "session_over"
    assert "988" in over["message"]


def test_danger_is_answered_also_after_a_chat_is_over(running: Running) -> None:
    person = Client(running.address).open()
    assert person.request("DELETE", "/chat/sessions").status == 204
    answer = person.say("I want to kill myself")
    assert answer.lines[0][1]["kind"] == "safety"
    assert "988" in answer.text
    assert answer.kinds[-2:] == ["end_session", "done"]
    for body in ({"text": "hello"}, {"choice": "/menu"}, {"start": True}, {}):
        assert person.send(body).error["code"] == "session_over"


@pytest.mark.parametrize(
    "path", ["/nothing", "/conversations/x/tracker", "/model/parse", "/domain"]
)
def test_rasa_s_own_api_is_not_there(running: Running, path: str) -> None:
    assert Client(running.address).request("GET", path).status == 404


def test_text_of_every_size_is_answered(client: Client) -> None:
    assert "I did not get any words" in client.say("").text
    assert "smaller parts" in client.say("word " * 2_000).text
    assert client.say("😢").kinds[-1] == "done"


def test_a_hammering_client_is_slowed_kindly(running: Running) -> None:
    client = Client(running.address).open()
    answers = [client.send({"choice": "/menu"}) for _ in range(40)]
    assert answers[0].status == 200
    assert answers[-1].status == 429
    assert "988" in answers[-1].error["message"]


def test_forgetting_ends_the_session_on_the_server(running: Running) -> None:
    client = Client(running.address).open()
    client.say("hello")
    assert client.request("DELETE", "/chat/sessions").status == 204
    assert client.say("hello").status == 401
    leaving = Client(running.address).open()
    assert leaving.request("POST", "/chat/sessions/end", leaving.token.encode()).status == 204
    assert leaving.say("hello").status == 401


def test_saying_goodbye_ends_the_session(client: Client) -> None:
    assert "end_session" in client.say("bye").kinds
    assert client.say("hello").status == 401


def test_a_locked_database_is_said_within_five_seconds(client: Client, database: Path) -> None:
    import sqlite3

    with sqlite3.connect(database, isolation_level=None) as lock:
        lock.execute("BEGIN EXCLUSIVE")
        started = time.monotonic()
        answer = client.say("what is the law in ohio")
        assert time.monotonic() - started < 5
        assert "911" in answer.text
        assert "988" in answer.text
        assert "2903.211" not in answer.text
        lock.execute("ROLLBACK")
    assert "2903.211" in client.say("what is the law in ohio").text


def test_a_hanging_action_server_is_said_within_five_seconds(
    running: Running, client: Client
) -> None:
    server = running.action_server()
    server.suspend()
    try:
        started = time.monotonic()
        answer = client.say("what is the law in ohio")
        assert time.monotonic() - started < 5
        assert "911" in answer.text
        assert "988" in answer.text
        started = time.monotonic()
        assert "988" in client.say("I want to die").text
        assert time.monotonic() - started < 2
        assert "What would help you most" in client.send({"choice": "/menu"}).text
    finally:
        server.resume()
    assert "2903.211" in client.say("what is the law in ohio").text


def test_no_word_of_a_conversation_is_left_behind(
    running: Running, client: Client, database: Path
) -> None:
    client.say(f"He hides {CANARY} and I am scared")
    client.say(f"law about {CANARY} in ohio")
    assert "submarine" not in running.output.read_text(errors="replace")
    for file in [database, *(ROOT / "var").rglob("*")]:
        if file.is_file() and file.suffix != ".onnx":
            assert b"yellow submarine" not in file.read_bytes(), file


def test_a_taken_port_is_said_in_one_sentence(running: Running) -> None:
    second = subprocess.run(
        [sys.executable, "-m", "bot.launch", "run", "--port", str(running.port)],
        cwd=ROOT,
        env=quiet_environment(),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert second.returncode == 1
    assert f"port {running.port} is taken" in second.stderr
    assert "PORT=" in second.stderr
    assert "Traceback" not in second.stderr


def test_without_the_action_server_the_conversation_goes_on(
    running: Running, client: Client
) -> None:
    running.action_server().kill()
    answer = client.say("what is the law in ohio")
    assert "911" in answer.text
    assert "988" in answer.text
    assert "Shame" in client.say("i feel so ashamed").text
    wait_for(f"http://127.0.0.1:{running.action_port}/health", 60)
    assert "2903.211" in client.say("what is the law in ohio").text


def test_ctrl_c_stops_all_it_started(running: Running) -> None:
    servers = running.servers()
    assert len(servers) >= 2
    assert running.stop() == 0
    assert not [one for one in servers if one.is_running() and one.status() != "zombie"]
    for port in (running.port, running.action_port):
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", port)) != 0
    assert "Stopped." in running.output.read_text(errors="replace")
