"""A preview of its own with a copy of the legal data that a test may change."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from actions.legal import database, files
from actions.legal.loading import load
from actions.legal.queries import asking
from bot.preview.access import accounts
from bot.preview.law import correction
from bot.preview.pages.application import create_application
from bot.preview.records.database import migrate, opened
from tests.preview.page_reading import Sent, form

PASSWORD = "a sentence that is long enough"


@dataclass
class World:
    """The application, the folder of the legal data, and the addresses of both databases."""

    app: Flask
    folder: Path

    def file(self, code: str) -> Path:
        return self.folder / f"{code}.yaml"


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A law database filled from the files as they are, made once."""
    path = tmp_path_factory.mktemp("law") / "law.db"
    load(files.DEFAULT_FOLDER, database.read_address(f"sqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def accounts_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The preview's tables with a reader and two editors, made once: hashing takes its time."""
    path = tmp_path_factory.mktemp("preview") / "preview.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LANTERN_PREVIEW_DATABASE", f"sqlite:///{path}")
        migrate()
        with opened() as session:
            accounts.create(session, "reader", "Rita Reader", "counselor", PASSWORD)
            for login, name in (("editor", "Erin Editor"), ("other", "Omar Other")):
                accounts.create(session, login, name, "counsel", PASSWORD, may_edit_law=True)
    return path


@pytest.fixture
def world(
    tmp_path: Path, loaded: Path, accounts_file: Path, monkeypatch: pytest.MonkeyPatch
) -> World:
    folder = Path(shutil.copytree(files.DEFAULT_FOLDER, tmp_path / "legal"))
    shutil.copy(loaded, tmp_path / "law.db")
    shutil.copy(accounts_file, tmp_path / "preview.db")
    monkeypatch.setenv("LANTERN_PREVIEW_DATABASE", f"sqlite:///{tmp_path}/preview.db")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/law.db")
    monkeypatch.setenv("LANTERN_LEGAL_DATA", str(folder))
    app = create_application()
    app.config["WTF_CSRF_ENABLED"] = False
    return World(app, folder)


@pytest.fixture
def signed_in(world: World) -> Callable[[str], FlaskClient]:
    def sign_in(login: str) -> FlaskClient:
        client = world.app.test_client()
        answer = client.post("/sign-in", data={"login": login, "password": PASSWORD})
        assert answer.status_code == 302
        return client

    return sign_in


@pytest.fixture
def editor(signed_in: Callable[[str], FlaskClient]) -> FlaskClient:
    return signed_in("editor")


@pytest.fixture
def reader(signed_in: Callable[[str], FlaskClient]) -> FlaskClient:
    return signed_in("reader")


@dataclass
class Form:
    """A form that somebody opened: what stands in it, and where it goes to."""

    client: FlaskClient
    address: str
    sent: Sent

    def type(self, **values: str | list[str]) -> Form:
        for name, value in values.items():
            self.sent[name] = [value] if isinstance(value, str) else value
        return self

    def read_on_a_page(self, **more: str) -> Form:
        today = dt.date.today().isoformat()
        said = {"known": "read", "source": "https://codes.ohio.gov/now", "checked_on": today}
        return self.type(**said, **more)

    def send(self, to: str = "correct") -> TestResponse:
        """Send the form, and say yes where it is asked whether that is meant."""
        answer = self.send_once(to)
        asked = form(answer.data, "sure")
        return self.say("yes", asked, to) if asked else answer

    def say(self, sure: str, asked: Sent, to: str = "correct") -> TestResponse:
        """Answer the question whether it is meant, "yes" or "no"."""
        return self.client.post(self._where(to), data={**asked, "sure": sure})

    def send_once(self, to: str = "correct") -> TestResponse:
        return self.client.post(self._where(to), data=self.sent)

    def _where(self, to: str) -> str:
        return self.address.replace("/correct", f"/{to}")


@pytest.fixture
def late_day(monkeypatch: pytest.MonkeyPatch) -> str:
    """Correct on a day of its own, just before midnight; give that day."""
    monkeypatch.setattr(correction, "now", lambda: dt.datetime(2026, 11, 20, 23, 59, 59))
    return "2026-11-20"


LAW = "OH/laws/1"
WHY = "The code was amended."


def opened_form(client: FlaskClient, record: str) -> Form:
    address = f"/law/{record}/correct"
    found = client.get(address)
    assert found.status_code == 200
    return Form(client, address, form(found.data, "correct")).type(why=WHY)


def law(world: World, code: str = "OH", number: int = 1) -> files.Record:
    record, mistakes = files.read_file(world.file(code))
    assert mistakes == []
    found: files.Record = record["laws"][number - 1]
    return found


def bot_says(code: str = "OH", number: int = 1) -> str:
    with asking() as queries:
        return queries.all_laws(code)[number - 1].title
