"""What the bot would do if somebody wrote this: many sentences, each as the first of a chat."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.preview.notices import notice
from bot.preview.play.steps import StepError

if TYPE_CHECKING:
    from bot.preview.play.bubbles import Bubble
    from bot.preview.play.played_bot import PlayedBot
    from bot.preview.play.understanding import Insight

MOST_SENTENCES: Final = 200
LONGEST_SECONDS: Final = 90.0
"""For all of them; what is not reached by then is said to be left."""


@dataclass(frozen=True)
class Judged:
    """A sentence, what the bot makes of it, and all that the person sees in answer."""

    sentence: str
    insight: Insight
    says: Sequence[Bubble]

    @property
    def texts(self) -> list[str]:
        """Every bubble, in order."""
        return [one.text for one in self.says]

    @property
    def choices(self) -> list[str]:
        """Titles of all choices under the bubbles, in order."""
        return [choice.title for one in self.says for choice in one.choices]


def sentences_of(text: str) -> list[str]:
    """Give the lines of a text that have words in them.

    Raises:
        StepError: there is none, or there are too many.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines:
        raise StepError(notice("play", "no_sentence"))
    if len(lines) > MOST_SENTENCES:
        raise StepError(notice("play", "too_many_sentences", count=len(lines), most=MOST_SENTENCES))
    return lines


async def judge(
    bot: PlayedBot, account: int, channel: str, sentences: Sequence[str]
) -> list[Judged]:
    """Say each sentence in a chat of its own; fewer come back where the time is over.

    Raises:
        StepError: there is no such channel.
    """
    from bot.preview.play.run import Run
    from bot.preview.play.steps import Kind, Step

    until = time.monotonic() + LONGEST_SECONDS
    judged: list[Judged] = []
    for sentence in sentences:
        if time.monotonic() > until:
            break
        run = Run(account, channel, bot)
        try:
            turn = await run.take(Step(Kind.SAY, sentence))
        finally:
            run.forget()
        judged.append(Judged(sentence, turn.insight, turn.seen.bubbles))
    return judged
