"""Which turn the running task has, so that what comes too late is not kept.

A server can stand still in the middle of a turn, and go on when another one has long taken the
conversation over. What it then keeps would undo the other's turn.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

# Conversation, ticket, and the task that has the turn: what it starts beside itself has not.
_held: ContextVar[tuple[str, str, object] | None] = ContextVar("held turn", default=None)


@contextmanager
def held_turn(conversation_id: str, ticket: str) -> Iterator[None]:
    """Say that what this task does inside is done in this turn of the conversation."""
    before = _held.set((conversation_id, ticket, asyncio.current_task()))
    try:
        yield
    finally:
        _held.reset(before)


def ticket_held(conversation_id: str) -> str:
    """Give the ticket of this task's turn; empty for what runs outside of one."""
    held = _held.get()
    if held is None or held[0] != conversation_id or held[2] is not asyncio.current_task():
        return ""
    return held[1]
