"""Why a record was changed is seen afterwards: on its page, in its past, and once it is gone."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from bot.preview.law import correction, reasons
from bot.preview.records.database import opened
from bot.preview.records.models import LawCorrection
from tests.preview.page_reading import form, words

from .conftest import LAW, World, opened_form


def kept() -> list[str]:
    with opened() as session:
        return [one.reason for one in session.scalars(select(LawCorrection))]


def test_who_when_and_why_stand_on_the_page_and_in_the_past(
    editor: FlaskClient, reader: FlaskClient
) -> None:
    sent = opened_form(editor, LAW).read_on_a_page(title="A new title", why="Amended <b>in May</b>")
    assert sent.send().status_code == 302
    sent = opened_form(editor, LAW).read_on_a_page(
        citation="Ohio Rev. Code § 2903.999", why="Moved"
    )
    assert sent.send().status_code == 302
    answer = reader.get(f"/law/{LAW}").data
    page = words(answer)
    now, before = page.split("Why it was changed")[1].split("What it said before")
    assert now.index("Why: Moved") < now.index("Why: Amended <b>in May</b>")
    assert "by Erin Editor, counsel." in now
    assert "(UTC)" in now
    assert "Why: Moved" in before
    assert b"<b>in May" not in answer
    gone = words(reader.get("/law/OH/").data).split("No longer listed")[1]
    assert "Why: Moved" in gone


def test_why_a_record_was_taken_out_stands_where_it_is_listed_no_more(editor: FlaskClient) -> None:
    assert opened_form(editor, LAW).type(why="Repealed.").send("remove").status_code == 302
    gone = words(editor.get("/law/OH/").data).split("No longer listed")[1]
    assert "Taken out on" in gone
    assert "by Erin Editor, counsel. Why: Repealed." in gone


def test_a_correction_that_failed_leaves_no_reason(
    world: World, editor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_: object) -> None:
        raise OperationalError("INSERT", {}, Exception("database is locked"))

    with monkeypatch.context() as patch:
        patch.setattr(correction, "load", locked)
        assert opened_form(editor, LAW).read_on_a_page(title="New").send().status_code == 503
    assert kept() == []
    before = world.file("OH").read_bytes()
    monkeypatch.setattr(reasons, "now", locked)
    answer = opened_form(editor, LAW).read_on_a_page(title="New").send()
    assert answer.status_code == 503
    assert "nothing was changed" in words(answer.data)
    assert form(answer.data, "correct")["title"] == ["New"]
    assert world.file("OH").read_bytes() == before
