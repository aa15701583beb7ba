"""Empty tables with three people, and the application with everything that guards it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from bot.preview.access import accounts
from bot.preview.pages.application import create_application
from bot.preview.records.database import SETTING, migrate, opened

PASSWORD = "a sentence that is long enough"
WRONG = "a sentence that is wrong here"
SignIn = Callable[..., TestResponse]


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Give the address of tables with a reviewer, a reader and an editor of the law."""
    address = f"sqlite:///{tmp_path}/preview.db"
    monkeypatch.setenv(SETTING, address)
    # Argon2id as ever, in parameters that a test can wait for.
    monkeypatch.setattr(accounts, "_HASHER", PasswordHasher(time_cost=1, memory_cost=64))
    migrate()
    with opened() as session:
        for login, rights in (
            ("ana", {"may_review": True}),
            ("ben", {}),
            ("dee", {"may_edit_law": True}),
        ):
            accounts.create(session, login, login.title(), "LCSW", PASSWORD, **rights)
    return address


@pytest.fixture
def app(database: str) -> Flask:
    """Give the application as it is served."""
    return create_application()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Give a browser of nobody yet."""
    return app.test_client()


def token(client: FlaskClient, page: str = "/sign-in") -> str:
    """Give the token of a page's form."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(page).get_data(True))
    assert found
    return found.group(1)


def sign_in(
    client: FlaskClient, login: str = "ana", password: str = PASSWORD, query: str = ""
) -> TestResponse:
    """Sign in through the form."""
    fields = {"login": login, "password": password, "csrf_token": token(client)}
    return client.post(f"/sign-in{query}", data=fields)
