"""The words of the flow pictures: every name in the code and in the scripts has its own."""

from __future__ import annotations

import re

import pytest

from bot.locations import ROOT
from bot.preview.flow import law_answers, words
from bot.preview.flow.chart import Kind, Way
from bot.preview.flow.findings import Flaw
from bot.preview.flow.graph import shared_chart
from bot.preview.word_file import word_file
from bot.responses.script_index import FILLED_IN, shared_index
from bot.safety.model import FLAGS

CODE = "".join(
    file.read_text("utf-8") for file in sorted((ROOT / "bot" / "preview" / "flow").glob("*.py"))
)


@pytest.mark.parametrize(("part", "function"), [("when", "when"), ("boxes", "line")])
def test_every_name_that_the_code_asks_for_has_words_and_none_is_left_over(
    part: str, function: str
) -> None:
    told = set(word_file("flow").content[part])
    calls = re.findall(rf"\bwords\.{function}\(([^,)]*)", CODE)
    assert {name for call in calls for name in re.findall(r'"(\w+)"', call)} <= told
    assert told <= set(re.findall(r'"(\w+)"', CODE))


def test_every_answer_of_an_action_says_when_it_comes() -> None:
    told = {name for said in law_answers.SAID.values() for name in said}
    assert set(word_file("flow").content["answers"]) == told


def test_boxes_arrows_flags_and_findings_are_named() -> None:
    assert set(words.kinds()) == {kind.value for kind in Kind} | {"elsewhere"}
    for way in Way:
        assert "like this" in words.way(way.value, "like this")
        assert words.way(way.value, "")
    assert all(words.named("flags", flag) for flag in FLAGS)
    assert all(words.mark_of(flaw.value, "utter_menu") for flaw in Flaw)


def test_nothing_in_a_picture_stands_in_braces() -> None:
    shown = [box.words for box in shared_chart().boxes.values()]
    assert [text for text in shown if FILLED_IN.search(text)] == []
    every = [str(one.get("text")) for of in shared_index().responses.values() for one in of]
    filled = {found[1:-1] for text in every for found in FILLED_IN.findall(text)}
    assert set(word_file("flow").content["filled_in"]) == filled
