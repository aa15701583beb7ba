"""Measures the answers: the time each takes, and how many come when four people talk at once."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from tests.bench.bots import Bot
from tests.bench.clients import Answer
from tests.bench.errors import MeasureError
from tests.bench.messages import Conversation, Kind, Message

CLIENTS = 4
# More answers than this share that only say "something is wrong" measure a broken bot.
MOST_TROUBLE = 0.05


@dataclass(frozen=True)
class Timed:
    """One message and its answer's time."""

    kind: Kind
    seconds: float


@dataclass(frozen=True)
class Talk:
    """What one pass over the conversations gave; `empty` counts the answers without a word."""

    timed: list[Timed]
    empty: int
    trouble: int


def talk(bot: Bot, port: int) -> Talk:
    """Go through all conversations, one message after the other."""
    said = [pair for conversation in bot.conversations for pair in play(bot, port, conversation)]
    answers = [answer for _, answer in said]
    return Talk(
        timed=[Timed(message.kind, answer.seconds) for message, answer in said],
        empty=sum(answer.bubbles == 0 for answer in answers),
        trouble=_count_trouble(bot, answers),
    )


def first_answer(bot: Bot, port: int) -> float:
    """Seconds of the first message after a start; then one conversation that warms the bot up."""
    answers = [answer for _, answer in play(bot, port, bot.conversations[0])]
    return answers[0].seconds


def messages_per_second(bot: Bot, port: int) -> float:
    """Let four clients talk at once, two conversations each."""
    shares = [bot.conversations[number::CLIENTS][:2] for number in range(CLIENTS)]

    def play_share(share: list[Conversation]) -> list[Answer]:
        return [answer for one in share for _, answer in play(bot, port, one)]

    started = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        answers = [answer for part in pool.map(play_share, shares) for answer in part]
    seconds = time.perf_counter() - started
    _count_trouble(bot, answers)
    return len(answers) / seconds


def play(bot: Bot, port: int, conversation: Conversation) -> Iterator[tuple[Message, Answer]]:
    """Have one conversation, message by message."""
    with bot.client(port) as client:
        for message in conversation:
            yield message, client.say(message)


def _count_trouble(bot: Bot, answers: list[Answer]) -> int:
    count = sum(answer.trouble for answer in answers)
    if count > MOST_TROUBLE * len(answers):
        raise MeasureError(
            f"{count} of {len(answers)} answers of {bot.name} only said that something is wrong."
        )
    return count
