from __future__ import annotations

import datetime as dt
import time
from concurrent.futures import ThreadPoolExecutor
from unittest.mock import patch
from urllib.parse import quote

import pytest
from argon2 import Type, extract_parameters
from flask import Flask
from flask.testing import FlaskClient

from bot.preview.access import accounts, guessing
from bot.preview.access.guessing import GUESSES, LOCKED, SignInLockedError, note_attempt
from bot.preview.records.database import now, opened
from bot.preview.records.models import Account, FailedSignIn

from .conftest import PASSWORD, WRONG, sign_in, token

MINUTE = dt.timedelta(minutes=1)


def later(monkeypatch: pytest.MonkeyPatch, by: dt.timedelta) -> None:
    monkeypatch.setattr(guessing, "now", lambda: now() + by)


def is_in(client: FlaskClient) -> bool:
    return client.get("/").status_code == 200


def test_the_right_password_opens_the_start_page(client: FlaskClient) -> None:
    answer = sign_in(client)
    assert (answer.status_code, answer.location) == (302, "/")
    assert "Ana, LCSW" in client.get("/").get_data(True)


@pytest.mark.parametrize("login", ["ANA", " ana "])
def test_a_login_may_be_typed_in_capitals_and_with_spaces(client: FlaskClient, login: str) -> None:
    assert sign_in(client, login).status_code == 302


@pytest.mark.parametrize(
    ("login", "password"),
    [
        ("ana", WRONG),
        ("nobody", PASSWORD),
        ("ana", PASSWORD + " "),
        ("ana\x00", WRONG),
        ("'--", "x"),
    ],
)
def test_a_wrong_login_or_password_says_the_same(
    client: FlaskClient, login: str, password: str
) -> None:
    answer = sign_in(client, login, password)
    assert answer.status_code == 401
    assert "Login or password is wrong." in answer.get_data(True)
    assert not is_in(client)


def test_an_empty_field_is_named_and_the_login_stays(client: FlaskClient) -> None:
    page = sign_in(client, "ana", "").get_data(True)
    assert "Please type your password." in page
    assert 'value="ana"' in page
    assert "Please type your login." in sign_in(client, "", "x").get_data(True)


def test_a_password_is_never_shown_again(client: FlaskClient) -> None:
    assert WRONG not in sign_in(client, "ana", WRONG).get_data(True)


