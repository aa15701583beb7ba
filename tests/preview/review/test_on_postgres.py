"""The same on PostgreSQL, where two of these could meet: guesses, wordings, signatures."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest

from bot.preview.access import accounts
from bot.preview.access.guessing import GUESSES, SignInLockedError, note_attempt
from bot.preview.records.database import SETTING, migrate, opened
from bot.preview.review.comments import add_comment, open_comments
from bot.preview.review.decisions import decide
from bot.preview.review.shown import of_response, shown_from
from bot.preview.review.states import State, states
from bot.responses.script_index import shared_index
from tests.actions import postgres

from .conftest import PASSWORD, Scripts

FEAR = "utter_support_fear"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    programs = postgres.binaries()
    if programs is None:
        pytest.skip("PostgreSQL is not installed (apt-get install postgresql)")
    with postgres.server(programs) as server:
        yield postgres.new_database(server, "preview").render_as_string(hide_password=False)


@pytest.fixture
def signer(address: str, monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    monkeypatch.setenv(SETTING, address)
    migrate()
    with opened() as session:
        found = accounts.find(session, "ana") or accounts.create(
            session, "ana", "Ana Ruiz", "LCSW", PASSWORD, may_review=True
        )
        return SimpleNamespace(id=found.id, full_name=found.full_name, job=found.job)


def test_guesses_at_the_same_moment_do_not_slip_past(signer: SimpleNamespace) -> None:
    def guess(_: int) -> bool:
        try:
            note_attempt("ana")
        except SignInLockedError:
            return False
        return True

    with ThreadPoolExecutor(12) as threads:
        assert sum(threads.map(guess, range(24))) <= GUESSES


def test_reviewers_who_sign_at_the_same_moment_are_both_kept(
    signer: SimpleNamespace, scripts: Scripts
) -> None:
    with opened() as session:
        shown = shown_from([of_response(session, FEAR).token])

    def sign(_: int) -> None:
        with opened() as session:
            decide(session, shared_index(), signer, shown, of=[FEAR], approved=True)

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(sign, range(4)))
    with opened() as session:
        assert states(session, shared_index())[FEAR] is State.SIGNED


def test_a_comment_is_kept_with_what_a_database_cannot_hold_left_out(
    signer: SimpleNamespace, scripts: Scripts
) -> None:
    with opened() as session:
        add_comment(session, shared_index(), signer, "support/fear", FEAR, "a\x00b “ü” 🙂")
    with opened() as session:
        assert [one.text for one in open_comments(session, shared_index())] == ["ab “ü” 🙂"]
