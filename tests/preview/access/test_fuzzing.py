"""Every page of the preview hears what no form of it sends, from everybody who has an account.

None of it may end in a status of 500 or more. The requests are the same in each run; `make fuzz`
sends more of them, and others each time.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.exceptions import NotFound
from werkzeug.routing import BuildError

from bot.locations import ROOT
from bot.preview.access import accounts
from bot.preview.pages.application import create_application
from bot.preview.records.database import SETTING, migrate, opened

from .conftest import PASSWORD
from .test_every_route import sign_in_without_token

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES") or 120)
PEOPLE = {"ana": {"may_review": True}, "ben": {}, "dee": {"may_edit_law": True}}
# Names that lead somewhere, beside any others.
KNOWN = ["menu", "fear", "support/fear", "utter_menu", "CA", "US", "national", "laws", "1", "0"]
FIELDS = ["act", "words", "text", "hash", "seen", "q", "query", "state", "theme", "page", "day"]
FIELDS += ["script", "response", "payload", "name", "value", "slot", "channel", "language", "next"]

values = st.one_of(
    st.sampled_from(KNOWN), st.text(max_size=40), st.integers().map(str), st.just("x" * 5000)
)
parts = st.one_of(st.sampled_from(KNOWN), st.text(min_size=1, max_size=20))
pairs = st.dictionaries(st.one_of(st.sampled_from(FIELDS), st.text(max_size=8)), values, max_size=5)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory, legal_database: str) -> Iterator[Flask]:
    folder: Path = tmp_path_factory.mktemp("preview")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(SETTING, f"sqlite:///{folder / 'preview.db'}")
        # An editor's forms write: never into the project.
        shutil.copytree(ROOT / "data" / "legal", folder / "legal")
        shutil.copy(legal_database.removeprefix("sqlite:///"), folder / "legal.db")
        patch.setenv("LANTERN_LEGAL_DATA", str(folder / "legal"))
        patch.setenv("DATABASE_URL", f"sqlite:///{folder / 'legal.db'}")
        patch.setattr(accounts, "_HASHER", PasswordHasher(time_cost=1, memory_cost=64))
        migrate()
        with opened() as session:
            for login, rights in PEOPLE.items():
                accounts.create(session, login, login.title(), "LCSW", PASSWORD, **rights)
        made = create_application()
        made.config["WTF_CSRF_ENABLED"] = False
        yield made


@pytest.fixture(scope="module")
def browsers(app: Flask) -> dict[str, FlaskClient]:
    found = {"": app.test_client()}
    for login in PEOPLE:
        found[login] = app.test_client()
        sign_in_without_token(found[login], login)
    return found


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize="FUZZ_EXAMPLES" not in os.environ,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data())
def test_no_request_breaks_a_page(
    app: Flask, browsers: dict[str, FlaskClient], data: st.DataObject
) -> None:
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint != "access.sign_out"]
    rule = data.draw(st.sampled_from(rules))
    method = data.draw(st.sampled_from(sorted((rule.methods or set()) & {"GET", "POST"})))
    who = data.draw(st.sampled_from(sorted(browsers)))
    given_parts = {
        name: data.draw(st.integers(0, 99) if rule._converters[name].regex == r"\d+" else parts)
        for name in rule.arguments
    }
    try:
        address = app.url_map.bind("localhost").build(rule.endpoint, given_parts, method)
    except (BuildError, NotFound, ValueError):
        return
    if method == "GET":
        answer = browsers[who].get(address, query_string=data.draw(pairs))
    else:
        answer = browsers[who].post(address, data=data.draw(pairs))
    assert answer.status_code < 500, (who, method, address)
