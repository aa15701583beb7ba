"""The preview with tables of its own, and somebody signed in."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bot.preview.access import accounts
from bot.preview.pages.application import create_application
from bot.preview.records.database import migrate, opened

PASSWORD = "a sentence that is long enough"
PEOPLE = {"ada": ("Ada Reader", "LCSW"), "ben": ("Ben Reader", "PhD")}


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    file = tmp_path_factory.mktemp("preview") / "preview.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LANTERN_PREVIEW_DATABASE", f"sqlite:///{file}")
        migrate()
        with opened() as session:
            for login, (name, job) in PEOPLE.items():
                accounts.create(session, login, name, job, PASSWORD)
        yield


@pytest.fixture
def app(tables: None) -> Flask:
    application = create_application()
    application.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    return application


@pytest.fixture
def signed_in(app: Flask) -> Callable[[str], FlaskClient]:
    def sign_in(login: str) -> FlaskClient:
        client = app.test_client()
        client.post("/sign-in", data={"login": login, "password": PASSWORD})
        return client

    return sign_in


@pytest.fixture
def client(signed_in: Callable[[str], FlaskClient]) -> FlaskClient:
    return signed_in("ada")
