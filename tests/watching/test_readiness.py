"""Ready is who can answer danger; however many ask, one look is under way."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.watching import readiness, safety_check
from bot.watching.law_state import LawState, law_state
from bot.watching.readiness import Readiness, Watch


@pytest.mark.parametrize(
    ("seen", "status", "ready"),
    [
        (Readiness(True, None, True, True), "ready", True),
        (Readiness(True, True, True, True), "ready", True),
        (Readiness(True, True, False, False), "degraded", True),
        (Readiness(True, None, True, False), "degraded", True),
        (Readiness(False, True, True, True), "not ready", False),
        (Readiness(False, False, False, False), "not ready", False),
        # All servers share it: kept away from all of them, nobody in danger would be answered.
        (Readiness(True, False, True, True), "degraded", True),
    ],
)
def test_only_safety_keeps_people_away(seen: Readiness, status: str, ready: bool) -> None:
    assert seen.as_dict()["status"] == status
    assert seen.ready is ready


def test_parts_are_named_and_nothing_else() -> None:
    assert Readiness(True, False, True, False).as_dict() == {
        "status": "degraded",
        "safety": "ok",
        "actions": "ok",
        "law": "down",
        "redis": "down",
    }
    assert "redis" not in Readiness(True, None, True, True).as_dict()


async def test_a_thousand_who_ask_cost_one_look(monkeypatch: pytest.MonkeyPatch) -> None:
    looks = 0

    async def look(agent: Any) -> Readiness:
        nonlocal looks
        looks += 1
        await asyncio.sleep(0.05)
        return Readiness(True, None, True, True)

    monkeypatch.setattr(readiness, "look", look)
    watch = Watch()
    leaving = asyncio.create_task(watch.readiness(None))
    await asyncio.sleep(0)
    leaving.cancel()
    await asyncio.gather(*(watch.readiness(None) for _ in range(1_000)))
    await asyncio.gather(*(watch.readiness(None) for _ in range(1_000)))
    assert looks == 1
    monkeypatch.setattr(readiness, "KEPT_SECONDS", 0)
    await watch.readiness(None)
    assert looks == 2


async def test_without_a_model_nobody_is_ready() -> None:
    seen = await readiness.look(None)
    assert not seen.ready
    assert seen.as_dict()["safety"] == "down"


@pytest.mark.parametrize("broken", [lambda *_, **__: None, lambda *_, **__: 1 / 0])
async def test_a_gate_that_is_wrong_is_noticed(
    monkeypatch: pytest.MonkeyPatch, broken: Any
) -> None:
    async def right(agent: Any) -> bool:
        return True

    monkeypatch.setattr(safety_check, "bot_answers", right)
    assert await safety_check.safety_answers(object())
    monkeypatch.setattr(safety_check, "ask_gate", broken)
    assert not await safety_check.safety_answers(object())


class Endpoint:
    """An action server that answers as it is told."""

    def __init__(self, answer: Any) -> None:
        self._answer = answer

    async def request(self, json: Any) -> Any:
        if self._answer == "hangs":
            await asyncio.sleep(60)
        return self._answer


TOLD = {"records": {"fresh": 3, "stale": 1, "unverified": 2}, "days": {"oldest": 400, "middle": 9}}


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ({"responses": [{"custom": TOLD}]}, LawState(True, True, TOLD["records"], TOLD["days"])),
        ({"responses": [], "events": []}, LawState(actions=True)),
        (None, LawState()),
        ({"responses": [{"custom": {"days": "Zebulon"}}]}, LawState()),
        ("hangs", LawState()),
    ],
    ids=["works", "no database", "nothing", "another server", "hangs"],
)
async def test_what_the_action_server_tells_is_understood(
    monkeypatch: pytest.MonkeyPatch, answer: Any, state: LawState
) -> None:
    monkeypatch.setattr("bot.watching.law_state.ACTIONS_SECONDS", 0.1)
    assert await law_state(Endpoint(answer)) == state
