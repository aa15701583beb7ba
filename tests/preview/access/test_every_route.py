"""Held to every route that there is, so that a new page cannot forget it."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from bot.preview.pages.application import create_application
from bot.storage.settings import SettingError

from .conftest import PASSWORD, sign_in, token

OPEN = {"access.sign_in", "access.health", "static"}
OF_READERS = {"access", "play"}
"""Rooms in which everybody who is signed in may send something."""

RIGHT_OF = {"review": "ana", "law": "dee"}
"""The others, each with who has the right to send something there."""


def routes(app: Flask, method: str) -> Iterator[tuple[Rule, str]]:
    """Each rule that takes a method, with an address that fits it."""
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if method in (rule.methods or ()):
            yield rule, adapter.build(rule.endpoint, _values(rule), method=method)


def _values(rule: Rule) -> dict[str, str]:
    given = {"IntegerConverter": "1", "FloatConverter": "1", "UUIDConverter": "0" * 32}
    return {
        name: given.get(type(rule._converters[name]).__name__, "menu") for name in rule.arguments
    }


def test_only_signing_in_health_and_files_are_open(client: FlaskClient) -> None:
    for rule, address in routes(client.application, "GET"):
        answer = client.get(address)
        if rule.endpoint in OPEN:
            assert answer.status_code in (200, 404), address
        else:
            assert answer.status_code == 302, address
            assert answer.location.startswith("/sign-in"), address


def test_nothing_can_be_sent_without_a_token(client: FlaskClient) -> None:
    for signed_in in (False, True):
        if signed_in:
            sign_in(client)
        for _, address in routes(client.application, "POST"):
            answer = client.post(address, data={"words": "x"})
            assert answer.status_code == 400, address
            assert "open for too long" in answer.get_data(True), address


def test_nothing_can_be_sent_by_who_is_not_signed_in(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    for rule, address in routes(app, "POST"):
        if rule.endpoint != "access.sign_in":
            answer = app.test_client().post(address)
            assert answer.status_code == 302, address
            assert answer.location.startswith("/sign-in"), address


@pytest.mark.parametrize("login", ["ana", "ben", "dee"])
def test_what_needs_a_right_is_refused_without_it(app: Flask, login: str) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    sign_in_without_token(client, login)
    for rule, address in routes(app, "POST"):
        room = rule.endpoint.partition(".")[0]
        if room in OF_READERS or RIGHT_OF[room] == login:
            continue
        answer = client.post(address, data={"act": "approve"})
        assert answer.status_code == 403, address
        assert "not allowed" in answer.get_data(True)


def sign_in_without_token(client: FlaskClient, login: str) -> None:
    assert client.post("/sign-in", data={"login": login, "password": PASSWORD}).status_code == 302


def test_a_token_of_one_browser_is_none_in_another(app: Flask) -> None:
    stranger, ana = app.test_client(), app.test_client()
    sign_in(ana)
    answer = ana.post("/sign-out", data={"csrf_token": token(stranger)})
    assert answer.status_code == 400
    assert ana.get("/").status_code == 200


def test_every_answer_carries_the_headers(client: FlaskClient) -> None:
    sign_in(client)
    for address in (
        "/",
        "/sign-in",
        "/report",
        "/report.csv",
        "/nothing-here",
        "/static/preview.css",
    ):
        headers = client.get(address).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy, address
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        if not address.startswith("/static"):
            assert headers["Cache-Control"] == "no-store", address


@pytest.mark.parametrize(("https", "secure"), [("1", True), ("", False)])
def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(
    database: str, monkeypatch: pytest.MonkeyPatch, https: str, secure: bool
) -> None:
    monkeypatch.setenv("LANTERN_PREVIEW_HTTPS", https)
    app = create_application()
    app.config["WTF_CSRF_ENABLED"] = False
    answer = app.test_client().post("/sign-in", data={"login": "ana", "password": PASSWORD})
    (cookie,) = answer.headers.getlist("Set-Cookie")
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert ("Secure" in cookie) == secure


@pytest.mark.parametrize(
    ("setting", "value", "told"),
    [
        ("LANTERN_PREVIEW_HTTPS", "true", "'true'; it has to be 1"),
        ("LANTERN_PREVIEW_SECRET", "lantern", "has fewer than 32 characters, .* random"),
    ],
)
def test_a_setting_that_would_leave_the_door_open_is_an_error(
    database: str, monkeypatch: pytest.MonkeyPatch, setting: str, value: str, told: str
) -> None:
    monkeypatch.setenv(setting, value)
    with pytest.raises(SettingError, match=f"{setting}.*{told}"):
        create_application()


def test_whoever_signed_in_stays_so_when_the_preview_starts_again_with_the_same_key(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANTERN_PREVIEW_SECRET", secrets.token_hex())
    ana = create_application().test_client()
    sign_in(ana)
    cookie = ana.get_cookie("lantern_preview")
    assert cookie
    again = create_application().test_client()
    again.set_cookie("lantern_preview", cookie.value)
    assert again.get("/").status_code == 200


def test_pages_have_no_script_or_style_in_them(client: FlaskClient) -> None:
    sign_in(client)
    for address in ("/", "/review", "/library/script/support/fear", "/comments", "/report"):
        page = client.get(address).get_data(True)
        assert "<style" not in page, address
        assert " style=" not in page, address
        assert " onclick=" not in page, address


def test_a_request_that_is_too_large_is_refused_with_words(client: FlaskClient) -> None:
    sign_in(client)
    answer = client.post("/sign-out", data={"words": "x" * 1_100_000})
    assert answer.status_code in (400, 413)
    assert "That did not work" in answer.get_data(True)
