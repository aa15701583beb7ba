"""The question in a message, and what is told beside it."""

from __future__ import annotations

import pytest

from bot.nlu.questions import question_of


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("She rings me all night. Where do I report it?", "Where do I report it?"),
        ("he reads my mail how do i lock him out", "how do i lock him out"),
        ("Is that a crime in Iowa? He put a camera in my room.", "Is that a crime in Iowa?"),
        ("they posted my address and can the site take it down", "can the site take it down"),
        ("he waits at my bus stop\nshould i call the police", "should i call the police"),
    ],
)
def test_the_question_is_found_with_and_without_marks(text: str, question: str) -> None:
    asked = question_of(text)
    assert asked is not None
    assert asked.question == question
    assert question not in asked.beside


@pytest.mark.parametrize(
    "text",
    [
        "What is the law in Ohio?",  # nothing beside it
        "she knows where i live",
        "he keeps asking me can i come back",
        "why does he do this to me",
        "i dont know what to do",
        "",
    ],
)
def test_what_asks_nothing_of_the_bot_is_left_alone(text: str) -> None:
    assert question_of(text) is None
