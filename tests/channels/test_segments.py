"""A text message is counted as the phone company counts it, and split where a person would."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.messaging.gsm7 import to_gsm7
from bot.channels.messaging.splitting import LEAST_CHARACTERS, length, split
from bot.channels.twilio.segments import MOST_CHARACTERS, encoding, segments

MARK = re.compile(r"^\(\d+/\d+\) ")


def without_marks(parts: list[str]) -> list[str]:
    return [MARK.sub("", part) for part in parts] if len(parts) > 1 else parts


@pytest.mark.parametrize(
    ("text", "said", "count"),
    [
        ("", "GSM-7", 0),
        ("a" * 160, "GSM-7", 1),
        ("a" * 161, "GSM-7", 2),
        ("a" * 306, "GSM-7", 2),
        ("a" * 307, "GSM-7", 3),
        ("€" * 80, "GSM-7", 1),
        ("€" * 81, "GSM-7", 2),
        # 76 euro signs fill 152 of 153: the next one goes whole into the second segment.
        ("€" * 153, "GSM-7", 3),
        ("é ñ ü à", "GSM-7", 1),
        ("á" + "a" * 69, "UCS-2", 1),
        ("á" + "a" * 70, "UCS-2", 2),
        ("’" + "a" * 133, "UCS-2", 2),
        ("😀" * 35, "UCS-2", 1),
        ("😀" * 36, "UCS-2", 2),
        # 33 pairs fill 66 of 67.
        ("😀" * 67, "UCS-2", 3),
    ],
)
def test_segments_are_counted_as_they_are_sent(text: str, said: str, count: int) -> None:
    assert encoding(text) == said
    assert segments(text) == count


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("I’m “safe” – now…", 'I\'m "safe" - now...'),
        ("✓ Checked Nov 21", "Checked Nov 21"),
        ("• one\u00a0two", "- one two"),
        ("«Spanish» aquí, él, ¿qué?, día", '"Spanish" aqui, él, ¿qué?, dia'),
        ("zero\u200bwidth", "zerowidth"),
        ("e\u0301", "e"),
        ("1️⃣ 😀 你好", "1️⃣ 😀 你好"),
    ],
)
def test_a_text_is_written_plainly(typed: str, plain: str) -> None:
    assert to_gsm7(typed) == plain


def test_a_short_text_is_one_message_without_a_mark() -> None:
    assert split("Are you safe?", MOST_CHARACTERS) == ["Are you safe?"]
    assert split("  ", MOST_CHARACTERS) == []


def test_it_is_split_after_a_paragraph_if_one_ends_there() -> None:
    first, second = "One sentence. " * 9, "Another one. " * 9
    parts = split(f"{first.strip()}\n\n{second.strip()}", 160)
    assert parts == [f"(1/2) {first.strip()}", f"(2/2) {second.strip()}"]


def test_else_after_a_sentence() -> None:
    parts = without_marks(split("This is a sentence with several words. " * 12, 160))
    assert all(part.endswith(".") for part in parts)


def test_no_choice_number_or_address_is_cut() -> None:
    choices = [f"{number} Choice number {number} of all" for number in range(1, 13)]
    address = "https://www.techsafety.org/resources-survivors/cell-phone-safety-plan"
    text = "\n".join(["What now? Call 1-800-799-7233 or (202) 555 0100.", address, *choices])
    for most in range(90, 400, 7):
        joined = without_marks(split(text, most))
        lines = [line for part in joined for line in part.split("\n")]
        assert address in lines
        assert [line for line in lines if re.match(r"\d+ ", line)] == choices
        assert any("(202) 555 0100" in part for part in joined)


def test_choices_stay_below_their_question() -> None:
    before, question = "Some words before it. " * 12, "Is it safe for you to text now?"
    menu = "1 Yes, it is safe\n2 No\n3 Not sure"
    parts = split(f"{before.strip()}\n\n{question}\n\n{menu}", 300)
    assert parts == [f"(1/2) {before.strip()}", f"(2/2) {question}\n\n{menu}"]


def test_a_message_that_begins_with_a_choice_begins_a_line_with_it() -> None:
    parts = split(f"{'word ' * 16}word.\n\n1 Yes, it is safe\n2 No", 100)
    assert parts[1] == "(2/2)\n1 Yes, it is safe\n2 No"


def test_what_fits_no_message_is_split_all_the_same() -> None:
    parts = without_marks(split("x" * 1000, 100))
    assert "".join(parts) == "x" * 1000
    flags = without_marks(split("👩‍👩‍👧" * 60, 70))
    assert all(part.startswith("👩") for part in flags)


def test_too_small_a_message_is_refused() -> None:
    with pytest.raises(ValueError, match="at least"):
        split("word " * 50, LEAST_CHARACTERS - 1)


WORDS = st.text(
    st.sampled_from(list("abc de. fgh! 12 3?\n\n’é€[]😀á(1) ")) | st.characters(codec="utf-8"),
    max_size=1500,
)


@settings(max_examples=150, deadline=None)
@given(WORDS, st.integers(LEAST_CHARACTERS, 700))
def test_nothing_is_lost_and_no_message_is_too_long(text: str, most: int) -> None:
    parts = split(text, most)
    assert all(0 < length(part) <= most for part in parts)
    assert "".join("".join(without_marks(parts)).split()) == "".join(text.split())
    marks = [MARK.match(part) for part in parts]
    assert all(marks) if len(parts) > 1 else True


@settings(max_examples=150, deadline=None)
@given(WORDS)
def test_writing_plainly_never_makes_a_text_dearer(text: str) -> None:
    plain = to_gsm7(text)
    assert to_gsm7(plain) == plain
    if encoding(text) == "GSM-7":
        assert "".join(plain.split()) == "".join(text.replace("\r", "").split())


@settings(max_examples=100, deadline=None)
@given(WORDS)
def test_a_message_of_the_usual_size_is_two_segments_at_most(text: str) -> None:
    for part in split(to_gsm7(text), MOST_CHARACTERS):
        if encoding(part) == "GSM-7":
            assert segments(part) <= 3  # an escaped character may leave a place empty
