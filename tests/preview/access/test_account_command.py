from __future__ import annotations

import pytest
from typer.testing import CliRunner

from bot.preview.access import accounts
from bot.preview.access.guessing import GUESSES, SignInLockedError, note_attempt
from bot.preview.command_line.app import app
from bot.preview.records.database import opened

from .conftest import PASSWORD


def run(*arguments: str, typed: str = "") -> str:
    result = CliRunner().invoke(app, ["account", *arguments], input=typed)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.output


def test_an_account_is_made_with_its_rights_and_can_sign_in(database: str) -> None:
    run("add", "Eve@Clinic.example", "--name", "Eve Oh", "--job", "PsyD", "--reviewer",
        typed=PASSWORD + "\n")  # fmt: skip
    with opened() as session:
        made = accounts.sign_in(session, "eve@clinic.example", PASSWORD)
        assert made
        assert (made.full_name, made.job) == ("Eve Oh", "PsyD")
        assert (made.may_review, made.may_edit_law) == (True, False)


@pytest.mark.parametrize(
    ("login", "name", "password", "told"),
    [
        ("ana", "Ana", PASSWORD, "already"),
        ("a", "Ana", PASSWORD, "2 to 80"),
        ("new", " ", PASSWORD, "full name"),
        ("new", "New", "short", "12 to 200"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(
    database: str, login: str, name: str, password: str, told: str
) -> None:
    with pytest.raises(accounts.AccountError, match=told):
        run("add", login, "--name", name, "--job", "PsyD", typed=password + "\n")


def test_rights_are_given_and_taken(database: str) -> None:
    run("rights", "ben", "--reviewer", "--no-active")
    with opened() as session:
        ben = accounts.find(session, "ben")
        assert ben
        assert (ben.may_review, ben.active) == (True, False)
    assert "ben" in run("list")
    assert PASSWORD not in run("list")


def test_unlocking_lets_sign_in_again_at_once(database: str) -> None:
    for _ in range(GUESSES):
        note_attempt("ana")
    with pytest.raises(SignInLockedError):
        note_attempt("ana")
    run("unlock", "ana")
    note_attempt("ana")
    with pytest.raises(accounts.AccountError, match="no account"):
        run("unlock", "nobody")


def test_a_new_password_unlocks_too(database: str) -> None:
    for _ in range(GUESSES):
        note_attempt("ana")
    run("password", "ana", typed="another long sentence\n")
    note_attempt("ana")
    with opened() as session:
        assert accounts.sign_in(session, "ana", "another long sentence")
        assert accounts.sign_in(session, "ana", PASSWORD) is None
