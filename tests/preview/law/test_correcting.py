"""An editor corrects a record: the file, the bot's database and the history, or none of them."""

from __future__ import annotations

import datetime as dt
import difflib

from flask.testing import FlaskClient

from actions.legal import files
from actions.legal.identity import text_hash
from actions.legal.queries import asking
from tests.preview.page_reading import form, words

from .conftest import LAW, World, bot_says, law, opened_form

LINE = "national/resources/1"


def changed_lines(old: str, new: str) -> tuple[list[str], list[str]]:
    lines = list(difflib.unified_diff(old.split("\n"), new.split("\n"), n=0))[2:]
    gone = [line[1:] for line in lines if line.startswith("-")]
    return gone, [line[1:] for line in lines if line.startswith("+")]


def test_a_correction_reaches_the_file_the_bot_and_the_history(
    world: World, editor: FlaskClient
) -> None:
    before = world.file("OH").read_text()
    old_title = law(world)["title"]
    sent = opened_form(editor, LAW).type(title="Menacing: a “new” title").read_on_a_page()
    answer = sent.send()
    assert answer.status_code == 302

    record = law(world)
    assert record["title"] == bot_says() == "Menacing: a “new” title"
    assert (record["check"], record["how"]) == ("read", "official")
    assert (record["checked_on"], record["source"]) == (
        sent.sent["checked_on"][0],
        "https://codes.ohio.gov/now",
    )

    page = words(editor.get(f"/law/{LAW}").data)
    assert "Erin Editor, counsel, against https://codes.ohio.gov/now this text" in page
    assert old_title.split()[0] in page.split("What it said before")[1]

    gone, new = changed_lines(before, world.file("OH").read_text())
    assert not any(line.startswith(("  - ", "code:", "name:")) for line in gone)
    review = {
        "section": "laws",
        "checked_by": "Erin Editor, counsel",
        "text_hash": text_hash(record),
    }
    assert "reviews:" in new
    content, _ = files.read_file(world.file("OH"))
    assert review.items() <= content["reviews"][0].items()


def test_every_other_line_stays_as_it_is(world: World, editor: FlaskClient) -> None:
    for code, record in (("TX", "laws/2"), ("DC", "orders/1"), ("AK", "resources/1")):
        path = world.file(code)
        before = path.read_text()
        sent = opened_form(editor, f"{code}/{record}").type(doubt="One: new doubt")
        assert sent.read_on_a_page().send().status_code == 302
        gone, _ = changed_lines(before, path.read_text())
        fields = {line.strip().split(":")[0] for line in gone if ": " in line}
        assert fields <= {"doubt", "how", "checked_on", "source", "source_date"}, fields
        assert files.read_file(path)[1] == []


def test_a_changed_record_says_which_page_was_read_or_is_not_verified(
    world: World, editor: FlaskClient, late_day: str
) -> None:
    before = world.file("OH").read_bytes()
    sent = opened_form(editor, LAW).type(title="Another title")
    answer = sent.send()
    assert answer.status_code == 422
    assert "Please say whether you read a page" in words(answer.data)
    assert form(answer.data, "correct")["title"] == ["Another title"]
    assert world.file("OH").read_bytes() == before

    assert sent.type(known="recalled").send().status_code == 302
    record = law(world)
    assert record["check"] == "recalled"
    assert not {"how", "checked_on", "source", "source_date"} & set(record)
    page = words(editor.get(f"/law/{LAW}").data)
    assert "not yet verified" in page
    assert f"Corrected on {late_day} by Erin Editor, counsel, from memory" in page


def test_a_record_is_taken_out_with_a_reason(
    world: World, editor: FlaskClient, late_day: str
) -> None:
    begun = dt.datetime.now(dt.timezone.utc).date()
    title, count = law(world)["title"], len(files.read_file(world.file("OH"))[0]["laws"])
    refused = opened_form(editor, LAW).type(why=" ").send("remove")
    assert refused.status_code == 422
    assert "Please say why" in words(refused.data)
    assert (
        opened_form(editor, LAW).type(why="Repealed:\nsee news").send("remove").status_code == 302
    )
    content, mistakes = files.read_file(world.file("OH"))
    assert mistakes == []
    assert len(content["laws"]) == count - 1
    assert f"# Taken out on {late_day} by Erin Editor, counsel" in world.file("OH").read_text()
    place = words(editor.get("/law/OH/").data)
    assert title in place.split("No longer listed")[1]
    assert title in words(editor.get(f"/law/OH/on?day={begun}").data)


def test_a_new_citation_keeps_the_review_of_the_old_text(world: World, editor: FlaskClient) -> None:
    assert opened_form(editor, LAW).read_on_a_page().send().status_code == 302
    sent = opened_form(editor, LAW).type(citation="Ohio Rev. Code § 2903.999")
    assert sent.read_on_a_page().send().status_code == 302
    page = words(editor.get(f"/law/{LAW}").data)
    assert page.count("Erin Editor, counsel, against") == 2
    assert "an older text" in page
    assert "No longer listed" in words(editor.get("/law/OH/").data)


def test_a_national_line_is_corrected_with_what_was_read(world: World, editor: FlaskClient) -> None:
    sent = opened_form(editor, LINE).type(hours="Day and night", known="read", source="")
    assert sent.send().status_code == 422
    sent.type(source="https://988lifeline.org/now\nhttps://988lifeline.org/chat")
    sent.type(read_fields="hours")
    answer = sent.send()
    assert answer.status_code == 422
    assert "phone is not among read_fields" in words(answer.data)
    assert sent.type(read_fields="phone\ntext\nhours").send().status_code == 302
    with asking() as queries:
        line = queries.national()[0]
        assert line.hours == "Day and night"
        assert line.sources == ["https://988lifeline.org/now", "https://988lifeline.org/chat"]
    assert "by Erin Editor, counsel, read on" in words(editor.get(f"/law/{LINE}").data)


def test_nothing_is_written_where_nothing_changed(world: World, editor: FlaskClient) -> None:
    before = world.file("OH").read_bytes()
    content = law(world)
    sent = opened_form(editor, LAW).type(known="read", source=content["source"])
    sent.type(how=content["how"], checked_on=content["checked_on"])
    sent.type(source_date=content.get("source_date", ""))
    assert sent.send().status_code == 302
    assert world.file("OH").read_bytes() == before


def test_signs_of_yaml_in_a_text_stay_text(world: World, editor: FlaskClient) -> None:
    text = "no: {it} is - #1 & \"two\" 'three' | > %\u2028\x07end"
    sent = opened_form(editor, LAW).type(summary=text, penalty="null", why="a\n  - b: c")
    assert sent.type(known="recalled").send().status_code == 302
    record = law(world)
    assert record["summary"] == "no: {it} is - #1 & \"two\" 'three' | > % end"
    assert record["penalty"] == "null"
    page = editor.get(f"/law/{LAW}").data
    assert b"<script" not in page
