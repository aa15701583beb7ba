"""A secret comes from the environment or from a file; a wrong one is a sentence without it."""

from __future__ import annotations

import logging
import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest

from actions.legal.database import database_url
from actions.secret_settings import SecretSettingError, check_hard_to_guess, secret_setting
from bot.launch.prepare import quiet_environment
from bot.locations import ROOT

NAME, FILE = "SOME_TOKEN", "SOME_TOKEN_FILE"
VALUE = secrets.token_hex(32)


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a file that the setting names, readable by its owner alone."""
    made = tmp_path / "token"
    made.write_text(f"{VALUE}\n")
    made.chmod(0o600)
    monkeypatch.setenv(FILE, str(made))
    return made


def refused() -> str:
    with pytest.raises(SecretSettingError, match=FILE) as error:
        secret_setting(NAME)
    sentence = str(error.value)
    assert VALUE not in sentence
    assert "\n" not in sentence
    assert sentence.endswith(".")
    return sentence


def test_it_is_empty_where_nothing_is_set() -> None:
    assert secret_setting(NAME) == ""


def test_the_environment_will_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, f" {VALUE} ")
    assert secret_setting(NAME) == VALUE


@pytest.mark.parametrize("ending", ["", "\n", "\r\n"])
def test_a_file_will_do_and_its_last_line_break_is_cut(file: Path, ending: str) -> None:
    file.write_bytes(f"{VALUE}{ending}".encode())
    assert secret_setting(NAME) == VALUE


def test_a_file_that_changes_counts_from_the_next_start(file: Path) -> None:
    assert secret_setting(NAME) == VALUE
    file.write_text("another")
    assert secret_setting(NAME) == VALUE


def test_both_are_one_too_many(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, VALUE)
    assert "both set" in refused()


def test_a_missing_file_is_said(file: Path) -> None:
    file.unlink()
    assert "there is none" in refused()


def test_what_is_no_file_is_said(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.unlink()
    os.mkfifo(file)
    assert "has to name a file" in refused()
    monkeypatch.setenv(FILE, str(file.parent))
    assert "has to name a file" in refused()


def test_the_secret_in_place_of_the_name_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FILE, VALUE)
    assert "has to name a file" in refused()


def test_a_file_that_may_not_be_read_is_said(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def open_(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    # Root reads every file, so its mode would prove nothing here.
    monkeypatch.setattr(Path, "open", open_)
    assert "Permission denied" in refused()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"\xff\xfe", "no text"),
        (f"{VALUE}\n{VALUE}\n".encode(), "in one line"),
        (b"x" * 70_000, "alone"),
    ],
    # The secret is another one in each process of the tests, and a test's name must not be.
    ids=["empty", "blank", "no text", "two lines", "too long"],
)
def test_a_file_without_one_secret_is_said(file: Path, content: bytes, said: str) -> None:
    file.write_bytes(content)
    assert said in refused()


@pytest.mark.parametrize(("mode", "warns"), [(0o600, False), (0o640, False), (0o604, True)])
def test_a_file_that_everybody_may_read_is_a_warning(
    file: Path, caplog: pytest.LogCaptureFixture, mode: int, warns: bool
) -> None:
    file.chmod(mode)
    with caplog.at_level(logging.WARNING):
        assert secret_setting(NAME) == VALUE
    assert (FILE in caplog.text) == warns
    assert VALUE not in caplog.text


@pytest.mark.parametrize("kind", ["token_hex", "token_urlsafe"])
def test_a_random_key_will_do(kind: str) -> None:
    for _ in range(200):
        check_hard_to_guess(NAME, getattr(secrets, kind)(32), 32)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "secret",
        "d0b1ba1e77c2f8a94e63a5f10c2b97e",
        "a" * 64,
        "ab" * 32,
        "1234567890" * 4,
        "changeme-changeme-changeme-0123456789",
        "CHANGE_ME_before_you_start_0123456789",
        "replace-with-a-random-key-0123456789",
        "your-secret-key-of-32-characters-here",
        "this-is-an-example-of-a-key-0123456789",
    ],
)
def test_a_key_that_could_be_guessed_is_refused(value: str) -> None:
    with pytest.raises(SecretSettingError, match=f"^{NAME} ") as error:
        check_hard_to_guess(NAME, value, 32)
    assert not value or value not in str(error.value)


def test_an_address_that_cannot_be_read_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    for address in (f"postgresql//u:{VALUE}@h/d", f"postgresql://u:{VALUE}", VALUE):
        monkeypatch.setenv("DATABASE_URL", address)
        with pytest.raises(Exception, match="no address of a database") as error:
            database_url()
        assert VALUE not in str(error.value)


def test_the_action_server_does_not_start_with_a_wrong_one() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "rasa_sdk", "--actions", "actions", "--port", "0"],
        cwd=ROOT,
        env={**quiet_environment(), "DATABASE_URL_FILE": "var/no-such-file"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 1
    assert "DATABASE_URL_FILE has to name a file" in ended.stderr
    assert "Traceback" not in ended.stderr
