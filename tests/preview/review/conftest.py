"""Small scripts in a folder of their own, empty tables, and people who are signed in."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient

from bot.preview.access import accounts
from bot.preview.catalogue.entries import shared_catalogue
from bot.preview.catalogue.examples import Examples
from bot.preview.pages.application import create_application
from bot.preview.records.database import SETTING, migrate, opened
from bot.responses.project import Project
from bot.responses.script_index import ScriptIndex, shared_index

PASSWORD = "a sentence that is long enough"
FEAR = """version: "3.1"
# Support for somebody who feels afraid.
responses:
  utter_support_fear:
  - text: |-
      It sounds like you're scared. Call 911 if it is close.

      You are not alone.
    buttons:
    - title: "See my options"
      payload: /list_options
    metadata:
      source: house
      reviewed: null
  utter_support_fear_again:
  - text: You are still scared. That makes sense.
    metadata: {source: house, reviewed: null}
"""
SAFETY = """version: "3.1"
# First words.
responses:
  utter_safety_first:
  - text: Call or text 988, any time.
    metadata: {source: house, reviewed: null}
"""


class Scripts:
    """A folder of scripts that a test may rewrite; the preview reads it again then."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.write("support/fear", FEAR)
        self.write("safety/first", SAFETY)

    def write(self, name: str, content: str) -> None:
        file = self.folder / f"{name}.yml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content)
        shared_index.cache_clear()
        shared_catalogue.cache_clear()

    def change(self, name: str, old: str, new: str) -> None:
        content = (self.folder / f"{name}.yml").read_text()
        assert old in content
        self.write(name, content.replace(old, new))


@pytest.fixture
def scripts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scripts]:
    """Give the scripts that the preview reads in this test."""
    folder = tmp_path / "scripts"
    read, project, examples = ScriptIndex.read, _project(), _examples()
    monkeypatch.setattr(ScriptIndex, "read", lambda: read(folder))
    monkeypatch.setattr(Project, "read", lambda: project)
    monkeypatch.setattr(Examples, "read", lambda: examples)
    yield Scripts(folder)
    shared_index.cache_clear()
    shared_catalogue.cache_clear()


@functools.lru_cache(maxsize=1)
def _project() -> Project:
    """What stands around the scripts: as it is, and read once."""
    return Project.read()


@functools.lru_cache(maxsize=1)
def _examples() -> Examples:
    return Examples.read()


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Give the address of tables with a reviewer, another one, and a reader."""
    address = f"sqlite:///{tmp_path}/preview.db"
    monkeypatch.setenv(SETTING, address)
    # Argon2id as ever, in parameters that a test can wait for.
    monkeypatch.setattr(accounts, "_HASHER", PasswordHasher(time_cost=1, memory_cost=64))
    migrate()
    with opened() as session:
        for login, name, may in (
            ("ana", "Ana Ruiz", True),
            ("cleo", "Cleo May", True),
            ("ben", "Ben Oak", False),
        ):
            accounts.create(session, login, name, "LCSW", PASSWORD, may_review=may)
    return address


@pytest.fixture
def app(database: str, scripts: Scripts) -> Flask:
    """Give the preview's application, without the forms' tokens (tests/preview/access has them)."""
    app = create_application()
    app.config.update(WTF_CSRF_ENABLED=False, TESTING=False)
    return app


@pytest.fixture
def signed_in(app: Flask) -> Callable[[str], FlaskClient]:
    """Sign somebody in, and give their browser."""

    def sign_in(login: str) -> FlaskClient:
        client = app.test_client()
        answer = client.post("/sign-in", data={"login": login, "password": PASSWORD})
        assert answer.status_code == 302
        return client

    return sign_in
