"""What somebody puts right about who does it, and to whom."""

from __future__ import annotations

import pytest

from bot.nlu.fact_corrections import NOTHING, corrected

NOBODY = {"stalker_relation": NOTHING}


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("hes not my ex", NOBODY),
        ("he was never my boyfriend", NOBODY),
        ("no, he isn't my ex, he's my landlord", {"stalker_relation": "stranger"}),
        ("not family, a coworker", {"stalker_relation": "coworker"}),
        ("it's not a stranger, it's my ex", {"stalker_relation": "ex_partner"}),
        ("not my ex, my old roommate", {"stalker_relation": "friend", "home": "shared"}),
        ("its not my friend its me", {"whom": "self"}),
        ("no im the one being harassed", {"whom": "self"}),
        ("it's not me, it's my daughter", {"whom": "child"}),
    ],
)
def test_a_correction_changes_what_it_names_and_nothing_else(
    text: str, facts: dict[str, str]
) -> None:
    assert corrected(text, {}) == facts


def test_whoever_says_that_they_do_it_has_nobody_else_in_the_picture() -> None:
    assert set(corrected("No, it's me who does it", {}).values()) == {NOTHING}


def test_in_a_friend_s_name_the_friend_is_put_right() -> None:
    assert corrected("shes my friend, not family", {"whom": "family"}) == {"whom": "friend"}


def test_a_home_goes_with_whoever_shared_it() -> None:
    held = {"home": "shared"}
    assert corrected("he is not my roommate, he is a neighbor", held)["home"] == NOTHING


@pytest.mark.parametrize(
    "text",
    [
        "yes that fits what happens to me",
        "my ex is not my friend",
        "im not the one who does it",
        "he is not nice",
        "it is my ex again",
    ],
)
def test_other_words_put_nothing_right(text: str) -> None:
    assert corrected(text, {}) == {}


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("its my brother", "family"),
        ("no wait its my ex", "ex_partner"),
        ("actually he is my boss", "coworker"),
        ("oh its a neighbor", "stranger"),
    ],
)
def test_a_few_words_after_a_story_say_who_does_it(text: str, relation: str) -> None:
    told = {"abuse_types": ["threats"]}
    assert corrected(text, told)["stalker_relation"] == relation
    assert corrected(text, {}) == {}
    assert corrected(text, told | {"whom": "friend"}) == {}
    assert corrected(f"{text} who gets all the messages from him now", told) == {}
