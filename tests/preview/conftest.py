"""The preview as a reader meets it: signed in, in a test client and in a real Chromium."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, sync_playwright

from bot.preview.access import accounts
from bot.preview.catalogue import seen
from bot.preview.pages.application import create_application
from bot.preview.records.database import SETTING, migrate, opened
from bot.responses.script_index import shared_index
from tests.preview.in_a_browser import LOGIN, PASSWORD, served


@pytest.fixture(scope="module")
def application(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Give the preview over tables of its own, with one reviewer and today's wordings."""
    file: Path = tmp_path_factory.mktemp("preview") / "preview.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(SETTING, f"sqlite:///{file}")
        migrate()
        with opened() as session:
            accounts.create(session, LOGIN, "Ana Reader", "LCSW", PASSWORD, may_review=True)
            seen.remember(session, shared_index())
        yield create_application()


@pytest.fixture
def reader(application: Flask, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """Give a client that is signed in."""
    monkeypatch.setitem(application.config, "WTF_CSRF_ENABLED", False)
    client = application.test_client()
    client.post("/sign-in", data={"login": LOGIN, "password": PASSWORD})
    return client


@pytest.fixture(scope="module")
def address(application: Flask) -> Iterator[str]:
    """Give the address at which the preview is served."""
    with served(application) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Give one Chromium; skip where the machine has none."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("no Chromium on PATH: the preview is not tested in a browser here")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()
