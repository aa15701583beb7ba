"""The table of sentences: the whole answer to each, on the page and in the file."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask, render_template

from bot.preview.pages.play_words import explained, explained_turn, heading, row_of
from bot.preview.play.bubbles import Bubble, Choice
from bot.preview.play.sentences import Judged
from bot.preview.play.steps import Kind, Step
from bot.preview.play.understanding import Insight

DANGER = {"level": "act", "flags": ["suicide_self"], "evidence": []}


@pytest.fixture(autouse=True)
def inside(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


def judged(*, safety: Any = DANGER, intent: str = "suicide_self", sure: float = 1.0) -> Judged:
    rows = ((Choice("Call or text 988", "/a"),), (Choice("Go on here", "/b"),))
    says = [Bubble("I am glad that you told me."), Bubble("Call 988, or 911 right now.", rows)]
    return Judged("i took a whole bottle of pills", Insight(True, intent, sure, (), safety), says)


def test_the_file_has_every_bubble_and_the_choices_after_them() -> None:
    cell = row_of(judged())[heading().index("Whole answer")]
    bubbles = "I am glad that you told me.\n\nCall 988, or 911 right now."
    assert cell == f"{bubbles}\n\n[Call or text 988] [Go on here]"


def test_the_page_has_every_bubble_and_the_choices_after_them() -> None:
    one = judged()
    page = render_template(
        "play/sentences.html", text="", channel="sms", rows=[(one, explained(one.insight))], left=[]
    )
    places = [page.index(text) for text in (*one.texts, "[Call or text 988]", "[Go on here]")]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("evidence", "how"),
    [({"pattern": "took-pills"}, "a word pattern"), ({"score": 1.0}, "learned from examples")],
    ids=["pattern", "learned"],
)
def test_a_danger_has_no_percentage_but_how_it_was_found(evidence: Any, how: str) -> None:
    found = {**DANGER, "evidence": [{"flag": "suicide_self", "level": "act", **evidence}]}
    told = explained(judged(safety=found).insight)
    assert (told.sure, told.evidence[0]["by"]) == (how, how)


def test_what_else_a_message_means_has_its_percentage() -> None:
    assert explained(judged(safety={}, intent="ask_law", sure=0.914).insight).sure == "91% sure"


@pytest.mark.parametrize(
    ("kind", "how"),
    [(Kind.SAY, "100% sure"), (Kind.TAP, "tapped"), (Kind.OPEN, "by opening the chat")],
)
def test_what_was_tapped_has_no_percentage(kind: Kind, how: str) -> None:
    insight = judged(safety={}, intent="ask_law").insight
    turn: Any = SimpleNamespace(step=Step(kind), insight=insight, ends_chat=False)
    assert explained_turn([turn], 1).sure == how
