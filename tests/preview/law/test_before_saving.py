"""Before a correction is kept: how long a text may be, the reason, and the question whether to."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from bot.preview.law.fields import values_of
from bot.preview.law.folder import places
from bot.preview.law.lengths import LONGEST, length_of
from bot.preview.law.records import records
from tests.preview.page_reading import form, words

from .conftest import LAW, World, bot_says, law, opened_form


@pytest.mark.parametrize(
    "field", ["summary", "title", "penalty", "citation", "url", "doubt", "source_date", "why"]
)
def test_a_text_that_is_too_long_is_refused_kindly_and_stays(
    world: World, editor: FlaskClient, field: str
) -> None:
    before = world.file("OH").read_bytes()
    typed = ("many words " * 900).strip()
    answer = opened_form(editor, LAW).read_on_a_page().type(**{field: typed}).send()
    assert answer.status_code == 422
    page = words(answer.data)
    assert f"This is {len(typed):,} characters long" in page
    assert f"at most {LONGEST[field]:,}" in page
    assert form(answer.data, "correct")[field] == [typed]
    assert world.file("OH").read_bytes() == before


def test_every_text_in_the_files_fits() -> None:
    for place in places():
        for one in records(place):
            for name, value in values_of(one.content, place.code, one.section).items():
                if isinstance(value, str) and name in LONGEST:
                    assert length_of(value) <= LONGEST[name], (one.name, name)


def test_a_correction_needs_a_reason(world: World, editor: FlaskClient) -> None:
    before = world.file("OH").read_bytes()
    answer = opened_form(editor, LAW).read_on_a_page(title="New", why=" ").send()
    assert answer.status_code == 422
    assert form(answer.data, "correct")["title"] == ["New"]
    assert world.file("OH").read_bytes() == before


def test_the_change_is_shown_word_by_word_and_asked_before_it_is_kept(
    world: World, editor: FlaskClient
) -> None:
    before, title = world.file("OH").read_bytes(), law(world)["title"]
    sent = opened_form(editor, LAW).read_on_a_page(title=f"{title} <b>now</b>", why="Amended.")
    answer = sent.send_once()
    assert answer.status_code == 200
    page = words(answer.data)
    assert "Nothing is saved yet" in page
    assert "Amended." in page
    assert f"{title} <b>now</b>" in page.split("What people will read")[1]
    assert b"<ins> &lt;b&gt;now&lt;/b&gt;</ins>" in answer.data
    assert world.file("OH").read_bytes() == before
    assert bot_says() == title

    asked = form(answer.data, "sure")
    back = editor.post(sent.address, data={**asked, "sure": "no"})
    assert form(back.data, "correct") | {"csrf_token": []} == sent.sent | {"csrf_token": []}
    assert world.file("OH").read_bytes() == before
    assert editor.post(sent.address, data={**asked, "sure": "yes"}).status_code == 302
    assert bot_says() == f"{title} <b>now</b>"


@pytest.mark.parametrize(
    "record", ["US/laws/1", "OH/orders/1", "OH/resources/1", "MO/none_found/1"]
)
def test_every_kind_of_record_is_shown_as_the_bot_will_say_it(
    editor: FlaskClient, record: str
) -> None:
    sent = opened_form(editor, record).read_on_a_page(doubt="It may change in May.")
    page = words(sent.send_once().data)
    assert "It may change in May." in page.split("What people will read")[1]


def test_where_only_the_wording_changes_the_check_stays(world: World, editor: FlaskClient) -> None:
    before = law(world)
    sent = opened_form(editor, LAW).type(known="wording", summary="Said in plainer words.")
    assert sent.type(why="Easier to read.").send().status_code == 302
    assert law(world) == {**before, "summary": "Said in plainer words."}
    page = words(editor.get(f"/law/{LAW}").data)
    assert f"only the wording; the source as checked on {before['checked_on']}" in page
    assert "Why: Easier to read." in page
    assert "Erin Editor, counsel, against" not in page


def test_a_citation_is_no_wording(world: World, editor: FlaskClient) -> None:
    before = world.file("OH").read_bytes()
    sent = opened_form(editor, LAW).type(known="wording", citation="Ohio Rev. Code § 2903.999")
    answer = sent.send()
    assert answer.status_code == 422
    assert "More than the wording changed" in words(answer.data)
    assert world.file("OH").read_bytes() == before


def test_a_record_is_taken_out_only_after_a_second_question(
    world: World, editor: FlaskClient
) -> None:
    before, title = world.file("OH").read_bytes(), law(world)["title"]
    sent = opened_form(editor, LAW).type(why="Repealed in <b>May</b>.")
    answer = sent.send_once("remove")
    assert answer.status_code == 200
    page = words(answer.data)
    assert "Nothing is taken out yet." in page
    assert "Repealed in <b>May</b>." in page.split("Why")[1]
    assert title in page.split("What people will not read any more")[1]
    assert world.file("OH").read_bytes() == before

    asked = form(answer.data, "sure")
    back = sent.say("no", asked, "remove")
    assert back.status_code == 200
    assert form(back.data, "remove")["why"] == ["Repealed in <b>May</b>."]
    assert form(back.data, "correct")["title"] == [title]
    assert world.file("OH").read_bytes() == before
    assert bot_says() == title
    assert sent.say("yes", asked, "remove").status_code == 302
    assert law(world)["title"] != title
