"""What the pages of this room share: the bot, and the runs with it."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.preview.play.loading import LoadedBot
from bot.preview.play.runs import Runs


@dataclass
class Playing:
    """One bot and its runs, for one application."""

    bot: LoadedBot = field(default_factory=LoadedBot)
    runs: Runs = field(default_factory=Runs)
