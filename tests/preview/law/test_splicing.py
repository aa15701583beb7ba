"""One record changes in the text of a file; every other byte stays."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actions.legal import files, yaml_lines
from bot.preview.law import splicing
from bot.preview.law.fields import order_of, plain
from bot.preview.law.splicing import UnusualLayoutError

CODES = ["AK", "DC", "ID", "NY", "OH", "US", "WY", "national"]
SECTIONS = ("laws", "protective_orders", "resources", "none_found")
SMALL = """\
# What this file is.
code: OH

laws:
  - topic: stalking  # why it is here
    kind: "criminal"
    title: One
    # of the summary
    summary: Long, and
      folded.
    check: recalled

  # The second one.
  - topic: threats
    kind: criminal
    title: Two
    summary: Short.
    check: recalled

notes: 'No: more.'
"""


def text_of(code: str) -> str:
    return (files.DEFAULT_FOLDER / f"{code}.yaml").read_text(encoding="utf-8")


def content_of(text: str) -> Any:
    return yaml_lines.read_with_lines(text)[0]


def ends(items: list[files.Record]) -> Iterator[int]:
    yield from {0, len(items) - 1} if items else ()


@pytest.mark.parametrize("code", CODES)
def test_only_the_record_changes(code: str) -> None:
    text = text_of(code)
    content = content_of(text)
    for section in SECTIONS:
        for index in ends(content.get(section, [])):
            held = content[section][index]
            order = order_of(code, section)
            assert splicing.with_record(text, section, index, held, order) == text
            wanted = {name: one for name, one in held.items() if name not in ("source", "how")}
            wanted |= {"doubt": "It is: unsure", "check": "recalled"}
            changed = splicing.with_record(text, section, index, wanted, order)
            now = content_of(changed)
            assert now[section][index] == wanted
            now[section][index] = held
            assert now == content
            without = content_of(splicing.without_record(text, section, index, "Why: so"))
            assert without[section] == [x for i, x in enumerate(content[section]) if i != index]


def test_comments_quotes_and_folds_of_the_rest_stay() -> None:
    first = content_of(SMALL)["laws"][0]
    wanted = {**first, "title": "Another: title", "url": "https://example.org"}
    new = splicing.with_record(SMALL, "laws", 0, wanted, order_of("OH", "laws"))
    expected = SMALL.replace("title: One", "title: 'Another: title'").replace(
        "      folded.\n", "      folded.\n    url: https://example.org\n"
    )
    assert new == expected


def test_a_review_comes_behind_the_others() -> None:
    one = splicing.with_review(SMALL, {"section": "laws", "record": "a"})
    two = splicing.with_review(one, {"section": "laws", "record": "b"})
    assert one.startswith(SMALL)
    assert two.startswith(one)
    assert [review["record"] for review in content_of(two)["reviews"]] == ["a", "b"]
    none = splicing.without_record(splicing.without_record(two, "reviews", 1), "reviews", 0)
    again = splicing.with_review(none, {"section": "laws", "record": "c"})
    assert [review["record"] for review in content_of(again)["reviews"]] == ["c"]


def test_a_comment_is_found_again() -> None:
    new = splicing.with_comment(SMALL, "laws", 0, "Corrected: by hand")
    assert content_of(new) == content_of(SMALL)
    assert splicing.comments(new, "laws", 0)[-1] == "Corrected: by hand"
    assert splicing.comments(new, "laws", 1) == []


@pytest.mark.parametrize(
    "text", ["laws:\n- topic: a\n  title: b\n", "laws: [{topic: a, title: b}]\n"]
)
def test_another_layout_is_refused(text: str) -> None:
    with pytest.raises(UnusualLayoutError):
        splicing.with_record(text, "laws", 0, {"topic": "c", "title": "b"}, ["topic", "title"])


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=1, max_size=200).map(plain).filter(bool))
def test_whatever_is_typed_stays_a_text(typed: str) -> None:
    first = content_of(SMALL)["laws"][0]
    wanted = {**first, "summary": typed, "doubt": typed}
    new = splicing.with_record(SMALL, "laws", 0, wanted, order_of("OH", "laws"))
    assert content_of(new)["laws"][0] == wanted
    assert content_of(new)["laws"][1] == content_of(SMALL)["laws"][1]
    commented = splicing.with_comment(new, "laws", 0, typed)
    assert content_of(commented) == content_of(new)