def test_five_wrong_passwords_lock_the_login_and_time_opens_it(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(GUESSES):
        assert sign_in(client, "ana", WRONG).status_code == 401
    locked = sign_in(client, "ana", PASSWORD)
    assert locked.status_code == 429
    assert "Please try again in 15 minutes." in locked.get_data(True)
    assert sign_in(client.application.test_client(), "ben").status_code == 302
    later(monkeypatch, LOCKED - MINUTE)
    assert sign_in(client, "ana", PASSWORD).status_code == 429
    later(monkeypatch, LOCKED + MINUTE)
    assert sign_in(client, "ana", PASSWORD).status_code == 302


def test_trying_while_locked_does_not_make_it_longer(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(GUESSES):
        sign_in(client, "ana", WRONG)
    later(monkeypatch, LOCKED - MINUTE)
    for _ in range(GUESSES):
        assert sign_in(client, "ana", WRONG).status_code == 429
    later(monkeypatch, LOCKED + MINUTE)
    assert sign_in(client).status_code == 302


def test_the_right_password_wipes_the_wrong_ones_away(client: FlaskClient) -> None:
    for _ in range(2):
        for _ in range(GUESSES - 1):
            assert sign_in(client, "ana", WRONG).status_code == 401
        assert sign_in(client).status_code == 302


def test_a_login_that_does_not_exist_is_locked_as_well(client: FlaskClient) -> None:
    answers = [sign_in(client, "nobody", WRONG).status_code for _ in range(GUESSES + 1)]
    assert answers == [401] * GUESSES + [429]


def test_who_is_signed_in_stays_in_when_somebody_else_locks_the_login(app: Flask) -> None:
    ana, other = app.test_client(), app.test_client()
    sign_in(ana)
    for _ in range(GUESSES + 1):
        sign_in(other, "ana", WRONG)
    assert is_in(ana)


def test_guesses_at_the_same_moment_do_not_slip_past(database: str) -> None:
    def guess(_: int) -> bool:
        try:
            note_attempt("ana")
        except SignInLockedError:
            return False
        time.sleep(0.05)  # the password is looked at
        return True

    with ThreadPoolExecutor(16) as threads:
        assert sum(threads.map(guess, range(16))) <= GUESSES
    with opened() as session:
        assert session.query(FailedSignIn).count() <= GUESSES


def test_old_marks_are_not_kept(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    sign_in(client, "nobody", WRONG)
    later(monkeypatch, LOCKED + MINUTE)
    sign_in(client, "ana")
    with opened() as session:
        assert session.query(FailedSignIn).count() == 0


def test_passwords_are_kept_as_argon2id_with_a_salt_of_their_own(database: str) -> None:
    with opened() as session:
        kept = [one.password_hash for one in session.query(Account)]
    assert all(one.startswith("$argon2id$v=19$") for one in kept)
    assert len(set(kept)) == len(kept)


def test_the_parameters_are_not_weaker_than_recommended() -> None:
    # OWASP Password Storage Cheat Sheet: Argon2id with 19 MiB and two rounds at least.
    kept = extract_parameters(accounts.hashed(PASSWORD))
    assert kept.type is Type.ID
    assert kept.memory_cost >= 19 * 1024
    assert kept.time_cost >= 2


@pytest.mark.parametrize("password", ["short", "x" * 11, "x" * 201])
def test_a_short_or_endless_password_is_refused(password: str) -> None:
    with pytest.raises(accounts.AccountError):
        accounts.hashed(password)


@pytest.mark.parametrize(
    ("to", "goes"),
    [
        ("/report", "/report"),
        ("/comments?theme=safety", "/comments?theme=safety"),
        ("https://evil.example/", "/"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("/\t/evil.example", "/"),
        ("\t//evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("evil.example", "/"),
        ("", "/"),
    ],
)
def test_signing_in_leads_to_our_own_pages_only(client: FlaskClient, to: str, goes: str) -> None:
    assert sign_in(client, query=f"?next={quote(to, safe='')}").location == goes


def test_who_is_sent_to_sign_in_comes_back_to_the_page(client: FlaskClient) -> None:
    sent = client.get("/report")
    assert sent.status_code == 302
    query = sent.location.partition("?")[2]
    assert sign_in(client, query=f"?{query}").location == "/report"


def test_signing_out_ends_the_session(client: FlaskClient) -> None:
    sign_in(client)
    client.post("/sign-out", data={"csrf_token": token(client, "/")})
    assert not is_in(client)


def test_a_session_ends_after_thirty_quiet_minutes(client: FlaskClient) -> None:
    sign_in(client)
    start = time.time()
    with patch("itsdangerous.timed.time.time", lambda: start + 29 * 60):
        assert is_in(client)
    with patch("itsdangerous.timed.time.time", lambda: start + 58 * 60):
        assert is_in(client)  # each page starts the half hour anew
    with patch("itsdangerous.timed.time.time", lambda: start + 89 * 60):
        assert not is_in(client)


def test_a_closed_account_is_out_at_once_and_cannot_come_back(client: FlaskClient) -> None:
    sign_in(client)
    with opened() as session:
        found = accounts.find(session, "ana")
        assert found
        found.active = False
    assert not is_in(client)
    assert sign_in(client).status_code == 401


def test_a_new_password_ends_every_session(app: Flask) -> None:
    first, second = app.test_client(), app.test_client()
    sign_in(first)
    sign_in(second)
    with opened() as session:
        found = accounts.find(session, "ana")
        assert found
        found.password_hash = accounts.hashed(WRONG)
    assert not is_in(first)
    assert not is_in(second)
    assert sign_in(first, password=WRONG).status_code == 302


def test_a_right_that_is_taken_away_counts_at_once(client: FlaskClient) -> None:
    sign_in(client)
    assert "Approve" in client.get("/library/script/support/fear").get_data(True)
    with opened() as session:
        found = accounts.find(session, "ana")
        assert found
        found.may_review = False
    assert "Approve" not in client.get("/library/script/support/fear").get_data(True)


@pytest.mark.parametrize("cookie", ["x", "eyJfdXNlcl9pZCI6IjEifQ.aaaa.bbbb"])
def test_a_forged_cookie_opens_nothing(client: FlaskClient, cookie: str) -> None:
    client.set_cookie("lantern_preview", cookie)
    assert not is_in(client)


def test_what_somebody_put_into_the_session_before_is_gone(client: FlaskClient) -> None:
    before = token(client)
    sign_in(client)
    assert token(client, "/") != before
