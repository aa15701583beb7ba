"""Judges one trained head, in a process of its own: run in its folder, writes result.json."""

from __future__ import annotations

import asyncio
import json
import time
from pathlib import Path
from statistics import median, quantiles

import psutil
from rasa.core.agent import Agent
from sklearn.metrics import accuracy_score, f1_score

WARM_UP = 10


async def _judge(cases: list[list[str]]) -> dict[str, float]:
    process = psutil.Process()
    started = time.perf_counter()
    agent = Agent.load("models/head.tar.gz")
    load_s = time.perf_counter() - started
    for text, _ in cases[:WARM_UP]:
        await agent.parse_message(text)
    found, times = [], []
    for text, _ in cases:
        begun = time.perf_counter()
        parsed = await agent.parse_message(text)
        times.append((time.perf_counter() - begun) * 1000)
        found.append(parsed["intent"]["name"])
    wanted = [intent for _, intent in cases]
    return {
        "accuracy": float(accuracy_score(wanted, found)),
        "macro_f1": float(f1_score(wanted, found, average="macro", zero_division=0)),
        "parse_median_ms": median(times),
        "parse_p95_ms": quantiles(times, n=20, method="inclusive")[-1],
        "load_s": load_s,
        "memory_mb": process.memory_info().rss / 1e6,
    }


if __name__ == "__main__":
    unseen = json.loads(Path("unseen.json").read_text(encoding="utf-8"))
    result = asyncio.run(_judge(unseen))
    Path("result.json").write_text(json.dumps(result), encoding="utf-8")
