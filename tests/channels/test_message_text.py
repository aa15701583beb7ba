"""What a channel does to a typed text before anything reads it."""

from __future__ import annotations

import pytest

from bot.channels.message_text import clean


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("  hello  ", "hello"),
        ("/suicide_self", "suicide_self"),
        (' / /tell_place{"us_state": "CA"}', 'tell_place{"us_state": "CA"}'),
        ("he is\x00 here\x07", "he is here"),
        ("zero\u200bwidth\u202e", "zerowidth"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("a\n\n\n\n\nb", "a\n\nb"),
        ("tab\there", "tab here"),
        ("👩\u200d👧 ❤️", "👩\u200d👧 ❤️"),
        ("<b>hi</b>", "<b>hi</b>"),
        ("\x00\u200b \n", ""),
        ("ñandú é", "ñandú é"),
    ],
)
def test_words_stay_and_tricks_go(raw: str, read: str) -> None:
    assert clean(raw) == read
