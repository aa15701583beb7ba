"""The page and the chat's addresses as a browser gets them, from a running server."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest

from bot.channels.client_address import NEW_SESSIONS
from bot.launch.prepare import quiet_environment
from bot.locations import ROOT
from tests.conftest import free_port, wait_for
from tests.end_to_end.client import Answer, Client

CLINIC = "https://clinic.example"
# Only the channel, without Rasa's agent behind it.
SERVER = """
import sys
from limits import RateLimitItemPerHour
from sanic import Sanic
from bot.channels import client_address, web_chat
from bot.channels.web_chat import WebChat

# As many as ever, and a minute that does not end on a slow machine.
web_chat.NEW_SESSIONS = RateLimitItemPerHour(client_address.NEW_SESSIONS.amount)

async def silent(message):
    pass

app = Sanic("channel")
app.blueprint(WebChat().blueprint(silent))
app.run("127.0.0.1", int(sys.argv[1]), access_log=False)
"""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-c", SERVER, str(port)],
        cwd=ROOT,
        env={
            **quiet_environment(),
            "LANTERN_ALLOWED_ORIGINS": CLINIC,
            "LANTERN_TRUSTED_PROXIES": "127.0.0.1",
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/health/live")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


def ask(address: str, method: str, path: str, origin: str = "", token: str = "") -> Answer:
    client = Client(address)
    client.token = token
    body = token.encode() if path.endswith("/end") else b'{"start": true}'
    return client.request(method, path, body, {"Origin": origin} if origin else {})


def test_the_allowed_site_may_frame_the_page(address: str) -> None:
    headers = ask(address, "GET", "/").headers
    assert headers["Content-Security-Policy"].endswith(f"frame-ancestors 'self' {CLINIC}")
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "microphone=()" in headers["Permissions-Policy"]
    assert headers["Referrer-Policy"] == "no-referrer"


def test_the_loader_is_for_other_sites_too(address: str) -> None:
    loader = ask(address, "GET", "/web/embed.js?ver=6.5")
    assert loader.status == 200
    assert loader.headers["content-type"] == "text/javascript; charset=utf-8"
    assert loader.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Access-Control-Allow-Origin" not in loader.headers


@pytest.mark.parametrize("origin", [CLINIC, "https://evil.example", "null", "http://127.0.0.1:1"])
@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/chat/sessions"), ("DELETE", "/chat/sessions"), ("POST", "/chat/messages")],
)
def test_another_sites_page_cannot_ask_the_chat(
    address: str, method: str, path: str, origin: str
) -> None:
    answer = ask(address, method, path, origin)
    assert answer.status == 403
    assert answer.error["code"] == "foreign_origin"
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_its_own_page_can(address: str) -> None:
    assert ask(address, "POST", "/chat/sessions", address).status == 201


def test_the_end_of_a_session_comes_from_its_own_page_or_from_a_page_without_a_name(
    address: str,
) -> None:
    token = Client(address).open().token
    foreign = ask(address, "POST", "/chat/sessions/end", "https://evil.example", token)
    assert foreign.status == 403
    assert ask(address, "POST", "/chat/sessions/end", "null", token).status == 204
    assert ask(address, "DELETE", "/chat/sessions", address, token).status == 401


def test_a_file_that_is_not_there_is_said_in_our_shape(address: str) -> None:
    missing = ask(address, "GET", "/web/nothing.js")
    assert missing.status == 404
    assert missing.error["code"] == "not_found"


def test_one_address_opens_only_so_many_chats_whatever_it_says_of_itself(address: str) -> None:
    def opened_by(forwarded: str) -> int:
        client = Client(address)
        headers = {"X-Forwarded-For": forwarded}
        return client.request("POST", "/chat/sessions", b"", headers).status

    allowed = NEW_SESSIONS.amount
    assert {opened_by(f"10.9.8.{turn}, 203.0.113.5") for turn in range(allowed)} == {201}
    assert opened_by("10.9.8.7, 203.0.113.5") == 429
    assert opened_by("203.0.113.6") == 201
