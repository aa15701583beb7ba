"""Plays steps again: a saved run, or the same run in another channel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.channel_names import WEB_CHAT
from bot.preview.play.run import Run
from bot.preview.play.steps import Kind, Step, StepError


async def begin(run: Run) -> None:
    """Begin a run as its channel does: our own page says its first words."""
    if run.channel == WEB_CHAT:
        await run.take(Step(Kind.OPEN))


async def play(run: Run, steps: Sequence[Step], *, compare: bool) -> str:
    """Begin a run and do all steps; give why it stopped, or nothing when all was played.

    `compare` keeps what the bot said when the steps were saved, so that a turn knows whether it
    says something else now; that tells nothing in another channel.
    """
    opening = [step for step in steps if step.kind is Kind.OPEN]
    if run.channel == WEB_CHAT:
        said = opening[0].said if opening and compare else ()
        await run.take(Step(Kind.OPEN, said=said))
    for step in steps:
        if step.kind is Kind.OPEN:
            continue
        try:
            await run.take(step if compare else replace(step, said=()))
        except StepError as error:
            return str(error)
    return ""
