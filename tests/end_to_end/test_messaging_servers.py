"""Two servers, one Redis, one made-up app: order, duplicates, a restart, the end, no trace."""

from __future__ import annotations

import contextlib
import itertools
import secrets
import signal
import string
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.channels.messaging import words
from bot.locations import ROOT
from bot.storage.redis_place import PAUSE_SECONDS
from tests.channels.stand_ins.paper import PaperProvider
from tests.end_to_end.paper_servers import PaperServer
from tests.storage import redis_server
from tests.storage.redis_server import RedisServer

CODE = "".join(secrets.choice("bcdfghjklmnpqrstvwxz") for _ in range(12))
DIGITS = "".join(secrets.choice(string.digits) for _ in range(9))
START = words.said("utter_start_sms", "sms").text
LEFT = words.said("utter_left_sms", "sms").text
OLD_CHOICE = words.said(words.OLD_CHOICE, "sms").text.split("\n")[0]
TROUBLE = words.said(words.TROUBLE, "sms").text.split("\n")[0]
WELCOME, MENU = "Is it safe", "What would help"
NOT_OURS = {".venv", ".git", ".uv"}


@dataclass
class App:
    """Everything that runs."""

    provider: PaperProvider
    redis: RedisServer
    servers: list[PaperServer]
    folder: Path
    environment: dict[str, str]
    since: float

    def start(self) -> PaperServer:
        server = PaperServer(self.folder, self.provider.address, **self.environment)
        self.servers.append(server)
        return server


@dataclass
class Person:
    """Somebody whose messages reach this server or that."""

    app: App
    number: str
    _count: Iterator[int]

    def say(self, text: str = "", server: int = 0, message_id: str = "", **more: str) -> None:
        message_id = message_id or f"{self.number}-{next(self._count)}"
        assert self.app.servers[server].take(self.number, message_id, text, **more) == 200

    @property
    def read(self) -> str:
        return "\n".join(self.app.provider.texts_to(self.number))

    def waits_for(self, text: str, times: int = 1) -> bool:
        return self.app.provider.wait_until(lambda: self.read.count(text) >= times, 20)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    if redis_server.program() is None:
        pytest.skip("there is no redis-server on this machine")
    folder = tmp_path_factory.mktemp("messaging")
    (folder / "tmp").mkdir()
    since = time.time() - 1
    with PaperProvider() as provider, redis_server.server() as redis:
        environment = {
            "REDIS_URL": redis.url,
            "LANTERN_SESSION_SECRET": secrets.token_hex(),
            "TMPDIR": str(folder / "tmp"),
            "LOG_LEVEL": "INFO",
        }
        app = App(provider, redis, [], folder, environment, since)
        try:
            for server in (app.start(), app.start()):
                server.wait()
            yield app
        finally:
            for server in app.servers:
                if server.process.poll() is None:
                    server.stop()


@pytest.fixture
def person(app: App) -> Person:
    return Person(app, "+1" + "".join(secrets.choice(string.digits) for _ in range(9)), _count())


def _count() -> Iterator[int]:
    return itertools.count(1)


def test_a_burst_over_two_servers_is_answered_in_its_order(person: Person) -> None:
    texts = ["hello", "1", "i feel so ashamed", "what are my options", "menu", "go back"]
    for number, text in enumerate(texts):
        person.say(text, server=number % 2)
    assert person.waits_for("no one right", 2)
    at = [person.read.index(one) for one in (START[:40], WELCOME, MENU, "Shame", "no one right")]
    assert at == sorted(at)
    assert person.read.count(START[:40]) == 1


def test_a_duplicate_at_another_server_is_answered_once(person: Person) -> None:
    for server in (0, 1, 0):
        person.say("hello", server, message_id="the same")
    assert person.waits_for(WELCOME)
    person.say("menu", 1)
    assert person.waits_for(MENU)
    assert person.read.count(WELCOME) == 1


def test_the_code_word_at_another_server_ends_the_chat(person: Person) -> None:
    person.say("my ex keeps texting me 50 times a day from new numbers")
    assert person.waits_for("harassment")
    kept = person.app.redis.names()
    before = person.read
    person.say("Umbrella.", 1)
    assert _holds(lambda: kept - person.app.redis.names())
    assert person.read == before
    person.say("what have i told you")
    assert person.waits_for(START[:40], 2)
    assert person.read.count("harassment") == before.count("harassment")


def test_a_chat_goes_on_after_a_restart_in_mid_menu(person: Person) -> None:
    person.say("hello")
    assert person.waits_for(WELCOME)
    person.app.servers[0].stop()
    person.app.servers[0] = person.app.start()
    person.app.servers.pop().wait()
    person.say("1")
    assert person.waits_for(MENU)
    assert person.read.count(START[:40]) == 1


def test_while_redis_hangs_danger_is_answered_and_help_named(person: Person) -> None:
    person.app.redis.process.send_signal(signal.SIGSTOP)
    try:
        person.say("I want to kill myself")
        assert person.waits_for("988")
        person.say("hello")
        assert person.waits_for(TROUBLE)
    finally:
        person.app.redis.process.send_signal(signal.SIGCONT)
    person.app.redis.wait_until_it_answers()
    time.sleep(PAUSE_SECONDS)
    person.say("menu")
    assert person.waits_for(MENU)


def test_no_word_and_no_number_is_left_anywhere(app: App) -> None:
    person = Person(app, f"+1{DIGITS}", _count())
    told = f"{CODE} from {CODE} Falls keeps calling me."
    app.provider.fail(503, path="/send")
    for server, text in enumerate((told, f"I want to kill myself. {told}", f"😢 {told}" * 80)):
        person.say(text, server % 2, message_id=f"{CODE}-{server}")
    assert person.waits_for("988", 2)
    person.say(told, kind="picture")
    person.say(f"/{CODE}", kind="choice", choice=CODE)
    assert person.waits_for(OLD_CHOICE)
    assert app.servers[0].take(person.number, CODE, told, kind=CODE) == 400
    app.provider.fail(400, path="/send", content={"error": f"{told} {person.number}"})
    person.say(told)
    person.say("menu")
    assert person.waits_for(MENU, 2)
    assert search(app) == []
    person.say("leave")
    assert person.waits_for(LEFT[:30])
    for server in app.servers:
        server.stop()
    assert search(app) == []
    printed = "".join(server.output.read_text(errors="replace") for server in app.servers)
    assert "Traceback" not in printed


def _holds(what: object, seconds: float = 10) -> bool:
    assert callable(what)
    deadline = time.monotonic() + seconds
    while not what():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def search(app: App) -> list[str]:
    """Where a mark stands; for each place, the words around it."""
    marks = (CODE.encode(), DIGITS.encode())
    folders = [app.folder, app.redis.folder]
    folders += [one for one in ROOT.iterdir() if one.is_dir() and one.name not in NOT_OURS]
    found = []
    for file in (file for folder in folders for file in folder.rglob("*") if file.is_file()):
        with contextlib.suppress(FileNotFoundError):  # another test's, gone meanwhile
            content = file.read_bytes().lower() if file.stat().st_mtime >= app.since else b""
            for mark in marks:
                at = content.find(mark)
                if at >= 0:
                    found.append(f"{file.name}: {content[max(0, at - 200) : at + 80]!r}")
    for name, value in app.redis.content().items():
        if any(mark.decode() in (name + value).lower() for mark in marks):
            found.append(f"Redis {name}: {value[:500]}")
    return found
