"""One normal form: what a person sees as the same words has to be the same text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.patterns import normalise


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("I can’t", "I can't"),
        ("“help”", '"help"'),
        ("sooooo tired", "soo tired"),
        ("ｗａｎｔ to die", "want to die"),
        ("d\u200bi\u200be", "die"),
        ("  a \n\t b  ", "a b"),
        ("stop\x00 it\x07", "stop it"),
        ("KEEP Case", "KEEP Case"),
        ("1000000", "1000000"),
        ("", ""),
    ],
)
def test_same_words_same_text(written: str, normal: str) -> None:
    assert normalise(written) == normal


@given(st.text(max_size=200))
def test_a_second_time_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
