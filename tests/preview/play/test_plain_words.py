"""What a clinician reads by default names no file, no setting and no part of the program."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask, render_template

from bot.preview.catalogue.plain_title import plain_title
from bot.preview.catalogue.scripts import all_scripts
from bot.preview.pages.play_boxes import box_of
from bot.responses.script_index import shared_index

PROGRAM = re.compile(r"\w+\.(yml|py|js)\b|utter_|by_slot|\w+Policy\b|`")


@pytest.fixture(autouse=True)
def inside(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


def unfolded(page: str) -> str:
    """Give what stands on a page without attributes, and without what is folded away."""
    page = re.sub(r"<details.*?</details>", "", page, flags=re.DOTALL)
    return re.sub(r"<[^>]+>", "", page)


def test_titles_of_scripts_are_free_of_notes_for_editors() -> None:
    for name, script in all_scripts(shared_index()).items():
        told = plain_title(script.title)
        assert told, name
        assert not PROGRAM.search(told), told


def test_a_title_keeps_what_it_is_about() -> None:
    title = "The gentle questions: four. SafetyPolicy asks them in this order."
    assert plain_title(title) == "The gentle questions: four."
    assert plain_title("Lines inside the answers: a/b.py puts them.") == "Lines inside the answers."


def test_a_box_is_called_by_its_first_words() -> None:
    index = shared_index()
    for name in index.responses:
        assert not PROGRAM.search(box_of(name).shown)
    assert box_of("utter_support_fear").shown.startswith("It sounds like you're scared")
    assert box_of("utter_support_fear").place == "Support: fear"


def test_found_boxes_fold_their_names() -> None:
    boxes = [box_of("utter_support_fear"), box_of("utter_menu")]
    run = type("Run", (), {"id": "x"})
    page = render_template("play/boxes.html", run=run, words="fear", boxes=boxes, more=0)
    assert "utter_support_fear" in page
    assert not PROGRAM.search(unfolded(page))
