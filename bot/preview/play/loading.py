"""Loads the bot in the background and runs what it is asked in its own event loop."""

from __future__ import annotations

import asyncio
import concurrent.futures
import logging
import os
import threading
from collections.abc import Awaitable, Callable
from enum import Enum
from typing import TYPE_CHECKING, Final, TypeVar

from bot.storage import log_filter

if TYPE_CHECKING:  # Rasa takes seconds to import, and no other room of the preview needs it
    from bot.preview.play.played_bot import PlayedBot

logger = logging.getLogger(__name__)

ACTIONS_SETTING: Final = "LANTERN_PREVIEW_ACTIONS"
DEFAULT_ACTIONS: Final = "http://127.0.0.1:5055/webhook"
LONGEST_SECONDS: Final = 30.0
"""For one step; the bot itself gives up on a turn much earlier."""

T = TypeVar("T")


class State(str, Enum):
    """How far the bot is."""

    ASLEEP = "asleep"
    LOADING = "loading"
    READY = "ready"
    MISSING = "missing"
    FAILED = "failed"


class BotNotReadyError(Exception):
    """The bot is not loaded."""


class BotTooSlowError(Exception):
    """The bot did not finish a step in time."""


class LoadedBot:
    """The one bot of the preview's process; loading starts once, and again after it went wrong."""

    def __init__(self) -> None:
        self.state = State.ASLEEP
        self.outdated = False
        """Whether words or code changed since the model was trained."""
        self._bot: PlayedBot | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._starting = threading.Lock()

    def start(self) -> State:
        """Begin to load, unless it is loading or loaded; give the state."""
        with self._starting:
            if self.state not in (State.LOADING, State.READY):
                from bot.launch.prepare import MODEL

                if not MODEL.is_file():
                    self.state = State.MISSING
                else:
                    self.state = State.LOADING
                    # Without a handler Python writes warnings past every filter.
                    logging.basicConfig(level=logging.WARNING)
                    # Those are about Rasa's own libraries, whose versions its pins fix.
                    logging.getLogger("py.warnings").setLevel(logging.ERROR)
                    log_filter.install()
                    threading.Thread(target=self._live, name="played bot", daemon=True).start()
        return self.state

    def ask(
        self, question: Callable[[PlayedBot], Awaitable[T]], seconds: float = LONGEST_SECONDS
    ) -> T:
        """Ask the bot something, and wait for the answer.

        Raises:
            BotNotReadyError: it is not loaded.
            BotTooSlowError: it took too long.
        """
        bot, loop = self._bot, self._loop
        if self.state is not State.READY or bot is None or loop is None:
            raise BotNotReadyError

        async def asked() -> T:
            return await asyncio.wait_for(question(bot), seconds)

        try:
            return asyncio.run_coroutine_threadsafe(asked(), loop).result(seconds + 5)
        except (asyncio.TimeoutError, concurrent.futures.TimeoutError):
            raise BotTooSlowError from None

    def _live(self) -> None:
        loop = asyncio.new_event_loop()
        asyncio.set_event_loop(loop)
        try:
            self._bot, self._loop = _load(), loop
            loop.run_until_complete(self._bot.wake())
            self.outdated = _is_outdated()
        except Exception as error:
            logger.error("The bot could not be loaded: %s", type(error).__name__)
            self.state = State.FAILED
            return
        self.state = State.READY
        loop.run_forever()


def _load() -> PlayedBot:
    from rasa.utils.log_utils import configure_structlog

    from bot.launch.prepare import MODEL
    from bot.preview.play.played_bot import PlayedBot

    configure_structlog(logging.WARNING)
    address = os.environ.get(ACTIONS_SETTING, "").strip() or DEFAULT_ACTIONS
    bot = PlayedBot(MODEL, address)
    log_filter.install()
    return bot


def _is_outdated() -> bool:
    from bot.launch.prepare import MODEL_INPUTS, inputs_checksum

    return not MODEL_INPUTS.is_file() or MODEL_INPUTS.read_text() != inputs_checksum()
