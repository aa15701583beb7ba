"""A number is a choice only when a message says nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.nlu.typed_number import typed_numbers

COUNT = 5


@pytest.mark.parametrize(
    "typed",
    [
        *("2", "2.", "2)", "(2)", "[2]", "#2", "# 2", "2!", "2?", '"2"', " 2 ", "2:", "02"),
        *("no 2", "No. 2", "no.2", "nr 2", "number 2", "option 2", "choice 2", "answer 2"),
        *("2 please", "2 pls", "please 2", "ok 2", "ok, 2", "2, thanks", "2 i guess", "i pick 2"),
        *("２", "2️⃣", "②", "2 👍", "👉 2", "maybe 2", "yes 2", "button 2", "I'll take 2"),
        *("two", "TWO", "Two.", "tow", "twoo", "twooo", "option two", "number two please"),
        *(
            "second",
            "the second",
            "the second one",
            "2nd",
            "the 2nd one",
            "second option",
            "secend",
        ),
        *("I’ll take the second one please", "let's go with the second"),
        *("dos", "¿dos?", "la segunda", "el segundo", "opción dos", "la 2", "número 2"),
        *("2, por favor", "quiero la segunda"),
    ],
)
def test_a_two_is_a_two(typed: str) -> None:
    assert typed_numbers(typed.replace("¿", ""), COUNT) == (2,)


@pytest.mark.parametrize("typed", ["last", "the last one", "last option", "la última", "el ultimo"])
def test_the_last_one(typed: str) -> None:
    assert typed_numbers(typed, COUNT) == (COUNT,)


@pytest.mark.parametrize(
    ("typed", "number"),
    [("thre", 3), ("foru", 4), ("fith", 5), ("1️⃣", 1), ("🔟", 10), ("12", 12), ("0", 0), ("uno", 1)],
)
def test_other_numbers(typed: str, number: int) -> None:
    assert typed_numbers(typed, COUNT) == (number,)


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("2 and 3", (2, 3)),
        ("1,3", (1, 3)),
        ("1, 2 or 3", (1, 2, 3)),
        ("1 & 2", (1, 2)),
        ("1 y 2", (1, 2)),
        ("first and third", (1, 3)),
        ("1 2", (1, 2)),
        ("2 2", (2, 2)),
    ],
)
def test_several_numbers_are_told_as_such(typed: str, numbers: tuple[int, ...]) -> None:
    assert typed_numbers(typed, COUNT) == numbers


@pytest.mark.parametrize(
    "typed",
    [
        *("", "?", "911", "9 1 1", "9-1-1", "9.1.1", "988", "9 8 8", "call 911", "text 988"),
        *("98101", "ZIP 98101", "98101-1234", "I'm 17", "i am 2", "17 years old", "2 years"),
        *("2 weeks ago", "2 days", "he called 3 times", "3 times", "2019", "in 2019", "since 2"),
        *("555 123 4567", "+1 555 123 4567", "5551234", "5 5 5 1 2 1", "1-800-799-7233"),
        *("no", "No.", "no one", "no two ways", "me 2", "u 2", "you 2", "i want 2 die", "2 die 4"),
        *("one second", "a second", "one of them", "one more time", "first of all", "the one"),
        *("1.5", "2-3", "1/2", "5:30", "2pm", "$2", "2%", "-2", "+1", "2+", "2nd time"),
        *("2 kids", "two kids", "two of my friends", "for", "to", "won", "tree", "there", "fire"),
        *("not 2", "not the second one", "the second time he came", "second hand", "tercero no"),
        *("he sent me one", "I have two phones", "2 of 5", "level 2", "door 2", "apt 2", "unit 2"),
    ],
)
def test_what_says_something_else_is_no_number(typed: str) -> None:
    assert typed_numbers(typed, COUNT) == ()


@settings(max_examples=200, deadline=None)
@given(st.integers(100, 10**10))
def test_no_longer_number_is_a_choice(number: int) -> None:
    assert typed_numbers(str(number), 99) == ()


@settings(max_examples=200, deadline=None)
@given(
    st.integers(1, 99),
    st.sampled_from(["{}", "{}.", "({})", "#{}", "option {}", "{} please", "no {}", " {} ", "{}!"]),
)
def test_every_way_of_writing_a_number_means_it(number: int, way: str) -> None:
    assert typed_numbers(way.format(number), 99) == (number,)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    assert all(0 <= number < 100 for number in typed_numbers(text, COUNT))


@settings(max_examples=200, deadline=None)
@given(
    st.integers(1, 9),
    st.sampled_from(
        ["years", "kids", "times", "weeks ago", "messages", "of us", "hours", "phones"]
    ),
)
def test_a_number_of_something_is_no_choice(number: int, what: str) -> None:
    assert typed_numbers(f"{number} {what}", 9) == ()
