"""Measures the start-up: from the start of the process to the first 200."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.bench.bots import START_LIMIT_S, Bot, endpoints_for
from tests.bench.processes import HOST, Process, free_port


@dataclass(frozen=True)
class Running:
    """A bot that answers; `ready_s` is the time until the last of its servers did."""

    bot: Bot
    port: int
    ready_s: float
    server: Process
    actions: Process | None = None


@contextlib.contextmanager
def running(bot: Bot, scratch: Path, with_actions: bool = False) -> Iterator[Running]:
    """Start a bot, wait until it answers, and stop it at the end."""
    port, action_port = free_port(), free_port()
    endpoints = endpoints_for(bot, action_port, scratch)
    with contextlib.ExitStack() as stack:
        # Both start at the same moment, as the launcher starts them.
        actions = stack.enter_context(bot.start_actions(action_port)) if with_actions else None
        server = stack.enter_context(bot.start(port, endpoints))
        waits = [server.seconds_until_answer(f"http://{HOST}:{port}{bot.health}", START_LIMIT_S)]
        if actions:
            health = f"http://{HOST}:{action_port}/health"
            waits.append(actions.seconds_until_answer(health, START_LIMIT_S))
        yield Running(bot, port, max(waits), server, actions)


def start_up_s(bot: Bot, scratch: Path, with_actions: bool = False) -> float:
    """Start a bot once, stop it again, and give the seconds until all of it answered."""
    with running(bot, scratch, with_actions) as run:
        return run.ready_s
