"""A son is not a friend, and "he" in his mother's chat is still her son."""

from __future__ import annotations

import pytest

from bot.nlu.stories.whom import named_whom


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("im the mom, it happens to my boy", "child"),
        ("mom here. kids post things about my 13 year old", "child"),
        ("a friend of mine gets followed", "friend"),
        ("it's for my wife, her boss won't stop", "partner"),
        ("my little sister gets these calls", "family"),
    ],
)
def test_the_person_who_is_named_goes_before_the_one_guessed(text: str, whom: str) -> None:
    guessed = "friend" if whom != "friend" else "child"
    assert named_whom(text, guessed) == whom


def test_who_was_told_before_holds_until_the_person_speaks_of_themselves() -> None:
    assert named_whom("he found the new number and calls all day", "self", held="child") == "child"
    assert named_whom("now he calls me too", "self", held="child") == "self"
    assert named_whom("he calls all day", "self", held=None) == "self"


def test_a_person_in_a_story_about_oneself_is_not_the_one() -> None:
    assert named_whom("my sister saw what my ex writes to me", "self") == "self"
