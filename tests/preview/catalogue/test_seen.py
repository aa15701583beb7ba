from __future__ import annotations

import copy
import datetime as dt
import threading
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.preview.catalogue import seen
from bot.preview.records.database import SETTING, migrate, opened
from bot.preview.records.models import Wording
from bot.responses.script_index import ScriptIndex

MONDAY = dt.datetime(2026, 11, 16, 9)
FRIDAY = dt.datetime(2026, 11, 20, 9)


@pytest.fixture(autouse=True)
def tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SETTING, f"sqlite:///{tmp_path / 'preview.db'}")
    migrate()


def an_index(text: str = "Hello") -> ScriptIndex:
    return ScriptIndex(
        responses={"utter_a": [{"text": text}], "utter_b": [{"text": "Bye"}]},
        files={"utter_a": Path("a.yml"), "utter_b": Path("a.yml")},
    )


def on(day: dt.datetime, index: ScriptIndex, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(seen, "now", lambda: day)
    with opened() as session:
        return seen.remember(session, index)


def test_a_wording_is_kept_once_with_the_day_it_was_first_met(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert on(MONDAY, an_index(), monkeypatch) == 2
    assert on(FRIDAY, an_index(), monkeypatch) == 0
    with opened() as session:
        assert seen.last_changes(session, an_index()) == {"utter_a": MONDAY, "utter_b": MONDAY}


def test_a_change_has_its_own_day_and_the_old_wording_stays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    on(MONDAY, an_index(), monkeypatch)
    assert on(FRIDAY, an_index("Hello there"), monkeypatch) == 1
    with opened() as session:
        changes = seen.last_changes(session, an_index("Hello there"))
        assert changes == {"utter_a": FRIDAY, "utter_b": MONDAY}
        kept = session.scalars(select(Wording.content).where(Wording.response == "utter_a")).all()
    assert kept == [[{"text": "Hello"}], [{"text": "Hello there"}]]


def test_a_signature_in_the_file_is_no_new_wording(monkeypatch: pytest.MonkeyPatch) -> None:
    on(MONDAY, an_index(), monkeypatch)
    signed = copy.deepcopy(an_index())
    signed.responses["utter_a"][0]["metadata"] = {"reviewed": "2026-11-20"}
    unsigned = copy.deepcopy(signed)
    unsigned.responses["utter_a"][0]["metadata"] = {"reviewed": None}
    on(FRIDAY, unsigned, monkeypatch)
    assert on(FRIDAY, signed, monkeypatch) == 0


def test_a_response_that_was_never_met_has_no_day() -> None:
    with opened() as session:
        assert seen.last_changes(session, an_index()) == {}


def test_two_that_start_at_once_keep_each_wording_once() -> None:
    ready = threading.Barrier(2)
    failed: list[BaseException] = []

    def start() -> None:
        try:
            ready.wait()
            with opened() as session:
                seen.remember(session, an_index())
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=start) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with opened() as session:
        assert session.scalar(select(func.count()).select_from(Wording)) == 2
    assert failed == []


def test_what_another_process_kept_meanwhile_is_no_failure(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    on(MONDAY, an_index(), monkeypatch)
    # As if the other process had kept its wordings after this one had looked.
    monkeypatch.setattr(seen, "_KEYS", select(Wording.response, Wording.hash).where(False))
    on(FRIDAY, an_index(), monkeypatch)
    with opened() as session:
        assert seen.last_changes(session, an_index()) == {"utter_a": MONDAY, "utter_b": MONDAY}
