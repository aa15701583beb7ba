"""Sessions belong to who was given the token, and end by themselves."""

from __future__ import annotations

import pytest

from bot.channels import web_sessions
from bot.channels.web_sessions import TooManySessions, WebSessions


def test_a_token_opens_its_own_session_only() -> None:
    sessions = WebSessions()
    one, two = sessions.open(), sessions.open()
    assert sessions.check(one) is not None
    assert sessions.check(one) != sessions.check(two)


@pytest.mark.parametrize("token", ["", "x", "default", "null", "a.b.c"])
def test_a_token_that_was_never_given_opens_nothing(token: str) -> None:
    assert WebSessions().check(token) is None


def test_a_token_signed_by_another_server_opens_nothing() -> None:
    assert WebSessions("one secret").check(WebSessions("another secret").open()) is None


def test_the_bare_session_id_is_no_token() -> None:
    sessions = WebSessions()
    session_id = sessions.check(sessions.open())
    assert session_id is not None
    assert sessions.check(session_id) is None


def test_an_ended_session_stays_ended() -> None:
    sessions = WebSessions()
    token = sessions.open()
    session_id = sessions.check(token)
    assert session_id is not None
    sessions.end(session_id)
    assert sessions.check(token) is None


def test_a_quiet_session_ends_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr(web_sessions.time, "monotonic", lambda: now)
    sessions = WebSessions()
    token = sessions.open()
    now += web_sessions.IDLE_SECONDS - 1
    assert sessions.check(token) is not None  # a message starts the quiet time anew
    now += web_sessions.IDLE_SECONDS - 1
    assert sessions.check(token) is not None
    now += web_sessions.IDLE_SECONDS + 1
    assert sessions.check(token) is None


def test_a_full_server_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_sessions, "MOST_SESSIONS", 2)
    sessions = WebSessions()
    sessions.open()
    sessions.open()
    with pytest.raises(TooManySessions):
        sessions.open()


def test_only_buttons_that_were_shown_were_offered() -> None:
    sessions = WebSessions()
    one, two = (sessions.check(sessions.open()) for _ in range(2))
    assert one is not None
    assert two is not None
    sessions.offer(one, ["/menu"])
    assert sessions.was_offered(one, "/menu")
    assert not sessions.was_offered(two, "/menu")
