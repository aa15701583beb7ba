"""The pages of the flow pictures: what a reader is shown, also without script."""

from __future__ import annotations

import re
import sys
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bot.preview.catalogue.scripts import all_scripts
from bot.preview.flow import words
from bot.preview.flow.findings import Flaw, shared_findings
from bot.preview.flow.lettering import Links
from bot.preview.flow.shown import Pictures
from bot.preview.pages import flow
from bot.responses.script_index import shared_index


def test_nobody_sees_it_without_signing_in(application: Flask) -> None:
    client = application.test_client()
    for path in (
        "/flow/",
        "/flow/script/support/fear",
        "/flow/whole.svg",
        "/flow/box?at=utter_menu",
    ):
        assert client.get(path).status_code == 302


def test_the_overview_names_every_script_and_what_was_found(reader: FlaskClient) -> None:
    page = reader.get("/flow/").get_data(as_text=True)
    for name in all_scripts(shared_index()):
        assert f"/flow/script/{name}" in page
    assert "NOTHING LEADS HERE" in page


def test_a_chosen_box_tells_its_ways_as_a_list(reader: FlaskClient) -> None:
    answer = reader.get("/flow/script/support/fear?at=utter_support_fear")
    page = unescape(answer.get_data(as_text=True))
    panel = page[page.index('id="panel"') : page.index("</aside>")]
    assert "taps “Afraid”" in panel
    assert "Would you like one small thing that may help?" in panel
    assert "From the start to here" in panel
    assert "/library/" in panel
    assert 'class="node chosen lit' in page


@pytest.mark.parametrize("script", ["support/fear", "safety/screening", "conversation/welcome"])
def test_every_link_of_a_script_leads_to_a_page(reader: FlaskClient, script: str) -> None:
    page = reader.get(f"/flow/script/{script}").get_data(as_text=True)
    links = {unescape(one) for one in re.findall(r'href="(/[^"#]*)"', page)}
    wrong = [one for one in sorted(links) if reader.get(one).status_code != 200]
    assert wrong == []


def test_every_box_of_a_script_stands_in_its_list(reader: FlaskClient) -> None:
    page = reader.get("/flow/script/safety/screening").get_data(as_text=True)
    listed = page[page.index('id="list"') :]
    for name in all_scripts(shared_index())["safety/screening"].responses:
        assert f'data-at="{name}"' in listed


def test_pages_have_no_inline_style_or_script(reader: FlaskClient) -> None:
    for path in ("/flow/", "/flow/script/recognise/walk?at=utter_walk"):
        page = reader.get(path).get_data(as_text=True)
        assert not re.search(r'\sstyle="|<style|\son\w+="|<script(?! src)', page)


def test_an_unknown_script_is_told_and_an_unknown_box_is_passed_over(reader: FlaskClient) -> None:
    assert reader.get("/flow/script/no/such").status_code == 404
    assert reader.get("/flow/box?at=nothing").status_code == 404
    page = reader.get("/flow/script/support/fear?at=<b>").get_data(as_text=True)
    assert "Follow a path" in page


def test_the_big_sheet_is_a_file(reader: FlaskClient) -> None:
    answer = reader.get("/flow/whole.svg")
    assert answer.mimetype == "image/svg+xml"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert b"Support: fear" in answer.data
    theme = reader.get("/flow/whole.svg?theme=law").data
    assert b"Law: places" in theme
    assert b"Support: fear" not in theme
    assert reader.get("/flow/whole.svg?theme=none").status_code == 404


def test_a_box_kept_on_purpose_says_so_and_why(reader: FlaskClient) -> None:
    box = "utter_safety_also_immediate_danger"
    picture = f"/flow/script/safety/immediate_danger?at={box}"
    for path in ("/flow/", picture):
        page = unescape(reader.get(path).get_data(as_text=True))
        assert "kept on purpose, since every danger has such a line" in page
    drawn = page[page.index(f'<g id="{box}"') :]
    assert "kept on purpose" in drawn[:3000]


def test_what_was_found_is_told_by_the_words_of_the_box(reader: FlaskClient) -> None:
    page = reader.get("/flow/").get_data(as_text=True)
    found = page[page.index('id="found"') : page.index("</ul>", page.index('id="found"'))]
    assert "utter_" not in re.sub(r"<[^>]+>", "", found)
    assert shared_index().text("utter_safety_also_immediate_danger")[:40] in unescape(found)


def test_every_box_kept_on_purpose_is_one_that_nothing_leads_to() -> None:
    unreached = {one.box for one in shared_findings() if one.flaw is Flaw.UNREACHABLE}
    assert set(words.kept()) <= unreached


def test_what_is_kept_on_purpose_is_counted_as_no_fault(reader: FlaskClient) -> None:
    page = reader.get("/flow/").get_data(as_text=True)
    for one in shared_findings():
        (row,) = re.findall(rf'<tr><td><a href="/flow/script/{one.script}">.*?</tr>', page)
        assert row.endswith("<td></td></tr>"), one


def test_without_graphviz_the_page_says_what_is_missing(
    application: Flask, reader: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flow, "_pictures", lambda: Pictures(Links(str, lambda place, at: place)))
    monkeypatch.setitem(sys.modules, "pygraphviz", None)
    answer = reader.get("/flow/script/support/fear")
    assert answer.status_code == 503
    assert "A library is missing on the server" in answer.get_data(as_text=True)
    assert reader.get("/library/").status_code == 200
