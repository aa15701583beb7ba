"""How many turns are under way at once in this process; the others wait, and hear so in time.

A turn is mostly computing, in the one thread that also takes in messages and asks the gate. Were
all begun at once, then under a rush nobody would be answered in time, not even who is in danger.
"""

from __future__ import annotations

import asyncio
from weakref import WeakKeyDictionary

# More than one, since a turn about law waits for the action server meanwhile.
TURNS_AT_ONCE = 8

_rooms: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()


def room() -> asyncio.Semaphore:
    """Give what a turn has to hold while it is under way, one for each event loop."""
    loop = asyncio.get_running_loop()
    if loop not in _rooms:
        _rooms[loop] = asyncio.Semaphore(TURNS_AT_ONCE)
    return _rooms[loop]
