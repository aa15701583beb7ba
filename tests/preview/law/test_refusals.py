"""A correction that may not be: said at its field, nothing written, nothing typed lost."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from actions.legal import files
from bot.preview.law import correction
from tests.preview.page_reading import form, words

from .conftest import LAW, WHY, World, bot_says, opened_form


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"source": "codes.ohio.gov"}, "whole web address"),
        ({"checked_on": "last week"}, "give the day"),
        ({"checked_on": "2999-01-01"}, "still to come"),
        ({"title": "  "}, "fill this in"),
        ({"citation": "Cal. Penal Code § 1"}, "is not how OH is cited"),
        ({"url": "nowhere"}, "is not a web address"),
    ],
)
def test_what_the_check_refuses_is_said_at_its_field_and_nothing_is_lost(
    world: World, editor: FlaskClient, typed: dict[str, str], said: str
) -> None:
    before = world.file("OH").read_bytes()
    answer = (
        opened_form(editor, LAW).read_on_a_page(summary="Typed at length.").type(**typed).send()
    )
    assert answer.status_code == 422
    assert said in words(answer.data)
    again = form(answer.data, "correct")
    assert again["summary"] == ["Typed at length."]
    assert all(again[name] == [value] for name, value in typed.items())
    assert world.file("OH").read_bytes() == before
    assert list(world.folder.glob(".*")) == []


def test_what_was_typed_in_a_form_that_was_open_too_long_is_given_back(
    world: World, editor: FlaskClient
) -> None:
    before = world.file("OH").read_bytes()
    sent = opened_form(editor, LAW).read_on_a_page(summary="Half an hour & <i>a law</i> read.")
    sent.type(csrf_token="of a session that has ended")
    world.app.config["WTF_CSRF_ENABLED"] = True
    for way in ("correct", "patch"):
        answer = sent.send_once(way)
        assert answer.status_code == 400
        said = words(answer.data)
        assert "open for too long, so nothing was changed" in said
        assert "Half an hour & <i>a law</i> read." in said
        assert WHY in said
        assert "https://codes.ohio.gov/now" in said
    assert world.file("OH").read_bytes() == before


def test_a_number_that_nobody_read_is_refused(world: World, editor: FlaskClient) -> None:
    sent = opened_form(editor, "OH/resources/2").type(known="recalled")
    answer = sent.send()
    assert answer.status_code == 422
    assert "a number nobody read may not be listed" in words(answer.data)
    assert sent.type(phone="").send().status_code == 302


def test_no_order_against_a_stranger_where_none_was_found(editor: FlaskClient) -> None:
    content, _ = files.read_file(files.DEFAULT_FOLDER / "NY.yaml")
    assert content["protective_orders"]
    answer = (
        opened_form(editor, "NY/orders/1")
        .type(conduct=["stalking"], relation_needed=["anyone"], who_may_start=["person"])
        .read_on_a_page()
        .send()
    )
    assert answer.status_code == 422
    assert "no order in NY was found to be open to a stranger" in words(answer.data)


def test_in_a_read_only_folder_the_correction_is_offered_as_a_patch(
    world: World, editor: FlaskClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def refuse(path: Path, text: str) -> None:
        raise PermissionError(30, "Read-only file system", str(path))

    monkeypatch.setattr(correction, "write_checked", refuse)
    before = world.file("OH").read_bytes()
    sent = opened_form(editor, LAW).type(title="A new title").read_on_a_page()
    answer = sent.send()
    assert answer.status_code == 409
    assert "its folder is read-only" in words(answer.data)
    assert world.file("OH").read_bytes() == before

    sent.sent = form(answer.data, "correct")
    patch = sent.send("patch")
    assert patch.status_code == 200
    assert "attachment" in patch.headers["Content-Disposition"]
    copy = tmp_path / "elsewhere" / "data" / "legal"
    copy.mkdir(parents=True)
    (copy / "OH.yaml").write_bytes(before)
    root = tmp_path / "elsewhere"
    subprocess.run(["git", "apply", "-"], input=patch.data, cwd=root, check=True)
    content, mistakes = files.read_file(copy / "OH.yaml")
    assert mistakes == []
    assert content["laws"][0]["title"] == "A new title"


def test_a_database_that_does_not_take_it_leaves_the_file_as_it_was(
    world: World, editor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_: object) -> None:
        raise OperationalError("INSERT", {}, Exception("database is locked"))

    monkeypatch.setattr(correction, "load", locked)
    before, said = world.file("OH").read_bytes(), bot_says()
    answer = opened_form(editor, LAW).type(title="A new title").read_on_a_page().send()
    assert answer.status_code == 503
    assert "did not take the correction" in words(answer.data)
    assert form(answer.data, "correct")["title"] == ["A new title"]
    assert world.file("OH").read_bytes() == before
    assert bot_says() == said


def test_a_mistake_in_another_file_is_named_and_nothing_is_written(
    world: World, editor: FlaskClient
) -> None:
    other = world.file("CA")
    other.write_text(other.read_text().replace("code: CA", "code: XX", 1))
    before = world.file("OH").read_bytes()
    answer = opened_form(editor, LAW).type(title="A new title").read_on_a_page().send()
    assert answer.status_code == 422
    assert "CA.yaml, line" in words(answer.data)
    assert world.file("OH").read_bytes() == before
    assert "This file has mistakes" in words(editor.get("/law/CA/").data)


def test_only_an_editor_may_correct(world: World, reader: FlaskClient) -> None:
    assert "Correct this record" not in words(reader.get(f"/law/{LAW}").data)
    assert reader.get(f"/law/{LAW}/correct").status_code == 403
    before = world.file("OH").read_bytes()
    for to in ("correct", "patch", "remove"):
        assert reader.post(f"/law/{LAW}/{to}", data={"base": "{}"}).status_code == 403
    assert world.file("OH").read_bytes() == before


def test_a_correction_needs_the_token_of_its_page(world: World, editor: FlaskClient) -> None:
    world.app.config["WTF_CSRF_ENABLED"] = True
    sent = opened_form(editor, LAW).type(title="A new title").read_on_a_page()
    sent.type(csrf_token="forged")
    assert sent.send().status_code == 400


@pytest.mark.parametrize("base", ["", "[]", "{}", "null", '{"topic": "stalking"}'])
def test_a_broken_form_is_refused(editor: FlaskClient, base: str) -> None:
    assert opened_form(editor, LAW).type(base=base).send().status_code == 400
