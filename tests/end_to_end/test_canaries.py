"""Words that nobody could guess go through every path; then every place is searched for them.

The servers run as `make run` starts them, in memory and with Redis. Faults that throw the words
about are in faults/sitecustomize.py.
"""

from __future__ import annotations

import contextlib
import json
import secrets
import shutil
import socket
import string
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.locations import ROOT
from tests.conftest import wait_for
from tests.end_to_end.client import Client
from tests.end_to_end.running import Running
from tests.storage import redis_server
from tests.storage.redis_server import RedisServer

FAULTS = Path(__file__).parent / "faults"
# Never written to by the servers; the environment may be shared, and is large.
NOT_OURS = {".venv", ".git", ".uv"}
CODE = "".join(secrets.choice("bcdfghjklmnpqrstvwxz") for _ in range(12))
PHONE = "614-" + "".join(secrets.choice(string.digits) for _ in range(9))
IDLE_MINUTES = {"memory": "1", "redis": "7"}
# What faults/sitecustomize.py has the action server log before its action breaks.
ACTION_FAULT = "A call begins."
TRIES_OF_A_FAULT = 3
LOG_SECONDS = 5.0


def marked(path: str) -> str:
    """A word of its own for each path, so that a leak names where it came from."""
    return f"{CODE}{path}"


def told(path: str, rest: str = "") -> str:
    """What somebody might write: a name, a place and a number, all of them made up."""
    mark = marked(path)
    return (
        f"{mark.title()} from {mark} Falls keeps calling me from {PHONE} and waits "
        f"at {mark}street 5. {rest}"
    )


def asked(path: str) -> str:
    """A question that only the action server can answer, with words of somebody's in it."""
    return f"What is the law in Ohio? My name is {marked(path).title()}, {PHONE}"


@dataclass
class Run:
    """Running servers, and all the places where they could leave something."""

    kind: str
    lantern: Running
    folder: Path
    database: Path
    redis: RedisServer | None
    since: float

    def client(self) -> Client:
        return Client(self.lantern.address).open()

    def files(self) -> Iterator[Path]:
        """Every file that was written since the start: in the test's folder and the project's."""
        folders = [self.folder]
        folders += [one for one in ROOT.iterdir() if one.is_dir() and one.name not in NOT_OURS]
        yield from (one for one in ROOT.iterdir() if one.is_file())
        if self.redis:
            folders.append(self.redis.folder)
        for folder in folders:
            for file in folder.rglob("*"):
                with contextlib.suppress(OSError):
                    if file.is_file() and file.stat().st_mtime >= self.since:
                        yield file


