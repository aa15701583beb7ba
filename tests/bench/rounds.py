"""The rounds: each part is measured on both bots in turn, so that a noisy minute hits both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

from tests.bench.bots import Bot
from tests.bench.crowded import PEOPLE, Crowded, crowded, on_two_processes
from tests.bench.messages import KINDS, Kind
from tests.bench.report import Row
from tests.bench.speaking import Talk, first_answer, messages_per_second, talk
from tests.bench.starting import Running, running, start_up_s

Say = Callable[[str], None]


@dataclass
class Measured:
    """What one bot gave, one value a round."""

    training_s: list[float] = field(default_factory=list)
    start_s: list[float] = field(default_factory=list)
    start_all_s: list[float] = field(default_factory=list)
    first_s: list[float] = field(default_factory=list)
    talks: list[Talk] = field(default_factory=list)
    per_second: list[float] = field(default_factory=list)
    crowded: list[Crowded] = field(default_factory=list)
    crowded_twice: list[Crowded] = field(default_factory=list)
    server_mb: list[float] = field(default_factory=list)
    actions_mb: list[float] = field(default_factory=list)


def measure(
    stock: Bot, lantern: Bot, scratch: Path, starts: int, passes: int, say: Say
) -> tuple[Measured, Measured]:
    """Train, start and talk to both; the stock bot's figures come first."""
    of_stock, of_lantern = Measured(), Measured()
    pairs = [(stock, of_stock), (lantern, of_lantern)]
    for bot, result in pairs:
        say(f"training: {bot.name}")
        result.training_s.append(bot.train())
    for number in range(starts):
        say(f"start-up, round {number + 1} of {starts}")
        for bot, result in _turned(pairs, number):
            result.start_s.append(start_up_s(bot, scratch))
        of_lantern.start_all_s.append(start_up_s(lantern, scratch, with_actions=True))
    with running(stock, scratch) as one, running(lantern, scratch, with_actions=True) as other:
        runs = [(one, of_stock), (other, of_lantern)]
        for run, result in runs:
            result.first_s.append(first_answer(run.bot, run.port))
        for number in range(passes):
            say(f"messages, round {number + 1} of {passes}")
            for run, result in _turned(runs, number):
                result.talks.append(talk(run.bot, run.port))
            for run, result in _turned(runs, number):
                result.per_second.append(messages_per_second(run.bot, run.port))
            for run, result in _turned(runs, number):
                result.crowded.append(crowded(run.bot, run.port))
            for run, result in runs:
                _weigh(run, result)
    say("two Rasa processes")
    of_lantern.crowded_twice = on_two_processes(lantern, scratch, passes)
    return of_stock, of_lantern


def rows(stock: Measured, lantern: Measured, encoder: dict[str, float]) -> list[Row]:
    """The table's rows. Latencies in ms, memory in MB."""
    both_mb = [sum(pair) for pair in zip(lantern.server_mb, lantern.actions_mb, strict=True)]
    load_s, memory_mb = encoder["load_s"], encoder["memory_mb"]
    return [
        Row(
            "latency, median",
            "ms",
            _latency(lantern, _median),
            _latency(stock, _median),
            0.6,
            encoder["median_s"] * 1000,
        ),
        Row(
            "latency, p95",
            "ms",
            _latency(lantern, _p95),
            _latency(stock, _p95),
            encoder=encoder["p95_s"] * 1000,
        ),
        *(
            Row(
                f"  median of {kind} messages",
                "ms",
                _latency(lantern, _median, kind),
                _latency(stock, _median, kind),
            )
            for kind in KINDS
        ),
        Row("messages a second, 4 at once", "/s", lantern.per_second, stock.per_second),
        *_crowded_rows("1 process", lantern.crowded, stock.crowded),
        *_crowded_rows("2 processes", lantern.crowded_twice, stock.crowded),
        Row("start-up, server", "s", lantern.start_s, stock.start_s, 0.5, load_s),
        Row("start-up, with action server", "s", lantern.start_all_s, stock.start_s, 0.5),
        Row("first message after a start", "ms", _ms(lantern.first_s), _ms(stock.first_s)),
        Row(
            "training",
            "s",
            lantern.training_s,
            stock.training_s,
            encoder=encoder["training_s"],
        ),
        Row("memory, server", "MB", lantern.server_mb, stock.server_mb, 0.8, memory_mb),
        Row("memory, action server", "MB", lantern.actions_mb),
        Row("memory, both servers", "MB", both_mb, stock.server_mb, 0.8),
    ]


def _crowded_rows(name: str, lantern: list[Crowded], stock: list[Crowded]) -> list[Row]:
    """Rows of the crowd; the stock bot has one process in both."""
    if not lantern:
        return []
    return [
        Row(
            f"messages a second, {PEOPLE} at once, {name}",
            "/s",
            [one.per_second for one in lantern],
            [one.per_second for one in stock],
        ),
        Row(
            f"  latency, p99, {name}",
            "ms",
            [one.p99_ms for one in lantern],
            [one.p99_ms for one in stock],
        ),
    ]


def _turned(pairs: list[tuple], number: int) -> list[tuple]:
    # Who goes first changes each round: the first one may find the machine cooler or busier.
    return pairs if number % 2 == 0 else pairs[::-1]


def _weigh(run: Running, result: Measured) -> None:
    result.server_mb.append(run.server.resident_megabytes())
    if run.actions:
        result.actions_mb.append(run.actions.resident_megabytes())


def _latency(
    result: Measured, figure: Callable[[list[float]], float], kind: Kind | None = None
) -> list[float]:
    return [
        figure([one.seconds * 1000 for one in a_talk.timed if kind in (None, one.kind)])
        for a_talk in result.talks
    ]


def _median(values: list[float]) -> float:
    return median(values)


def _p95(values: list[float]) -> float:
    return quantiles(values, n=20, method="inclusive")[-1]


def _ms(seconds: list[float]) -> list[float]:
    return [one * 1000 for one in seconds]
