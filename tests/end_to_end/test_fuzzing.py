"""The real servers hear what nobody would say; none of it may end in a status of 500 or more.

schemathesis makes requests out of docs/openapi.yaml, and holds the answers to it. The requests are
the same in each run; `make fuzz` sends more of them, and others each time.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
import socket
from collections.abc import Iterator
from typing import Any

import psutil
import pytest
import requests
import schemathesis
from rasa.core.run import configure_app, create_http_input_channels
from schemathesis.specs.openapi import checks

from bot.locations import ROOT
from tests.channels.stand_ins import messenger, slack, twilio
from tests.end_to_end.every_app import EveryApp, Signed, every_app
from tests.end_to_end.hostile_requests import DEEP, HALF, HOSTILE, SIGNED_AND_HOSTILE

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES") or 12)
ALWAYS_THE_SAME = "FUZZ_EXAMPLES" not in os.environ
SECONDS = 20

CONFIG = schemathesis.Config.from_dict(
    {
        "generation": {"max-examples": EXAMPLES, "deterministic": ALWAYS_THE_SAME},
        "suppress-health-check": ["all"],
    }
)
SCHEMA = schemathesis.openapi.from_path(ROOT / "docs" / "openapi.yaml", config=CONFIG)
CHAT = SCHEMA.exclude(tag="app")
APPS = SCHEMA.include(tag="app")
HELD = [
    schemathesis.checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]


@schemathesis.deserializer("application/x-ndjson")
def _lines(_: Any, response: Any) -> list[Any]:
    return [json.loads(line) for line in response.content.splitlines()]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory, legal_database: str) -> Iterator[EveryApp]:
    with every_app(tmp_path_factory.mktemp("fuzzing"), legal_database) as all_of_it:
        yield all_of_it


@pytest.fixture(scope="module")
def address(running: EveryApp) -> str:
    return running.lantern.address


def token(address: str) -> str:
    opened = requests.post(f"{address}/chat/sessions", timeout=SECONDS)
    return str(opened.json()["token"])


@CHAT.parametrize()
def test_the_chat_answers_whatever_comes(case: schemathesis.Case, address: str) -> None:
    # A session each, so that the limit on messages hides nothing behind it.
    headers = {"Authorization": f"Bearer {token(address)}"}
    answer = case.call(base_url=address, headers=headers, timeout=SECONDS)
    case.validate_response(answer, checks=HELD)


@CHAT.include(path_regex="^/chat/").parametrize()
def test_without_a_session_nothing_is_said(case: schemathesis.Case, address: str) -> None:
    answer = case.call(base_url=address, timeout=SECONDS)
    case.validate_response(answer, checks=HELD)
    if case.operation.path == "/chat/messages" and case.method == "POST":
        assert answer.status_code in (400, 401, 413)


@APPS.parametrize()
def test_an_app_s_provider_may_send_anything(case: schemathesis.Case, address: str) -> None:
    answer = case.call(base_url=address, auth=Signed(), timeout=SECONDS)
    case.validate_response(answer, checks=HELD)
    assert answer.status_code != 403 or case.method == "GET"


@SCHEMA.include(tag="app", method="POST").parametrize()
def test_nobody_else_may_send_anything(case: schemathesis.Case, address: str) -> None:
    answer = case.call(base_url=address, timeout=SECONDS)
    case.validate_response(answer, checks=HELD)
    assert answer.status_code in (400, 403) or case.method != "POST"


@pytest.mark.parametrize("name", HOSTILE)
def test_what_no_client_would_send(address: str, name: str) -> None:
    sent = HOSTILE[name].as_bytes(token(address))
    host, port = address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), SECONDS) as connection:
        connection.sendall(sent)
        answer = b""
        while part := connection.recv(65536):
            answer += part
    status = int(answer.split(b" ", 2)[1])
    assert 200 <= status < 500, answer
    assert b"Traceback" not in answer


@pytest.mark.parametrize("path", SIGNED_AND_HOSTILE)
@pytest.mark.parametrize("deep", [False, True])
def test_what_no_provider_would_send(address: str, path: str, deep: bool) -> None:
    body = DEEP if deep else SIGNED_AND_HOSTILE[path].replace("HALF", HALF).encode()
    answer = requests.post(address + path, data=body, auth=Signed(), timeout=SECONDS)
    assert answer.status_code == 400 if deep else answer.status_code in (200, 400)


def test_a_challenge_may_hold_half_a_character(address: str) -> None:
    body = b'{"type": "url_verification", "challenge": "\\ud800"}'
    path = "/webhooks/slack/webhook"
    answer = requests.post(address + path, data=body, auth=Signed(), timeout=SECONDS)
    assert answer.status_code in (200, 400)


def test_the_description_names_every_route_and_nothing_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    described = {
        (method.upper(), path)
        for path, methods in SCHEMA.raw_schema["paths"].items()
        for method in methods
    }
    found = routes_of_the_server(monkeypatch)
    assert (sorted(found - described), sorted(described - found)) == ([], [])


def routes_of_the_server(monkeypatch: pytest.MonkeyPatch) -> set[tuple[str, str]]:
    """Routes of Rasa's app with credentials.yml as it is, and every app on."""
    nowhere = "http://127.0.0.1:9"
    for name, value in {
        "LANTERN_PUBLIC_ADDRESS": twilio.PUBLIC_ADDRESS,
        "TELEGRAM_TOKEN": "123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11",
        "TELEGRAM_WEBHOOK_SECRET": "a-secret-of-the-tests_0123456789",
        "TELEGRAM_API_ADDRESS": nowhere,
        "MESSENGER_VERIFY_TOKEN": messenger.VERIFY_TOKEN,
        "MESSENGER_APP_SECRET": messenger.APP_SECRET,
        "MESSENGER_PAGE_TOKEN": messenger.PAGE_TOKEN,
        "MESSENGER_API_ADDRESS": nowhere,
        "SLACK_BOT_TOKEN": slack.BOT_TOKEN,
        "SLACK_SIGNING_SECRET": slack.SIGNING_SECRET,
        "SLACK_API_ADDRESS": nowhere,
        "TWILIO_ACCOUNT_SID": twilio.ACCOUNT,
        "TWILIO_AUTH_TOKEN": twilio.TOKEN,
        "TWILIO_SMS_NUMBER": twilio.SMS_NUMBER,
        "TWILIO_WHATSAPP_NUMBER": twilio.WHATSAPP_NUMBER,
        "TWILIO_API_ADDRESS": nowhere,
    }.items():
        monkeypatch.setenv(name, value)
    # Rasa makes the app in the main thread's loop, and leaves none behind.
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    try:
        channels = create_http_input_channels(None, str(ROOT / "credentials.yml"))
        app = configure_app(channels, enable_api=False)
    finally:
        asyncio.set_event_loop(None)
        loop.close()
    app.router.reset()
    app.router.finalize()
    return {
        (method, re.sub(r"<(\w+)(?::.*?)?>(?=/|$)", r"{\1}", f"/{route.path.lstrip('/')}"))
        for route in app.router.routes
        for method in route.methods
        if method not in ("OPTIONS", "HEAD")
    }


def test_no_secret_shows_itself(running: EveryApp) -> None:
    """Last, after all of the above: nothing printed one, and no list of processes has one."""
    shown = {"the output": running.lantern.output.read_text()}
    for process in [running.lantern.process.pid, *(one.pid for one in running.lantern.servers())]:
        for what in ("cmdline", "environ"):
            with contextlib.suppress(ProcessLookupError), open(f"/proc/{process}/{what}") as file:
                shown[f"{what} of {process}"] = file.read()
    for path in ("/health/live", "/webhooks/sms/"):
        shown[path] = requests.get(running.lantern.address + path, timeout=SECONDS).text
    for place, text in shown.items():
        for name, secret in running.secrets.items():
            assert secret not in text, f"{name} in {place}"


def test_the_servers_listen_on_this_machine_only(running: EveryApp) -> None:
    found = {
        one.laddr.ip
        for server in running.lantern.servers()
        for one in server.connections()
        if one.status == psutil.CONN_LISTEN
    }
    assert found == {"127.0.0.1"}


def test_nothing_broke_behind_an_answer(running: EveryApp) -> None:
    assert "Traceback" not in running.lantern.output.read_text()
