"""An ex roommate is no ex, and a landlord is no professional."""

from __future__ import annotations

import pytest

from bot.nlu.stories.ties import FOLDER, FORMER, NOT_EX, SHARED, Tie, named_tie
from bot.patterns.shared import shared_patterns

FORMER_TIES = [pattern for pattern in shared_patterns(FOLDER).patterns if pattern.label == FORMER]


@pytest.mark.parametrize("pattern", FORMER_TIES, ids=lambda pattern: pattern.pattern_id)
def test_a_former_tie_goes_before_an_ex(pattern) -> None:
    value = None if pattern.keys["value"] == NOT_EX else pattern.keys["value"]
    for example in pattern.examples:
        assert named_tie(example, "ex_partner").relation == value, example
    for counter in pattern.counters:
        assert named_tie(f"{counter}, and i dated him", "ex_partner").relation == "ex_partner", (
            counter
        )


def test_in_few_words_nobody_is_taken_for_a_partner_who_is_not_named() -> None:
    assert named_tie("he keeps calling me at night", "ex_partner") == Tie()
    assert named_tie("my ex keeps calling me at night", "ex_partner").relation == "ex_partner"


@pytest.mark.parametrize("read", ["professional", "partner", "ex_partner"])
@pytest.mark.parametrize(
    "text",
    [
        "my landlord lets himself in and texts me what he saw",
        "a customer from the bar finds every account I make",
        "our neighbor flies his drone at my window each night",
        "the guy upstairs reads my mail",
    ],
)
def test_who_is_not_close_is_neither_a_partner_nor_a_professional(text: str, read: str) -> None:
    assert named_tie(text, read) == Tie("stranger")


@pytest.mark.parametrize("read", ["professional", "ex_partner", None])
def test_a_roommate_counts_as_a_friend_who_shares_the_home(read: str | None) -> None:
    assert named_tie("my roommate reads my messages at night", read) == Tie("friend", SHARED)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("my ex told my landlord lies about me", "ex_partner"),
        ("my husband asks the neighbor where I go", "partner"),
        ("my therapist is a customer in my shop now and keeps writing", "professional"),
        ("my uncle knows my old boss", "family"),
    ],
)
def test_what_was_read_otherwise_stays(text: str, read: str) -> None:
    assert named_tie(text, read).relation == read


def test_where_nothing_was_read_only_the_one_who_does_it_counts() -> None:
    assert named_tie("my old boss keeps calling", None).relation == "coworker"
    assert named_tie("my landlord keeps calling", None).relation == "stranger"
    assert named_tie("my neighbor saw a man at my door", None).relation is None
    assert named_tie("somebody keeps calling", None).relation is None


def test_a_wife_told_of_before_is_no_ex_until_that_is_said() -> None:
    assert named_tie("she never got into my bank", "ex_partner", "partner").relation == "partner"
    said = named_tie("she is my ex now and still texts", "ex_partner", "partner")
    assert said.relation == "ex_partner"
