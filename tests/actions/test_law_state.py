"""What the Rasa server is told of the law list: how old the checks are, or nothing at all."""

import asyncio
import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.engine import URL

from actions.law_state import ActionTellLawState
from actions.legal.freshness import ages

TODAY = dt.date(2026, 11, 22)


def told() -> list[dict[str, Any]]:
    dispatcher = CollectingDispatcher()
    tracker = Tracker("health", {}, {}, [], False, None, {}, None)
    asyncio.run(ActionTellLawState().run(dispatcher, tracker, {}))
    return [message["custom"] for message in dispatcher.messages]


def test_the_ages_are_those_of_the_database(
    monkeypatch: pytest.MonkeyPatch, loaded_url: URL
) -> None:
    monkeypatch.setenv("DATABASE_URL", str(loaded_url))
    (state,) = told()
    assert state["records"]["fresh"] + state["records"]["stale"] > 1_000
    assert state["records"]["unverified"] > 0
    assert state["days"]["oldest"] >= state["days"]["middle"] >= 0


def test_nothing_is_told_where_the_database_is_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/none.db")
    assert told() == []


def test_ages_are_summed_up() -> None:
    checked = {
        TODAY: 2,
        TODAY - dt.timedelta(days=10): 2,
        TODAY - dt.timedelta(days=400): 1,
        None: 7,
    }
    assert ages(checked, TODAY, stale_days=365) == {
        "records": {"fresh": 4, "stale": 1, "unverified": 7},
        "days": {"oldest": 400, "middle": 10},
    }
    assert ages({None: 3}, TODAY, 365)["days"] == {}
