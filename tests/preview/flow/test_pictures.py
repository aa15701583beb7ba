"""The pictures themselves: well formed, without styling of their own, and cut for paper."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from bot.preview.catalogue.scripts import all_scripts
from bot.preview.flow.graph import shared_chart
from bot.preview.flow.lettering import Links, wrapped
from bot.preview.flow.picture import Piece, box_id
from bot.preview.flow.sheet import PAGE, cuts_of, drawn, poster, sheet_of
from bot.preview.flow.shown import Pictures, drawing, here
from bot.responses.script_index import shared_index

SCRIPTS = ["support/fear", "safety/screening", "recognise/walk", "law/answers", "safety/plan"]


@pytest.fixture(scope="module")
def pictures() -> Pictures:
    return Pictures(
        Links(lambda name: f"/box/{name}", lambda place, at: f"/script/{place}?at={at}")
    )


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_picture_is_well_formed_and_has_every_box(pictures: Pictures, script: str) -> None:
    content = drawn(pictures.sheet(script, whole=False))
    root = ElementTree.fromstring(f"<svg xmlns='http://www.w3.org/2000/svg'>{content}</svg>")
    ids = [one.attrib["id"] for one in root.iter() if "id" in one.attrib]
    assert len(ids) == len(set(ids))
    responses = all_scripts(shared_index())[script].responses
    assert {box_id(name) for name in responses} <= set(ids)


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_picture_has_no_style_of_its_own_and_no_script(pictures: Pictures, script: str) -> None:
    content = drawn(pictures.sheet(script, whole=True))
    assert not re.search(r'\s(style|fill|stroke|font-family|on\w+)="', content)
    assert "<script" not in content
    assert "xlink" not in content


def test_all_words_are_there_when_they_are_asked_for(pictures: Pictures) -> None:
    first = drawn(pictures.sheet("support/fear", whole=False))
    whole = drawn(pictures.sheet("support/fear", whole=True))
    assert "or call 911." not in first
    assert "or call 911." in whole


def test_words_with_angle_brackets_stay_words(pictures: Pictures) -> None:
    assert wrapped("a < b & c > d", 3) == ["a < b & c > d"]
    assert "&lt;" not in "".join(wrapped("<b>", None))


def test_a_chosen_box_and_its_ways_are_lit_and_others_are_not(pictures: Pictures) -> None:
    sheet = pictures.sheet("support/fear", whole=False)
    content = drawing(sheet, here(shared_chart(), "utter_support_fear_again"))
    assert 'id="utter_support_fear_again" class="node chosen lit' in content
    assert 'id="utter_support_fear" class="node lit' in content
    assert 'id="utter_support_fear_again_2" class="node says' in content


def test_a_big_picture_is_cut_into_pages_that_leave_nothing_out() -> None:
    sheet = sheet_of([Piece("", 2300, 1500, ()), Piece("", 300, 200, ())])
    cuts = cuts_of(sheet)
    assert max(cut.width for cut in cuts) <= PAGE[0]
    assert max(cut.height for cut in cuts) <= PAGE[1]
    for x in range(0, 2300, 100):
        for y in range(0, 1500, 100):
            assert any(c.x <= x <= c.x + c.width and c.y <= y <= c.y + c.height for c in cuts)


def test_a_small_picture_is_one_page(pictures: Pictures) -> None:
    assert len(cuts_of(pictures.sheet("support/fear", whole=False))) == 1


def test_the_big_sheet_has_a_heading_for_each_picture(pictures: Pictures) -> None:
    sheets = [(name, pictures.sheet(name, whole=False)) for name in SCRIPTS]
    root = ElementTree.fromstring(poster(sheets, ".part {}"))
    headings = [one.text for one in root.iter() if one.attrib.get("class") == "heading"]
    assert headings == SCRIPTS
