"""What the sentence encoder alone costs, measured in a process of its own (prints JSON).

Its share of a message, of the start-up, of training and of memory: the price of understanding.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from statistics import fmean, median, quantiles
from typing import Any

import numpy as np
import psutil
import safetensors.numpy
import scipy.special
import tokenizers
import yaml

from bot.locations import DATA, ROOT
from bot.patterns.normalise import normalise
from tests.bench.errors import MeasureError
from tests.bench.messages import read_conversations
from tests.bench.processes import rasa_environment

# What Rasa, too, has in memory; the encoder's own share starts after them.
LOADED_ANYWAY = (np, scipy.special, safetensors.numpy, tokenizers)
TRAINING_SAMPLE = 150
WARM_UP = 20


def encoder_cost() -> dict[str, float]:
    """Measure in a fresh process.

    Gives `median_s` and `p95_s` of a typed message, `load_s`, `training_s` and `memory_mb`.

    Raises:
        MeasureError: the process failed.
    """
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.bench.encoder_cost"],
        cwd=ROOT,
        env=rasa_environment(own_tensorflow_settings=True),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise MeasureError(f"the encoder could not be measured. {done.stderr.strip()[-200:]}")
    result: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return result


def _measure() -> dict[str, float]:
    process = psutil.Process()
    before = process.memory_info().rss
    started = time.perf_counter()
    from bot.encoder.sentence_encoder import shared_encoder

    encoder = shared_encoder()
    load_s = time.perf_counter() - started

    def seconds(text: str) -> float:
        begun = time.perf_counter()
        encoder.encode(normalise(text))
        return time.perf_counter() - begun

    typed = [
        message.content
        for conversation in read_conversations("lantern")
        for message in conversation
        if message.how == "text"
    ]
    for text in typed[:WARM_UP]:
        seconds(text)
    times = [seconds(text) for _ in range(3) for text in typed]
    examples = _training_examples()
    sample = examples[:: max(1, len(examples) // TRAINING_SAMPLE)]
    return {
        "median_s": median(times),
        "p95_s": quantiles(times, n=20, method="inclusive")[-1],
        "load_s": load_s,
        "training_s": fmean(seconds(text) for text in sample) * len(examples),
        "memory_mb": (process.memory_info().rss - before) / 1e6,
    }


def _training_examples() -> list[str]:
    return [
        line.strip().removeprefix("- ")
        for file in sorted(Path(DATA / "nlu").rglob("*.yml"))
        for entry in _entries(file)
        for line in str(entry.get("examples", "")).splitlines()
        if line.strip().startswith("- ")
    ]


def _entries(file: Path) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]
    return entries


if __name__ == "__main__":
    print(json.dumps(_measure()))
