"""Steps come back as they were kept; a broken saved run is said to be broken."""

from __future__ import annotations

from typing import Any

import pytest

from bot.preview.play.sentences import MOST_SENTENCES, sentences_of
from bot.preview.play.steps import Kind, Step, StepError, read_steps

STEPS = [
    Step(Kind.OPEN, said=("utter_welcome",)),
    Step(Kind.SAY, "he knows where I am 😟"),
    Step(Kind.TAP, "Yes", '/behaviour_happened{"abuse_type": "doxxing"}'),
    Step(Kind.SET, slots={"us_state": "OH", "feeling": None}),
    Step(Kind.JUMP, value="utter_menu", said=("utter_menu",)),
]


def test_steps_come_back_as_they_were_kept() -> None:
    assert read_steps({"steps": [step.as_dict() for step in STEPS]}) == STEPS


@pytest.mark.parametrize(
    "kept",
    [
        None,
        {},
        {"steps": "none"},
        {"steps": [{"kind": "fly"}]},
        {"steps": ["say"]},
        {"steps": [{"kind": "set", "slots": 7}]},
    ],
)
def test_a_saved_run_that_cannot_be_read_is_said_to_be_so(kept: Any) -> None:
    with pytest.raises(StepError):
        read_steps(kept)


def test_lines_without_words_are_no_sentences() -> None:
    assert sentences_of("one\n\n   \n two \r\n") == ["one", "two"]


@pytest.mark.parametrize("text", ["", " \n ", "line\n" * (MOST_SENTENCES + 1)])
def test_none_and_too_many_sentences_are_refused(text: str) -> None:
    with pytest.raises(StepError):
        sentences_of(text)
