"""The grade orders texts as readers do, and leaves out what no plain word can replace."""

from __future__ import annotations

import pytest

from bot.responses.reading_grade import reading_grade, word_count

PLAIN = "You can stop at any time. You do not have to tell all of it. We go at your pace."
HARD = (
    "Notwithstanding any contractual representation to the contrary, unauthorized dissemination "
    "of intimate photographic material may constitute an actionable violation."
)


def test_a_known_sentence_has_the_formulas_grade() -> None:
    # 16 words in 2 sentences, 16 syllables: 0.39 * 8 + 11.8 * 1 - 15.59.
    text = "The cat sat on the old red mat. The dog ran to the big green tree."
    assert reading_grade(text) == pytest.approx(0.39 * 8 + 11.8 - 15.59)


def test_a_silent_e_and_ed_are_no_syllables() -> None:
    text = "I like to make a cake and I asked for a cup of hot tea."  # 15 words, 15 syllables
    assert reading_grade(text) == pytest.approx(0.39 * 15 + 11.8 - 15.59)


def test_plain_words_are_easy_and_legal_prose_is_hard() -> None:
    plain, hard = reading_grade(PLAIN), reading_grade(HARD)
    assert plain is not None
    assert hard is not None
    assert plain < 3
    assert hard > 12


def test_too_short_to_tell() -> None:
    assert reading_grade("Which topic would you like to see?") is None
    assert reading_grade("") is None


def test_list_lines_count_as_sentences() -> None:
    words = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
    as_list = reading_grade("\n".join(f"- {word}" for word in words.split()))
    in_one = reading_grade(words)
    assert as_list is not None
    assert in_one is not None
    assert as_list < in_one


def test_addresses_citations_and_placeholders_do_not_count() -> None:
    extra = " https://www.nationaljewish.org/administration {citation} § 2261A(b) womenslaw.org"
    assert reading_grade(PLAIN.rstrip(".") + extra + ".") == pytest.approx(reading_grade(PLAIN))


def test_words_are_counted_without_marks_and_numbers() -> None:
    assert word_count("- Don't call 988 yet: wait.") == 4
