"""Many people at once, on one Rasa process and on two: messages a second, and slow answers."""

from __future__ import annotations

import dataclasses
import secrets
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles

from tests.bench.bots import Bot
from tests.bench.speaking import play
from tests.bench.starting import running
from tests.storage import redis_server

# People who chat at the same time, none of whom pauses.
PEOPLE = 16


@dataclass(frozen=True)
class Crowded:
    """What one crowd got."""

    per_second: float
    p99_ms: float


def crowded(bot: Bot, port: int) -> Crowded:
    """Let all people at once have one conversation each, without a pause."""
    talks = [bot.conversations[number % len(bot.conversations)] for number in range(PEOPLE)]
    began = time.perf_counter()
    with ThreadPoolExecutor(PEOPLE) as pool:
        said = list(pool.map(lambda talk: list(play(bot, port, talk)), talks))
    seconds = time.perf_counter() - began
    times = [answer.seconds * 1000 for answers in said for _, answer in answers]
    return Crowded(len(times) / seconds, quantiles(times, n=100, method="inclusive")[-1])


def on_two_processes(lantern: Bot, scratch: Path, passes: int) -> list[Crowded]:
    """Measure Lantern on two Rasa processes, which share a Redis; nothing without a Redis."""
    if redis_server.program() is None:
        return []
    with redis_server.server() as redis:
        environment = {
            **lantern.environment,
            "SANIC_WORKERS": "2",
            "REDIS_URL": redis.url,
            "LANTERN_SESSION_SECRET": secrets.token_hex(),
        }
        twice = dataclasses.replace(lantern, environment=environment)
        with running(twice, scratch, with_actions=True) as run:
            crowded(twice, run.port)  # both processes have to be warm
            return [crowded(twice, run.port) for _ in range(passes)]
