"""A chat that has gone quiet is dropped also when nobody writes any more."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any, cast

import pytest
from rasa.shared.core.domain import Domain

from bot.channels import forgetting
from bot.channels.web_sessions import WebSessions
from bot.storage.forgetting_tracker_store import ForgettingTrackerStore
from bot.storage.sessions import SessionsInMemory


async def test_quiet_chats_go_by_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forgetting, "FORGET_EVERY_SECONDS", 0.01)
    store = ForgettingTrackerStore(Domain.empty())
    dropped = asyncio.Event()
    monkeypatch.setattr(store, "drop_quiet", dropped.set)
    kept = SessionsInMemory(idle_seconds=0)
    sessions = WebSessions("a key", kept)
    token = sessions.open()
    agent = SimpleNamespace(tracker_store=store)
    app = cast(Any, SimpleNamespace(ctx=SimpleNamespace(agent=agent)))
    task = asyncio.create_task(forgetting.forget_quiet_chats(app, sessions))
    await asyncio.wait_for(dropped.wait(), 10)
    task.cancel()
    assert kept.notes(sessions.signed(token) or "") == set()
    assert sessions.check(token) is None
