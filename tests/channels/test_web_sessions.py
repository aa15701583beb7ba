"""Sessions belong to who was given the token, and end by themselves; in memory and in Redis."""

from __future__ import annotations

import pytest

from bot.channels.web_sessions import TooManySessions, WebSessions
from bot.storage import sessions as kept_sessions
from bot.storage.redis_place import StorageUnavailableError, open_place
from bot.storage.sessions import Sessions, SessionsInMemory
from bot.storage.sessions_in_redis import SessionsInRedis
from tests.storage import redis_server
from tests.storage.conftest import Place, empty_redis, own_redis, place
from tests.storage.redis_server import RedisServer

__all__ = ["empty_redis", "own_redis", "place"]

IDLE_SECONDS = 600


@pytest.fixture
def kept(place: Place) -> Sessions:
    if place.redis is None:
        return SessionsInMemory(IDLE_SECONDS)
    return SessionsInRedis(place.redis, IDLE_SECONDS)


@pytest.fixture
def sessions(kept: Sessions) -> WebSessions:
    return WebSessions("a secret", kept)


def opened(sessions: WebSessions) -> str:
    session_id = sessions.check(sessions.open())
    assert session_id is not None
    return session_id


def test_a_token_opens_its_own_session_only(sessions: WebSessions) -> None:
    one, two = sessions.open(), sessions.open()
    assert sessions.check(one) is not None
    assert sessions.check(one) != sessions.check(two)


@pytest.mark.parametrize("token", ["", "x", "default", "null", "a.b.c"])
def test_a_token_that_was_never_given_opens_nothing(sessions: WebSessions, token: str) -> None:
    assert sessions.check(token) is None


def test_a_token_signed_by_another_server_opens_nothing(kept: Sessions) -> None:
    token = WebSessions("another secret", kept).open()
    assert WebSessions("a secret", kept).check(token) is None


def test_the_bare_session_id_is_no_token(sessions: WebSessions) -> None:
    assert sessions.check(opened(sessions)) is None


def test_an_ended_session_stays_ended(sessions: WebSessions) -> None:
    token = sessions.open()
    session_id = sessions.check(token)
    assert session_id is not None
    sessions.end(session_id)
    assert sessions.check(token) is None
    sessions.offer(session_id, ["/menu"])
    sessions.note_answered(session_id, "suicide_self")
    assert sessions.check(token) is None
    assert not sessions.was_offered(session_id, "/menu")
    assert not sessions.answered(session_id)


def test_a_quiet_session_ends_by_itself(sessions: WebSessions, place: Place) -> None:
    token = sessions.open()
    place.wait(IDLE_SECONDS - 60)
    assert sessions.check(token) is not None  # a message starts the quiet time anew
    place.wait(IDLE_SECONDS - 60)
    assert sessions.check(token) is not None
    place.wait(IDLE_SECONDS + 1)
    assert sessions.check(token) is None


def test_a_full_server_says_so(sessions: WebSessions, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_sessions, "MOST_SESSIONS", 2)
    first = opened(sessions)
    sessions.open()
    with pytest.raises(TooManySessions):
        sessions.open()
    sessions.end(first)
    sessions.open()


def test_only_buttons_that_were_shown_were_offered(sessions: WebSessions) -> None:
    one, two = opened(sessions), opened(sessions)
    sessions.offer(one, ["/menu"])
    sessions.offer(one, [])
    assert sessions.was_offered(one, "/menu")
    assert not sessions.was_offered(one, "/other")
    assert not sessions.was_offered(two, "/menu")


def test_what_the_gate_answered_is_known_at_the_next_message(sessions: WebSessions) -> None:
    one, two = opened(sessions), opened(sessions)
    sessions.offer(one, ["/menu"])
    sessions.note_answered(one, "suicide_self")
    assert sessions.answered(one) == {"suicide_self"}
    assert not sessions.answered(two)


def test_a_second_process_goes_on_with_a_session(empty_redis: RedisServer) -> None:
    first, second = (
        WebSessions(
            "a secret", SessionsInRedis(open_place(empty_redis.url, "a secret"), IDLE_SECONDS)
        )
        for _ in range(2)
    )
    token = first.open()
    session_id = second.check(token)
    assert session_id is not None
    first.offer(session_id, ["/menu"])
    assert second.was_offered(session_id, "/menu")
    second.end(session_id)
    assert first.check(token) is None


def test_in_redis_every_key_ends_and_none_names_a_session(empty_redis: RedisServer) -> None:
    kept = SessionsInRedis(open_place(empty_redis.url, "a secret"), IDLE_SECONDS)
    sessions = WebSessions("a secret", kept)
    session_id = opened(sessions)
    sessions.offer(session_id, ["/menu"])
    assert empty_redis.names()
    for name in empty_redis.names():
        assert 0 < empty_redis.look.ttl(name) <= IDLE_SECONDS
    assert session_id not in str(empty_redis.content())


def test_while_redis_is_gone_a_token_still_tells_whose_it_is() -> None:
    if redis_server.program() is None:
        pytest.skip("there is no redis-server on this machine")
    with redis_server.server() as running:
        place = open_place(running.url, "a secret")
        sessions = WebSessions("a secret", SessionsInRedis(place, IDLE_SECONDS))
        token = sessions.open()
        session_id = sessions.check(token)
    assert session_id is not None
    with pytest.raises(StorageUnavailableError):
        sessions.check(token)
    with pytest.raises(StorageUnavailableError):
        sessions.end(session_id)
    assert sessions.signed(token) == session_id
    assert sessions.signed("made.up") is None
    sessions.offer(session_id, ["/menu"])  # a lost note must not cost a reply
    assert not sessions.was_offered(session_id, "/menu")
    sessions.note_answered(session_id, "suicide_self")
