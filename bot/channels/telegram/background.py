"""Calls beside the conversation: nobody waits for them, and nothing is lost when one fails."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

from bot.channels.messaging.delivery import DeliveryError

logger = logging.getLogger(__name__)


class Background:
    """Runs calls to Telegram that are a courtesy, such as ending the waiting sign of a button."""

    def __init__(self) -> None:
        # The loop itself holds its tasks only weakly.
        self._under_way: set[asyncio.Task[None]] = set()

    def start(self, call: Coroutine[Any, Any, None]) -> None:
        """Start a call and go on."""
        task = asyncio.create_task(self._run(call))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _run(self, call: Coroutine[Any, Any, None]) -> None:
        try:
            await call
        except DeliveryError as error:
            # A tap is too old, a message is gone, the bot was blocked: all of that happens.
            logger.info("A call beside the conversation failed: %s", error)
        except Exception as error:
            logger.error("A call beside the conversation failed: %s", type(error).__name__)
