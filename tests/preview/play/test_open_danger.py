"""What still stands open of a danger, while messages after it say nothing new."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask

from bot.preview.pages.play_words import explained_turn
from bot.preview.play.open_danger import open_dangers
from bot.preview.play.steps import Kind, Step
from bot.preview.play.understanding import Insight, Spoken

NOTHING = {"level": "none", "flags": [], "evidence": []}
DANGER = {"level": "act", "flags": ["suicide_self"], "evidence": []}
STILL_OPEN = "Nothing new in this message; an earlier danger is still open (Thoughts of suicide)"


def turn(
    *said: str,
    safety: Any = NOTHING,
    action: str = "",
    ends: bool = False,
    kind: Kind = Kind.SAY,
) -> Any:
    spoken = [Spoken(action, "rule", responses=list(said))]
    insight = Insight(True, "ask_law", 0.9, safety=safety, spoken=spoken)
    return SimpleNamespace(step=Step(kind), insight=insight, ends_chat=ends)


@pytest.fixture(autouse=True)
def inside(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


def test_green_only_where_nothing_is_open() -> None:
    told = explained_turn([turn("utter_menu")], 1)
    assert (told.level, told.level_words) == ("none", "No danger heard")


@pytest.mark.parametrize("said", ["utter_menu", "utter_safety_recheck_suicide_self"])
def test_an_earlier_danger_is_told_beside_a_message_with_nothing_new(said: str) -> None:
    turns = [turn("utter_safety_next_suicide_self", safety=DANGER), turn(said)]
    told = explained_turn(turns, 2)
    assert (told.level, told.level_words) == ("open", STILL_OPEN)
    assert explained_turn(turns, 1).level == "act"


def test_noes_to_the_gentle_questions_close_it() -> None:
    turns = [turn("utter_safety_check_suicide_self"), turn("utter_safety_all_no"), turn("x")]
    assert explained_turn(turns, 3).level == "none"
    other = turn("utter_safety_next_immediate_danger")
    assert open_dangers([other, *turns]) == ["immediate_danger"]


def test_a_danger_told_by_a_tap_is_not_all_clear() -> None:
    told = explained_turn([turn("utter_safety_first_child_at_risk_es")], 1)
    assert told.level == "open"
    assert "A child is at risk" in told.level_words


@pytest.mark.parametrize("last", [{"ends": True}, {"action": "action_restart"}])
def test_the_end_of_a_chat_and_starting_over_close_everything(last: dict[str, Any]) -> None:
    first = turn("utter_safety_next_self_harm", safety={"level": "act", "flags": ["self_harm"]})
    assert open_dangers([first]) == ["self_harm"]
    assert open_dangers([first, turn("utter_restart", **last)]) == []
