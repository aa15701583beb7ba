"""Which sites may show the chat, as the setting says it, and whose requests it takes."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from bot.channels.allowed_origins import (
    ALLOWED_ORIGINS_SETTING,
    WrongOrigin,
    allowed_origins,
    is_own_origin,
)
from bot.channels.page_headers import security_headers
from bot.locations import ROOT


def test_none_is_allowed_unless_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(ALLOWED_ORIGINS_SETTING, raising=False)
    assert allowed_origins() == ()
    policy = security_headers("/")["Content-Security-Policy"]
    assert policy.endswith("frame-ancestors 'self'")


def test_several_are_named_with_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    named = " https://Clinic.example/, https://a-b.example:8443 ,,http://localhost:8000 "
    monkeypatch.setenv(ALLOWED_ORIGINS_SETTING, named)
    origins = ("https://clinic.example", "https://a-b.example:8443", "http://localhost:8000")
    assert allowed_origins() == origins
    policy = security_headers("/", origins)["Content-Security-Policy"]
    assert policy.endswith(f"frame-ancestors 'self' {' '.join(origins)}")


@pytest.mark.parametrize(
    "wrong",
    [
        "clinic.example",
        "http://clinic.example",
        "https://clinic.example/chat",
        "https://clinic.example; script-src *",
        "https://clinic.example https://other.example",
        "https://*.example",
        "https://",
        "*",
        "null",
    ],
)
def test_a_wrong_one_is_one_sentence(monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    monkeypatch.setenv(ALLOWED_ORIGINS_SETTING, f"https://clinic.example,{wrong}")
    with pytest.raises(WrongOrigin) as error:
        allowed_origins()
    assert repr(wrong) in str(error.value)
    assert "\n" not in str(error.value)


def test_a_wrong_one_ends_the_start_with_that_sentence() -> None:
    started = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "bot.launch", "prepare"],
        cwd=ROOT,
        env={**os.environ, ALLOWED_ORIGINS_SETTING: "clinic.example"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert started.returncode == 1
    assert started.stderr.startswith("Lantern cannot start: LANTERN_ALLOWED_ORIGINS has 'clinic.")
    assert started.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("origin", "host", "fetch_site", "own"),
    [
        ("https://chat.example", "chat.example", "", True),
        ("https://chat.example", "CHAT.example:443", "", True),
        ("http://127.0.0.1:5005", "127.0.0.1:5005", "", True),
        ("https://chat.example", "127.0.0.1:5005", "same-origin", True),
        ("https://chat.example", "127.0.0.1:5005", "", False),
        ("https://evil.example", "chat.example", "", False),
        ("https://evil.example", "chat.example", "cross-site", False),
        ("https://chat.example", "chat.example", "same-site", False),
        ("http://127.0.0.1:5006", "127.0.0.1:5005", "", False),
        ("null", "chat.example", "", False),
        ("", "chat.example", "", False),
    ],
)
def test_only_the_chats_own_page_may_ask(
    origin: str, host: str, fetch_site: str, own: bool
) -> None:
    assert is_own_origin(origin, host, fetch_site) is own


def test_other_sites_may_load_the_loader_and_nothing_else() -> None:
    policies = {
        path: security_headers(path)["Cross-Origin-Resource-Policy"]
        for path in ("/", "/web/embed.js", "/web/main.js", "/web/strings.json", "/chat/sessions")
    }
    assert [path for path, policy in policies.items() if policy == "cross-origin"] == [
        "/web/embed.js"
    ]
