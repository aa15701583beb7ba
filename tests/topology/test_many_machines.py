"""Two Rasa servers and two action servers behind one proxy, on Redis and PostgreSQL.

The proxy gives each message to the server that has least to do, so that conversations hop; where a
test needs a certain server, it asks that one.
"""

from __future__ import annotations

import itertools
import secrets
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.channels.stand_ins.paper import PaperProvider, deliver
from tests.end_to_end.client import Answer, Client
from tests.end_to_end.paper_servers import CHANNEL, paper_settings
from tests.load import crowd_run
from tests.load.chaos import Plan, chaos
from tests.load.crowd_run import Crowd, read_messages
from tests.load.faults import FAULTS
from tests.load.people import Outcome
from tests.topology.clinic import Clinic, clinic, missing_program
from tests.topology.servers import WEB_CHANNEL

FEELINGS = ("i feel so ashamed", "i am so angry", "i feel so lonely")
TRACKED, SPYWARE = "location tracking", "stalkerware"
TEXAS, OHIO = "Tex. Penal Code § 42.072", "Ohio Rev. Code § 2903.211"

# People who hardly pause, so that a few do for a short test.
QUICK = Crowd(people=8, a_second=8.0, shortest_pause=0.5, longest_pause=1.5, danger_share=0.5)
QUICK_PLAN = Plan(before=3, broken=3, after=2)
SMALL_FAULTS = (
    "nothing",
    "both action servers hang",
    "Redis hangs",
    "one of two Rasa servers hangs",
)


@dataclass
class Town:
    """What runs, and the provider of a messaging app beside it."""

    clinic: Clinic
    provider: PaperProvider

    def client(self) -> Client:
        return Client(self.clinic.address).open()


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    missing = missing_program()
    if missing:
        pytest.skip(f"there is no {missing} on this machine")
    folder = tmp_path_factory.mktemp("topology")
    with (
        PaperProvider() as provider,
        clinic(folder, channels=(WEB_CHANNEL, CHANNEL), **paper_settings(provider.address)) as all_,
    ):
        yield Town(all_, provider)


def test_a_conversation_hops_from_server_to_server(town: Town) -> None:
    person = town.client()
    assert "a chat program, not a person" in person.send({"start": True}).text
    assert "What would help you most" in person.send({"choice": "/device_safe"}).text
    assert TRACKED in person.say("my ex put a tracker on my car").text
    for _ in range(3):
        assert TRACKED in person.send({"choice": "/show_pattern"}).text
    assert "Which state" in person.say("what is the law in my state").text
    assert OHIO in person.say("ohio").text
    assert "Shame" in person.say(FEELINGS[0]).text
    assert OHIO in person.send({"choice": "/ask_law"}).text
    here, there = (Client(server.address) for server in town.clinic.rasa)
    here.token = there.token = person.token
    for server in (here, there, here, there):
        assert TRACKED in server.send({"choice": "/show_pattern"}).text


def test_the_safety_reply_comes_from_either_server(town: Town) -> None:
    for server in town.clinic.rasa:
        for _ in range(2):
            person = Client(server.address).open()
            answer = person.say("I want to kill myself")
            assert answer.lines[0][1]["kind"] == "safety"
            assert "988" in answer.text
    person = town.client()
    first = person.say("I want to kill myself")
    again = person.say("i am going to end my life tonight")
    assert "988" in first.text
    assert "988" in again.text


def test_what_one_server_forgets_the_other_does_not_know(town: Town) -> None:
    here, there = (Client(server.address) for server in town.clinic.rasa)
    there.token = here.open().token
    here.say("my ex put a tracker on my car")
    assert TRACKED in there.send({"choice": "/show_pattern"}).text
    assert there.request("DELETE", "/chat/sessions").status == 204
    assert here.send({"choice": "/show_pattern"}).status == 401
    assert there.say("hello").status == 401


