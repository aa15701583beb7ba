"""What a message costs as its chat grows: one chat of many turns, the same few messages in turn."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import mean
from typing import Any

import psutil

from tests.end_to_end.client import Client
from tests.topology.servers import ServerProcess

TURNS = 200
# Both ends of the chat that are held against each other, in turns.
END = 40
# Below the channel's limit for one session: 30 messages in 10 seconds.
PAUSE_SECONDS = 0.35
ROUND: tuple[Mapping[str, Any], ...] = (
    {"text": "i feel so ashamed"},
    {"choice": "/menu"},
    {"text": "what is the law in texas"},
    {"choice": "/show_pattern"},
    {"text": "what are my options"},
)


@dataclass(frozen=True)
class Growth:
    """What the last turns of a long chat cost of the first; 1 is as much."""

    latency: float
    processor: float
    mean_seconds: float


def growth(address: str, servers: Sequence[ServerProcess], turns: int = TURNS) -> Growth:
    """Have one long chat; `servers` are those whose processor time is looked at."""
    person = Client(address).open()
    person.send({"start": True})
    person.say("my ex put a tracker on my car")
    latency, processor = [], []
    for turn in range(turns):
        began, before = time.perf_counter(), processor_seconds(servers)
        answer = person.send(ROUND[turn % len(ROUND)])
        latency.append(time.perf_counter() - began)
        assert answer.kinds[-1:] == ["done"], answer
        time.sleep(PAUSE_SECONDS)
        processor.append(processor_seconds(servers) - before)
    person.request("DELETE", "/chat/sessions")
    return Growth(cost(latency), cost(processor), sum(latency) / turns)


def cost(values: Sequence[float]) -> float:
    """Give the mean over the kinds of message of the last ones' mean against the first ones'."""
    first, last = by_kind(values[:END]), by_kind(values[-END:])
    return mean(last[kind] / first[kind] for kind in first)


def by_kind(values: Sequence[float]) -> dict[int, float]:
    """Give the mean of each kind of message; the list begins with the first of the round."""
    kinds = defaultdict(list)
    for turn, value in enumerate(values):
        kinds[turn % len(ROUND)].append(value)
    return {kind: mean(some) for kind, some in kinds.items()}


def processor_seconds(servers: Sequence[ServerProcess]) -> float:
    """Give the processor time that these servers have used so far: other programs do not count."""
    times = (psutil.Process(server.process.pid).cpu_times() for server in servers)
    return sum(float(time.user + time.system) for time in times)
