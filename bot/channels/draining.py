"""A server that is told to end says so first, and still answers until its proxy asks another one.

Whatever reaches a server in the moment in which it closes its door is lost. So where several stand
behind a proxy, the health address says 503 for some seconds before the door is closed.
"""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING

from bot.storage.settings import SettingError

if TYPE_CHECKING:  # Sanic turns Python's warnings on, and the launcher reads the setting here
    from sanic import Blueprint, Sanic

DRAIN_SETTING = "LANTERN_DRAIN_SECONDS"
MOST_DRAIN_SECONDS = 60


def drain_seconds() -> int:
    """Give the seconds between the order to end and the end; 0 where nothing is set.

    Raises:
        SettingError: the setting is no whole number from 0 to 60.
    """
    value = os.environ.get(DRAIN_SETTING, "").strip() or "0"
    if value.isascii() and value.isdigit() and int(value) <= MOST_DRAIN_SECONDS:
        return int(value)
    raise SettingError(
        f"{DRAIN_SETTING} is {value!r}; it has to be a whole number of seconds "
        f"from 0 to {MOST_DRAIN_SECONDS}."
    )


def drains(app: Sanic) -> bool:
    """Whether this server was told to end."""
    return bool(getattr(app.ctx, "drains", False))


def drain_before_end(routes: Blueprint) -> None:
    """Let the server go on answering for the set seconds after it was told to end.

    Raises:
        SettingError: the setting cannot be used.
    """
    seconds = drain_seconds()

    @routes.listener("before_server_stop")
    async def drain(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
        app.ctx.drains = True
        await asyncio.sleep(seconds)
