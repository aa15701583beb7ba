"""REQUIRE_SIGNED=1, on small scripts and tables of their own."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from bot.launch import signed
from bot.launch.errors import LaunchError
from bot.launch.settings import check_settings
from bot.launch.signed import MOST_LISTED, REQUIRE_SIGNED_SETTING
from bot.preview.access import accounts
from bot.preview.records.database import SETTING, migrate, opened
from bot.preview.review.decisions import decide
from bot.preview.review.shown import of_response, shown_from
from bot.responses.generator import ScriptedResponses
from bot.responses.script_index import ScriptIndex, shared_index
from bot.safety.replies import safety_responses
from bot.storage.settings import SettingError

MOVED = "utter_safety_first_suicide_self"
"""One that the safety core names, in a script of another theme here."""

BY = SimpleNamespace(id=1, full_name="Ana Ruiz", job="LCSW")


def write(folder: Path, name: str, *responses: str, text: str = "Call 988.") -> None:
    file = folder / f"{name}.yml"
    file.parent.mkdir(parents=True, exist_ok=True)
    written = "".join(f"  {one}:\n  - text: {text}\n" for one in responses)
    file.write_text(f"# A script.\nresponses:\n{written}")


@pytest.fixture
def scripts(tmp_path: Path) -> Path:
    folder = tmp_path / "scripts"
    write(folder, "safety/deep/steps", "utter_step_a", "utter_step_b")
    write(folder, "special/moved", MOVED, "utter_not_safety")
    return folder


@pytest.fixture(autouse=True)
def _signatures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SETTING, f"sqlite:///{tmp_path}/preview.db")
    monkeypatch.setenv(REQUIRE_SIGNED_SETTING, "1")
    migrate()
    with opened() as session:
        accounts.create(session, "ana", "Ana Ruiz", "LCSW", "a long enough sentence")


def approve(folder: Path, *names: str, approved: bool = True) -> None:
    index = ScriptIndex.read(folder)
    with opened() as session:
        shown = shown_from([of_response(session, name, index).token for name in names])
        decide(session, index, BY, shown, of=list(names), approved=approved, reason="no")


def refusal(folder: Path) -> str:
    try:
        signed.check_signed(ScriptIndex.read(folder))
    except SettingError as error:
        return str(error)
    return ""


def test_every_safety_response_has_to_be_signed_wherever_it_stands(scripts: Path) -> None:
    first, *listed = refusal(scripts).splitlines()
    assert "3 of 3 responses of the safety scripts are not signed" in first
    assert listed == [
        "  utter_step_a (never signed)",
        "  utter_step_b (never signed)",
        f"  {MOVED} (never signed)",
    ]
    approve(scripts, "utter_step_a", "utter_step_b", MOVED)
    assert refusal(scripts) == ""


def test_what_changed_since_and_what_is_taken_back_is_listed(scripts: Path) -> None:
    approve(scripts, "utter_step_a", "utter_step_b", MOVED)
    approve(scripts, "utter_step_a", approved=False)
    write(scripts, "special/moved", MOVED, text="Call 911.")
    assert refusal(scripts).splitlines()[1:] == [
        "  utter_step_a (a reviewer asks for a change)",
        f"  {MOVED} (changed since it was signed)",
    ]


def test_many_are_counted_and_not_all_listed(scripts: Path) -> None:
    write(scripts, "safety/more", *(f"utter_more_{number}" for number in range(30)))
    lines = refusal(scripts).splitlines()
    assert len(lines) == 1 + MOST_LISTED + 1
    assert lines[-1] == "  and 13 more"


@pytest.mark.parametrize("value", ["", "0", " "])
def test_without_it_unsigned_words_may_be_said(
    scripts: Path, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv(REQUIRE_SIGNED_SETTING, value)
    monkeypatch.setenv(SETTING, "sqlite:////no/such/place.db")
    assert refusal(scripts) == ""


@pytest.mark.parametrize("value", ["yes", "true", "2", "on"])
def test_another_value_is_an_error_and_not_taken_for_no(
    scripts: Path, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv(REQUIRE_SIGNED_SETTING, value)
    assert refusal(scripts).startswith(f"REQUIRE_SIGNED is '{value}'; it has to be 1")


@pytest.mark.parametrize(
    ("address", "told"),
    [("sqlite:///{folder}/none.db", "is not there"), ("nonsense", "cannot be read")],
)
def test_without_the_signatures_one_sentence_says_so(
    scripts: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, address: str, told: str
) -> None:
    monkeypatch.setenv(SETTING, address.format(folder=tmp_path))
    refused = refusal(scripts)
    assert told in refused
    assert SETTING in refused
    assert "\n" not in refused
    assert not (tmp_path / "none.db").exists()


def test_tables_that_were_never_made_are_no_signatures(
    scripts: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "empty.db").touch()
    monkeypatch.setenv(SETTING, f"sqlite:///{tmp_path}/empty.db")
    assert "cannot be read" in refusal(scripts)


def test_the_launcher_refuses_with_our_own_scripts() -> None:
    with pytest.raises(LaunchError, match="are not signed by a clinician"):
        check_settings()


def test_all_that_the_safety_core_says_at_once_is_among_them() -> None:
    index = shared_index()
    names = signed.safety_names(index)
    assert set(safety_responses()) <= set(names)
    assert {one for one, file in index.files.items() if "safety" in file.parts} <= set(names)


def test_what_was_checked_is_what_is_said() -> None:
    index = shared_index()
    assert all(ScriptedResponses().responses[name] is index.responses[name] for name in index.files)
