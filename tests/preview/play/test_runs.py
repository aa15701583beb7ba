"""Runs: a few per account, nobody else's, and over when they are quiet."""

from __future__ import annotations

from typing import Any, cast

import pytest

from bot.preview.pages.play_turns import sentence_for
from bot.preview.play import runs as runs_file
from bot.preview.play.run import Run
from bot.preview.play.runs import MOST_OF_AN_ACCOUNT, Runs, TooManyRunsError


class FakeRun:
    def __init__(self, run_id: str, account: int) -> None:
        self.id, self.account, self.forgotten = run_id, account, False

    def forget(self) -> None:
        self.forgotten = True


def run(run_id: str, account: int = 1) -> Any:
    return cast(Run, FakeRun(run_id, account))


def test_a_run_is_found_by_its_own_account_and_by_no_other() -> None:
    runs, mine = Runs(), run("a", 1)
    runs.add(mine)
    assert runs.find("a", 1) is mine
    assert runs.find("a", 2) is None
    runs.end("a", 2)
    assert runs.find("a", 1) is mine


def test_an_account_has_a_few_runs_and_another_is_refused() -> None:
    runs = Runs()
    for number in range(MOST_OF_AN_ACCOUNT):
        runs.add(run(str(number)))
    with pytest.raises(TooManyRunsError) as refused:
        runs.check_room(1)
    assert refused.value.of_account
    with pytest.raises(TooManyRunsError):
        runs.add(run("one too many"))
    runs.add(run("of somebody else", 2))
    runs.end("0", 1)
    runs.check_room(1)


def test_a_run_in_place_of_another_needs_no_room_and_no_other_account_loses_one() -> None:
    runs, first, of_somebody_else = Runs(), run("first"), run("theirs", 2)
    for one in (first, run("second"), run("third"), of_somebody_else):
        runs.add(one)
    runs.add(run("in its place"), instead_of="first")
    assert first.forgotten
    assert [one.id for one in runs.of(1)] == ["second", "third", "in its place"]
    with pytest.raises(TooManyRunsError):
        runs.add(run("one too many"), instead_of="theirs")
    assert runs.find("theirs", 2) is of_somebody_else


def test_too_many_people_is_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs_file, "MOST_RUNS", 1)
    runs = Runs()
    runs.add(run("of somebody else", 2))
    with pytest.raises(TooManyRunsError) as refused:
        runs.check_room(1)
    assert not refused.value.of_account
    assert "None of your own runs is in the way" in sentence_for(refused.value)


def test_a_quiet_run_is_over_and_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(runs_file.time, "monotonic", lambda: now[0])
    runs, quiet, used = Runs(), run("quiet"), run("used")
    runs.add(quiet)
    runs.add(used)
    now[0] = runs_file.IDLE_SECONDS - 1
    runs.find("used", 1)
    now[0] += 2
    assert runs.find("quiet", 1) is None
    assert quiet.forgotten
    assert runs.find("used", 1) is used