def test_two_tabs_at_both_servers_keep_one_order(town: Town) -> None:
    here, there = (Client(server.address) for server in town.clinic.rasa)
    there.token = here.open().token
    here.send({"choice": "/device_safe"})
    tellings = {
        "my ex put a tracker on my car": TRACKED,
        "someone put my home address on a forum": "doxxing",
        "he sends me fifty messages a day from new numbers": "harassment",
        "there is a hidden camera in my bedroom": "hidden cameras",
    }
    with ThreadPoolExecutor(4) as pool:
        answers = pool.map(
            lambda pair: pair[0].say(pair[1]), zip(itertools.cycle([here, there]), tellings)
        )
        assert all(answer.kinds[-1] == "done" for answer in answers)
    # None of the four undid another one.
    picture = there.send({"choice": "/show_pattern"}).text
    assert [word for word in tellings.values() if word not in picture] == []


def test_a_message_that_comes_again_at_the_other_server_is_taken_once(town: Town) -> None:
    here, there = (Client(server.address) for server in town.clinic.rasa)
    there.token = here.open().token
    body = {"text": "I am so angry", "id": "a-message-1"}
    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(lambda client: client.send(body), (here, there))
    assert one.text == other.text
    # A feeling that is told again gets other words.
    assert here.send({**body, "id": "a-message-2"}).text != one.text


def test_a_chat_in_an_app_hops_too(town: Town) -> None:
    person = "+1555" + "".join(secrets.choice("0123456789") for _ in range(7))
    webhook = f"{town.clinic.address}/webhooks/sms/webhook"

    def read() -> str:
        return "\n".join(town.provider.texts_to(person))

    texts = ["hello", "1", "my ex put a tracker on my car", "what is the law in texas", "menu"]
    for number, text in enumerate(texts):
        assert deliver(webhook, {"person": person, "id": f"{person}-{number}", "text": text}) == 200
    assert town.provider.wait_until(lambda: read().count("What would help") >= 2, 30)
    seen = read()
    places = [seen.index(word) for word in ("Is it safe", TRACKED, TEXAS)]
    assert places == sorted(places)


needs_a_crowd = pytest.mark.skipif(
    bool(crowd_run.missing_program()), reason=f"there is no {crowd_run.missing_program()}"
)


@needs_a_crowd
def test_whatever_breaks_under_a_crowd_everybody_hears_something(
    town: Town, tmp_path: Path
) -> None:
    faults = [one for one in FAULTS if one.name in SMALL_FAULTS]
    assert len(faults) == len(SMALL_FAULTS)
    rows = chaos(town.clinic, faults, QUICK, QUICK_PLAN, tmp_path / "chaos.jsonl", print)
    assert [line for row in rows for line in row.broken_promises()] == []
    assert all(row.figures.messages > 0 for row in rows)
    messages = read_messages(tmp_path / "chaos.jsonl")
    assert {one.kind for one in messages} >= {"telling", "picture", "law", "safety"}
    counts = {row.fault.name: row.figures.counts for row in rows}
    # A slow machine may say honestly that it is late; that nobody is answered would be a fault.
    assert counts["nothing"][Outcome.ANSWERED.value] > 0
    # It did break: while Redis hangs nothing can be remembered, and that is said.
    assert counts["Redis hangs"][Outcome.HONEST.value] > 0


def test_a_rolling_restart_loses_no_message_and_no_conversation(town: Town) -> None:
    first, second = town.clinic.rasa
    talks = [Talk(town.client(), feeling) for feeling in FEELINGS]
    with ThreadPoolExecutor(len(talks)) as pool:
        going = [pool.submit(talk.go_on) for talk in talks]
        try:
            time.sleep(1)
            first.stop()
            time.sleep(1)
            first.start()
            first.wait()
            assert "Is it safe" in Client(first.address).open().send({"start": True}).text
            time.sleep(1.5)  # until the proxy has seen that it is back
            second.stop()
            time.sleep(1)
        finally:
            for talk in talks:
                talk.enough.set()
        for one in going:
            one.result()
    for talk in talks:
        assert len(talk.answers) > 5
        assert [one for one in talk.answers if TRACKED not in one.text] == []


class Talk:
    """One person who told something, and asks for the picture over and over."""

    def __init__(self, client: Client, feeling: str) -> None:
        self.client = client
        self.answers: list[Answer] = []
        self.enough = threading.Event()
        assert TRACKED in client.say("my ex put a tracker on my car").text
        client.say(feeling)

    def go_on(self) -> None:
        while not self.enough.is_set():
            self.answers.append(self.client.send({"choice": "/show_pattern"}))
            time.sleep(0.4)
