"""Locust's script: each user is one person in the web chat, from an address of their own.

    locust -f tests/load/crowd.py --headless -u 200 -r 20 -t 3m --host http://127.0.0.1:5005

Every message is written to `--records` as one line of JSON (people.py); Locust's own table shows
the times meanwhile.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import itertools
import random
import sys
import time
from pathlib import Path
from typing import Any, TextIO

from locust import User, events, task
from locust.env import Environment
from locust.exception import StopUser

# Locust runs a script by its path; the tests' other modules are found from the project's folder.
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.end_to_end.client import Answer, Client
from tests.load.people import Outcome, Person, Step, judge, read_words, record, seconds_of, with_id

WORDS = read_words()
NUMBERS = itertools.count()
# Seconds after which the page's own "Try again" is tapped, and how often.
AGAIN_SECONDS, AGAIN = 1.0, 3


@events.init_command_line_parser.add_listener
def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--records", default="", help="file for one line of JSON a message")
    parser.add_argument("--shortest-pause", type=float, default=4.0, help="seconds")
    parser.add_argument("--longest-pause", type=float, default=12.0, help="seconds")
    parser.add_argument("--danger-share", type=float, default=0.1, help="0 to 1")


@events.init.add_listener
def open_records(environment: Environment, **more: Any) -> None:
    name = environment.parsed_options.records
    environment.records = Path(name).open("w", encoding="utf-8") if name else None  # noqa: SIM115


class Visitor(User):
    """A person who chats, begins anew when the chat was lost, and goes on until the end."""

    def on_start(self) -> None:
        options = self.environment.parsed_options
        self.number = next(NUMBERS)
        self.person = Person(self.number, WORDS, options.danger_share)
        self.pause = (options.shortest_pause, options.longest_pause)
        # 127.0.0.2 and on: each a machine of its own to whatever counts by address.
        self.source = f"127.0.{1 + self.number // 250}.{2 + self.number % 250}"
        self.host = str(self.environment.host)

    @task
    def chat(self) -> None:
        """Have one chat, and forget it at the end."""
        client = self._open()
        script = self.person.script()
        outcome = None
        for turn in itertools.count(1):
            try:
                step = next(script) if outcome is None else script.send(outcome)
            except StopIteration:
                break
            outcome = self._say(client, step, turn)
            if outcome is Outcome.OVER:
                return
            time.sleep(random.uniform(*self.pause))
        with contextlib.suppress(OSError, http.client.HTTPException):
            client.request("DELETE", "/chat/sessions")

    def _open(self) -> Client:
        client = Client(self.host, source=self.source)
        for _ in range(60):
            try:
                return client.open()
            except (OSError, KeyError, ValueError):
                time.sleep(AGAIN_SECONDS)
        raise StopUser

    def _say(self, client: Client, step: Step, turn: int) -> Outcome:
        """Send one message, and the same one again where no whole answer came."""
        body = with_id(step)
        for _ in range(1 + AGAIN):
            began = time.monotonic()
            answer = self._ask(client, body)
            whole = time.monotonic() - began
            outcome, seconds = judge(step, answer), seconds_of(step, answer, whole)
            self._note(record(self.number, step, began, seconds, outcome, turn))
            if outcome in (Outcome.WRONG, Outcome.MIXED):
                # For who looks into it; nobody real speaks here.
                print(outcome.value, step.body, answer and (answer.status, answer.text[:300]))
            self.environment.events.request.fire(
                request_type=outcome.value,
                name=step.kind,
                response_time=seconds * 1000,
                response_length=0,
                exception=None,
            )
            if outcome is not Outcome.CUT:
                break
            time.sleep(AGAIN_SECONDS)
        return outcome

    def _ask(self, client: Client, body: dict[str, Any]) -> Answer | None:
        try:
            return client.send(body)
        except (OSError, ValueError, http.client.HTTPException):
            return None

    def _note(self, line: str) -> None:
        records: TextIO | None = self.environment.records
        if records:
            records.write(line + "\n")
            records.flush()
