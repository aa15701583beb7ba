"""The legal data looked through: by place, topic and what needs a look, with its past."""

from __future__ import annotations

import datetime as dt

import pytest
from flask.testing import FlaskClient

from actions.legal import files
from tests.preview.page_reading import words

from .conftest import World, opened_form

PAGES = ["/law/", "/law/topic/ncii", "/law/look/unread", "/law/OH/", "/law/OH/on", "/law/OH/laws/1"]


@pytest.mark.parametrize("address", PAGES)
def test_nobody_reads_it_without_signing_in(world: World, address: str) -> None:
    answer = world.app.test_client().get(address)
    assert answer.status_code == 302
    assert "/sign-in" in answer.headers["Location"]


def test_every_place_is_listed_and_opens(reader: FlaskClient) -> None:
    page = words(reader.get("/law/").data)
    for path in sorted(files.DEFAULT_FOLDER.glob("*.yaml")):
        answer = reader.get(f"/law/{path.stem}/")
        assert answer.status_code == 200
        name = files.read_file(path)[0].get("name", "United States (national)")
        assert name in page
        assert name in words(answer.data)


def test_a_record_shows_every_field_that_it_has(reader: FlaskClient) -> None:
    content, _ = files.read_file(files.DEFAULT_FOLDER / "OR.yaml")
    number = next(
        i
        for i, one in enumerate(content["protective_orders"], 1)
        if "days" in one.get("time_limit", {})
    )
    record = content["protective_orders"][number - 1]
    page = words(reader.get(f"/law/OR/orders/{number}").data)
    for name in ("name", "citation", "for", "duration", "source", "checked_on", "doubt"):
        if name in record:
            assert " ".join(record[name].split()) in page
    assert record["time_limit"]["days"] in page
    assert "Against a stranger" in page


def test_a_topic_names_each_place_and_where_none_was_found(reader: FlaskClient) -> None:
    page = words(reader.get("/law/topic/doxxing").data)
    assert "Ohio · none found" in page
    assert "California" in page


def test_what_needs_a_look_is_gathered(
    world: World, reader: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "No record needs this look" in words(reader.get("/law/look/old").data)
    path = world.file("OH")
    record, _ = files.read_file(path)
    old = (dt.date.today() - dt.timedelta(days=400)).isoformat()
    day = record["laws"][0]["checked_on"]
    path.write_text(path.read_text().replace(f"checked_on: '{day}'", f"checked_on: '{old}'", 1))
    page = words(reader.get("/law/look/old").data)
    assert record["laws"][0]["title"] in page
    assert "400 days ago, more than 365 days ago" in page
    assert "The files were changed since" in words(reader.get("/law/").data)


def test_what_was_said_on_a_day(reader: FlaskClient) -> None:
    today = dt.datetime.now(dt.timezone.utc).date()
    page = words(reader.get(f"/law/OH/on?day={today}").data)
    assert "Menacing by stalking" in page
    assert "knew nothing" in words(reader.get("/law/OH/on?day=2001-01-01").data)
    for day in ("", "yesterday", "2999-01-01", "2026-02-30"):
        answer = reader.get("/law/OH/on", query_string={"day": day})
        assert answer.status_code == 200
        assert "choose a day" in words(answer.data)


NOWHERE = ["/law/XX/", "/law/oh/", "/law/OH/laws/999", "/law/OH/laws/0", "/law/OH/things/1"]


@pytest.mark.parametrize("address", [*NOWHERE, "/law/topic/nothing", "/law/look/nothing"])
def test_what_is_not_there(reader: FlaskClient, address: str) -> None:
    assert reader.get(address).status_code == 404


def test_without_the_bots_database_the_files_are_still_shown(
    world: World, editor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{world.file('OH')}/law.db")
    assert "law database does not answer" in words(editor.get("/law/").data)
    page = words(editor.get("/law/OH/laws/1").data)
    assert "Menacing by stalking" in page
    assert "its past is not known now" in page
    before = world.file("OH").read_bytes()
    sent = opened_form(editor, "OH/laws/1").type(title="A new title").read_on_a_page()
    assert sent.send().status_code == 503
    assert world.file("OH").read_bytes() == before