@pytest.fixture(scope="module", params=["memory", "redis"])
def run(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    folder = tmp_path_factory.mktemp("canaries")
    (folder / "tmp").mkdir()
    database = folder / "lantern.db"
    since = time.time() - 1
    environment = {
        "PYTHONPATH": str(FAULTS),
        "TMPDIR": str(folder / "tmp"),
        "LANTERN_IDLE_MINUTES": IDLE_MINUTES[request.param],
    }
    with contextlib.ExitStack() as stack:
        redis = None
        if request.param == "redis":
            if redis_server.program() is None:
                pytest.skip("there is no redis-server on this machine")
            redis = stack.enter_context(redis_server.server())
            environment |= {
                "REDIS_URL": redis.url,
                "LANTERN_SESSION_SECRET": secrets.token_hex(),
                "LOG_LEVEL": "INFO",
            }
        lantern = Running(folder, f"sqlite:///{database}", **environment)
        try:
            yield Run(request.param, lantern, folder, database, redis, since)
        finally:
            if lantern.process.poll() is None:
                lantern.stop()


def test_no_word_is_left_anywhere(run: Run) -> None:
    quiet, quiet_since = run.client(), time.monotonic()
    assert quiet.say(f"i feel so ashamed {marked('quiet')}").kinds[-1] == "done"

    ordinary_paths(run)
    errors_of_http(run)
    faults(run)
    ends(run)
    the_action_server_and_the_database(run)

    # Quiet for too long, and gone.
    if run.redis:
        run.redis.pass_time(float(IDLE_MINUTES[run.kind]) * 60)
        assert not run.redis.names()
    else:
        time.sleep(max(0.0, quiet_since + 62 - time.monotonic()))
    assert quiet.say(told("over")).error["code"] == "session_over"

    after = run.client()
    after.say(told("last"))
    assert search(run) == []
    assert run.lantern.stop() == 0
    assert search(run) == []


def ordinary_paths(run: Run) -> None:
    client = run.client()
    # The first message of a chat: Rasa keeps what comes with it.
    assert client.say(told("first", "I want to kill myself.")).lines[0][1]["kind"] == "safety"
    assert client.say(told("text")).kinds[-1] == "done"
    assert client.say(told("story", "My ex put a tracker on my car.")).kinds[-1] == "done"
    assert client.say(marked("unclear")).kinds[-1] == "done"
    assert (
        client.say(told("unicode", 'Él está aquí 😢 “nunca” \\ "q" \n\t done')).kinds[-1] == "done"
    )
    assert client.say(f'/tell_place{{"us_state": "{marked("slash")}"}}').kinds[-1] == "done"
    assert client.send({"choice": "/show_pattern"}).kinds[-1] == "done"
    assert client.say("what is the law in my state").kinds[-1] == "done"
    assert client.say(f"{marked('place')} Falls").kinds[-1] == "done"
    assert client.say(told("law", "in ohio")).kinds[-1] == "done"
    assert (
        client.say(told("gate", "He is here with a gun right now.")).lines[0][1]["kind"] == "safety"
    )
    assert "smaller parts" in client.say(told("long") * 200).text


def errors_of_http(run: Run) -> None:
    client = run.client()
    mark = marked("http")
    assert client.send({"choice": f"/{mark}"}).status == 400
    assert client.send({"choice": f'/tell_place{{"us_state": "{mark}"}}'}).status == 400
    assert client.send({"text": [mark]}).status == 400
    assert client.send([mark]).status == 400
    for body in (f'{{"text": "{mark}', f"{mark}\xff", mark):
        assert client.request("POST", "/chat/messages", body.encode("latin-1")).status == 400
    assert client.request("POST", "/chat/messages", mark.encode() * 50_000).status == 413
    for method, path in (
        ("GET", f"/{mark}"),
        ("GET", f"/web/{mark}.js?q={mark}"),
        ("GET", f"/web/strings.json?lang={mark}"),
        ("POST", f"/chat/{mark}"),
        ("PUT", "/chat/messages"),
        ("PATCH", f"/?{mark}"),
    ):
        client.request(method, path, None if method == "GET" else mark.encode())
    stranger = Client(run.lantern.address)
    stranger.token = mark
    assert stranger.say(told("stranger")).status == 401
    assert stranger.request("POST", "/chat/sessions/end", mark.encode()).status == 204
    for raw in (
        f"GET /{mark} HTTP/9.9\r\n\r\n",
        f"{mark}\r\n\r\n",
        f"POST / HTTP/1.1\r\n{mark}\r\n",
    ):
        with socket.create_connection(("127.0.0.1", run.lantern.port), timeout=10) as wire:
            wire.sendall(raw.encode())
            wire.settimeout(2)
            with contextlib.suppress(OSError):
                wire.recv(1000)
    # Somebody goes in mid-answer.
    body = json.dumps({"text": told("gone")})
    with socket.create_connection(("127.0.0.1", run.lantern.port), timeout=10) as wire:
        wire.sendall(
            (
                "POST /chat/messages HTTP/1.1\r\nHost: x\r\n"
                f"Authorization: Bearer {client.token}\r\nContent-Length: {len(body)}\r\n\r\n{body}"
            ).encode()
        )


def faults(run: Run) -> None:
    # All that came before was understood.
    assert "A turn failed" not in run.lantern.output.read_text(errors="replace")
    client = run.client()
    trouble = client.say(told("component", "componentfault")).text
    assert "911" in trouble
    assert "988" in trouble
    assert client.say(told("gatecrash", "gatefault I want to die")).kinds[-1] == "done"
    assert "988" in client.say(told("response", "responsefault")).text
    assert client.say(told("chatty", "chattyfault é")).kinds[-1] == "done"
    # On a busy machine a turn may be cut off before it asks its action: then it is told once more.
    for _ in range(TRIES_OF_A_FAULT):
        assert client.say(f"{asked('action')} actionfault").kinds[-1] == "done"
        if comes_into_the_log(run, ACTION_FAULT):
            break
    assert client.send({"choice": "/menu"}).kinds[-1] == "done"
    # The faults were met, and what is logged of them helps whoever mends them.
    log = run.lantern.output.read_text(errors="replace")
    assert "RuntimeError" in log
    assert "sitecustomize.py" in log
    assert ACTION_FAULT in log


def comes_into_the_log(run: Run, line: str) -> bool:
    """Whether a line stands in the log within some seconds: it may be another server's."""
    deadline = time.monotonic() + LOG_SECONDS
    while line not in run.lantern.output.read_text(errors="replace"):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def ends(run: Run) -> None:
    forgets = run.client()
    forgets.say(told("forgets"))
    assert forgets.request("DELETE", "/chat/sessions").status == 204
    assert forgets.say(told("forgotten")).status == 401
    leaves = run.client()
    leaves.say(told("leaves"))
    assert leaves.request("POST", "/chat/sessions/end", leaves.token.encode()).status == 204
    says_bye = run.client()
    says_bye.say(told("bye"))
    assert "end_session" in says_bye.say("bye").kinds
    starts_over = run.client()
    starts_over.say(told("over"))
    assert starts_over.send({"choice": "/start_over"}).status in (200, 400)
    assert starts_over.say("start over").kinds[-1] == "done"


def the_action_server_and_the_database(run: Run) -> None:
    client = run.client()
    away = run.database.with_suffix(".away")
    shutil.move(run.database, away)
    assert "988" in client.say(asked("missing")).text
    run.database.unlink(missing_ok=True)
    shutil.move(away, run.database)
    server = run.lantern.action_server()
    server.suspend()
    assert "988" in client.say(asked("hangs")).text
    server.resume()
    server.kill()
    assert "988" in client.say(asked("down")).text
    wait_for(f"http://127.0.0.1:{run.lantern.action_port}/health", 90)


def search(run: Run) -> list[str]:
    """Where a mark stands; for each place, the words around it."""
    found = []
    digits = PHONE.replace("-", "")
    for file in run.files():
        content = file.read_bytes().lower()
        for mark in (CODE, PHONE, digits):
            at = content.find(mark.encode())
            if at >= 0:
                found.append(f"{file.name}: {content[max(0, at - 200) : at + 80]!r}")
    if run.redis:
        for name, value in run.redis.content().items():
            if any(mark in (name + value).lower() for mark in (CODE, PHONE, digits)):
                found.append(f"Redis {name}: {value[:500]}")
    return found
