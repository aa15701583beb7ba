from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.preview.review.difference import Piece, difference, words_difference

TEXTS = some.text(alphabet="ab cé.\n'{}", max_size=40)


def pieces(old: str, new: str) -> list[tuple[str, str]]:
    return [(one.kind, one.text) for one in words_difference(old, new)]


def test_a_changed_word_is_marked_and_no_other() -> None:
    assert pieces("Call 911 now.", "Text 911 now.") == [
        ("removed", "Call"),
        ("added", "Text"),
        ("same", " 911 now."),
    ]


def test_words_beside_each_other_are_one_change() -> None:
    assert pieces("It sounds like you're scared", "It sounds as if you are scared") == [
        ("same", "It sounds "),
        ("removed", "like you're"),
        ("added", "as if you are"),
        ("same", " scared"),
    ]


def test_a_new_bubble_is_a_change() -> None:
    assert ("added", "\n\n") in pieces("One. Two.", "One.\n\nTwo.")


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_in_the_pieces(old: str, new: str) -> None:
    found = words_difference(old, new)
    assert "".join(one.text for one in found if one.kind != "added") == old
    assert "".join(one.text for one in found if one.kind != "removed") == new


@given(TEXTS)
def test_an_unchanged_text_has_no_marks(text: str) -> None:
    assert {one.kind for one in words_difference(text, text)} <= {"same"}


WRITTEN: dict[str, Any] = {
    "text": "Hello.",
    "buttons": [{"title": "Menu", "payload": "/menu"}],
    "metadata": {"source": "house", "reviewed": None},
}
SMS: dict[str, Any] = {"channel": "sms", "text": "Hi.", "metadata": {"source": "house"}}


@pytest.mark.parametrize(
    ("change", "kind", "label"),
    [
        ({"text": "Good day."}, "text", ""),
        ({"buttons": [{"title": "Back", "payload": "/menu"}]}, "button", "1"),
        ({"buttons": [{"title": "Menu", "payload": "/leave"}]}, "leads_to", "1"),
        ({"metadata": {"source": "a book"}}, "setting", "source"),
        ({"metadata": {"source": "house", "by_slot": "feeling"}}, "setting", "by_slot"),
        ({"custom": {"session": "end"}}, "setting", "custom"),
    ],
)
def test_each_part_that_can_change_is_named(change: dict[str, Any], kind: str, label: str) -> None:
    (found,) = difference([WRITTEN], [{**WRITTEN, **change}])
    assert [(part.kind, part.label) for part in found.parts] == [(kind, label)]


def test_the_mark_of_a_signature_is_no_change() -> None:
    assert (
        difference(
            [WRITTEN], [{**WRITTEN, "metadata": {"source": "house", "reviewed": "2026-01-01"}}]
        )
        == []
    )


def test_variations_are_paired_by_channel_and_condition() -> None:
    (found,) = difference([WRITTEN, SMS], [{**SMS, "text": "Hey."}, WRITTEN])
    assert (found.channel, found.kind) == ("sms", "changed")
    assert found.parts[0].pieces == [
        Piece("removed", "Hi"),
        Piece("added", "Hey"),
        Piece("same", "."),
    ]


def test_a_changed_condition_is_shown_as_words() -> None:
    def under(age: str) -> dict[str, Any]:
        test = {"type": "slot", "name": "age_band", "value": age}
        return {**WRITTEN, "condition": [test]}

    (found,) = difference([under("under_18")], [under("adult")])
    assert [part.kind for part in found.parts] == ["condition"]
    assert found.conditions == [("age_band", "adult")]


def test_a_variation_that_came_or_went_is_said() -> None:
    assert [one.kind for one in difference([WRITTEN], [WRITTEN, SMS])] == ["added"]
    assert [one.kind for one in difference([WRITTEN, SMS], [WRITTEN])] == ["removed"]
