"""The search for a box to jump to: what was meant comes first."""

from __future__ import annotations

import re

import pytest

from bot.preview.catalogue.scripts import script_of
from bot.preview.pages.play_search import boxes_with
from bot.responses.script_index import shared_index


@pytest.mark.parametrize("words", ["fear", "Fear", "support fear"])
def test_the_script_on_fear_comes_first(words: str) -> None:
    index = shared_index()
    found = boxes_with(words, index)
    of_fear = [name for name in index.responses if script_of(name, index) == "support/fear"]
    assert set(found[: len(of_fear)]) == set(of_fear)


def test_whole_words_come_before_parts_of_words() -> None:
    index = shared_index()
    found = boxes_with("car", index)
    texts = [
        " ".join([name.replace("_", " "), *(str(one.get("text")) for one in index.responses[name])])
        for name in found
    ]
    whole = [re.search(r"\bcar\b", text, re.IGNORECASE) is not None for text in texts]
    assert whole[0]
    assert not whole[-1]
    assert whole == sorted(whole, reverse=True)


@pytest.mark.parametrize("words", ["utter_menu", "utter menu", "menu"])
def test_the_box_of_that_very_name_is_the_first(words: str) -> None:
    assert boxes_with(words, shared_index())[0] == "utter_menu"


@pytest.mark.parametrize("words", ["", "   ", "xyzzy"])
def test_nothing_is_found_by_nothing(words: str) -> None:
    assert boxes_with(words, shared_index()) == []
