"""What an operator sees of the running servers: health, numbers and log lines, with Redis."""

from __future__ import annotations

import json
import os
import signal
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.conftest import free_port
from tests.end_to_end.client import Client
from tests.end_to_end.faults.sitecustomize import CRASH_IN_A_COMPONENT, WRONG_WORDS
from tests.end_to_end.running import Running
from tests.storage import redis_server
from tests.storage.redis_server import RedisServer

CANARY = "Zebulon hides the yellow submarine"
ALL_WELL = {"status": "ready", "safety": "ok", "actions": "ok", "law": "ok", "redis": "ok"}


@dataclass(frozen=True)
class Watched:
    """Running servers with Redis, the port of their numbers, and a file that makes words wrong."""

    running: Running
    redis: RedisServer
    metrics_port: int
    wrong_words: Path

    @property
    def client(self) -> Client:
        return Client(self.running.address)

    def ready(self) -> tuple[int, dict[str, Any]]:
        answer = self.client.request("GET", "/health/ready")
        return answer.status, json.loads(answer.body)

    def until(self, code: int, **parts: str) -> None:
        """Wait until the server says this of itself."""
        deadline = time.monotonic() + 60
        while True:
            told = self.ready()
            if told[0] == code and parts.items() <= told[1].items():
                return
            assert time.monotonic() < deadline, told
            time.sleep(0.5)

    def numbers(self) -> dict[str, float]:
        address = f"http://127.0.0.1:{self.metrics_port}/metrics"
        with urllib.request.urlopen(address, timeout=10) as reply:
            text = reply.read().decode()
        for word in ("zebulon", "yellow", "submarine", "ohio"):
            assert word not in text.lower()
        families = list(text_string_to_metric_families(text))
        return {
            " ".join([one.name, *one.labels.values()]): one.value
            for family in families
            for one in family.samples
        }


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    if redis_server.program() is None:
        pytest.skip("there is no redis-server on this machine")
    folder, port = tmp_path_factory.mktemp("watched"), free_port()
    with redis_server.server() as redis:
        running = Running(
            folder,
            f"sqlite:///{folder / 'lantern.db'}",
            REDIS_URL=redis.url,
            LANTERN_SESSION_SECRET=redis_server.SECRET,
            LANTERN_METRICS_PORT=str(port),
            LANTERN_LOG_FORMAT="json",
            PYTHONPATH=str(Path(__file__).with_name("faults")),
            **{WRONG_WORDS: str(folder / "wrong")},
        )
        try:
            one = Watched(running, redis, port, folder / "wrong")
            one.until(200, status="ready")
            yield one
        finally:
            running.stop()


def test_all_is_well_and_nothing_is_kept_of_the_look(watched: Watched) -> None:
    names = {name for name in watched.redis.names() if "session" not in name}
    turns = watched.numbers()["lantern_turns_total web_chat"]
    time.sleep(5.5)  # so that it looks once more
    assert watched.ready() == (200, ALL_WELL)
    assert {name for name in watched.redis.names() if "session" not in name} == names
    assert watched.numbers()["lantern_turns_total web_chat"] == turns
    live = watched.client.request("GET", "/health/live")
    assert (live.status, json.loads(live.body)) == (200, {"status": "ok"})


def test_without_the_action_server_people_are_still_sent_here(watched: Watched) -> None:
    server = watched.running.action_server()
    server.suspend()
    try:
        watched.until(200, status="degraded", safety="ok", actions="down", law="down")
    finally:
        server.resume()
    watched.until(200, status="ready")


def test_a_wrong_safety_reply_is_not_ready(watched: Watched) -> None:
    watched.wrong_words.touch()
    try:
        watched.until(503, status="not ready", safety="down", redis="ok")
        assert watched.numbers()["lantern_part_up safety"] == 0
        assert watched.numbers()["lantern_ready"] == 0
    finally:
        watched.wrong_words.unlink()
    watched.until(200, status="ready")


def test_without_redis_people_are_still_sent_here_since_danger_is_answered(
    watched: Watched,
) -> None:
    os.kill(watched.redis.process.pid, signal.SIGSTOP)
    try:
        watched.until(200, status="degraded", safety="ok", redis="down")
    finally:
        os.kill(watched.redis.process.pid, signal.SIGCONT)
    watched.redis.wait_until_it_answers()
    watched.until(200, status="ready")
    assert watched.numbers()["lantern_redis_failures_total"] > 0


def test_a_conversation_is_counted_and_no_word_of_it(watched: Watched) -> None:
    before = watched.numbers()
    watched.client.request("GET", "/")
    client = watched.client.open()
    client.send({"start": True})
    assert "2903.211" in client.say("what is the law in ohio").text
    client.say(f"{CANARY} qwzx vbnm")
    assert "988" in client.say(f"{CANARY} and I want to kill myself").text
    assert client.send({"choice": "/zebulon"}).status == 400
    assert client.request("DELETE", "/chat/sessions").status == 204
    after = watched.numbers()
    assert after.keys() == before.keys()
    grown = {name: after[name] - before[name] for name in after if after[name] > before[name]}
    assert grown["lantern_turns_total web_chat"] == 4
    assert grown["lantern_turn_seconds_count"] == 4
    assert grown["lantern_page_loads_total"] == 1
    assert grown["lantern_sessions_total opened"] == 1
    assert grown["lantern_sessions_total ended"] == 1
    # What is grave is not to be seen at once.
    assert not [name for name in grown if "safety_messages" in name or "gate_answers" in name]
    assert after["lantern_law_records fresh"] > 1_000
    assert after["lantern_model_trained_timestamp_seconds"] > 1_700_000_000


def test_log_lines_are_json_and_have_no_word_of_anybody(watched: Watched) -> None:
    before = watched.numbers()["lantern_failures_total error"]
    answer = watched.client.open().say(f"{CANARY} {CRASH_IN_A_COMPONENT}")
    assert "988" in answer.text
    assert watched.numbers()["lantern_failures_total error"] == before + 1
    output = watched.running.output.read_text(errors="replace")
    for word in ("Zebulon", "yellow", "submarine"):
        assert word not in output
    written = [json.loads(line) for line in output.splitlines() if line.startswith("{")]
    assert all({"time", "level", "logger", "event"} <= line.keys() for line in written)
    (failed,) = [one for one in written if one["event"].startswith("A turn failed")]
    assert failed["level"] == "error"
    assert failed["logger"] == "bot.channels.turn"
    assert failed["error"]["kind"] == "RuntimeError"
    assert failed["error"]["place"].startswith("tests/end_to_end/faults/sitecustomize.py:")
    # All else is the launcher's own, before and around the servers.
    plain = {line for line in output.splitlines() if not line.startswith("{")}
    assert not [line for line in plain if "ERROR" in line or "WARNING" in line]
