"""Pattern files are found, matched in any case and language, and refused with a sentence."""

from pathlib import Path

import pytest

from bot.patterns import PatternError, PatternSet

GOOD = """
label: doxxing
language: en
words:
  my: &my {LOWER: my}
patterns:
- id: posted-address
  level: check
  pattern: [{LOWER: {IN: [posted, put]}}, *my, {LOWER: address}]
  example: he posted my address
- id: not-on-a-map
  pattern: [{LOWER: turned}, {LOWER: off}, {LOWER: {IN: [maps]}, OP: "!"}]
  example: it turned off
"""


def load(folder: Path, content: str, name: str = "a.en.yml") -> PatternSet:
    (folder / name).write_text(content, encoding="utf-8")
    return PatternSet.load(folder)


def test_a_match_says_what_where_and_with_which_keys(tmp_path: Path) -> None:
    (match,) = load(tmp_path, GOOD).find("Then he POSTED  my address!")
    assert (match.label, match.pattern_id, match.text) == (
        "doxxing",
        "posted-address",
        "POSTED my address",
    )
    assert "Then he POSTED my address!"[match.start : match.end] == match.text
    assert match.keys["level"] == "check"


def test_words_like_off_stay_words_and_not_followed_by_holds_at_the_end(tmp_path: Path) -> None:
    patterns = load(tmp_path, GOOD)
    assert patterns.find("It turned off")
    assert not patterns.find("It turned off maps")


def test_files_of_all_languages_run(tmp_path: Path) -> None:
    (tmp_path / "a.es.yml").write_text(
        "label: doxxing\nlanguage: es\npatterns:\n"
        "- {id: es, pattern: [{LOWER: dirección}], example: mi dirección}\n",
        encoding="utf-8",
    )
    found = load(tmp_path, GOOD).find("he posted my address, mi dirección")
    assert [match.pattern_id for match in found] == ["posted-address", "es"]


@pytest.mark.parametrize(
    "text", ["", "(" * 50_000, "a" * 50_000, "😭" * 20_000, "İ posted my address"]
)
def test_any_text_is_read(tmp_path: Path, text: str) -> None:
    found = load(tmp_path, GOOD).find(text)
    assert [match.text for match in found] == (
        ["posted my address"] if text.endswith("address") else []
    )


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("label: [", "a.en.yml"),
        ("- a list", "a.en.yml"),
        ("language: en\npatterns: []", "label"),
        ("label: a\nlanguage: en\npatterns:\n- pattern: []", "number 1"),
        ("label: a\nlanguage: en\npatterns:\n- {id: x, example: y}", "x"),
        ("label: a\nlanguage: en\npatterns:\n- {id: x, pattern: [{LOWER: y}]}", "example"),
        ("label: a\nlanguage: en\npatterns:\n- {id: x, pattern: [{LOVER: y}], example: y}", "x"),
        (
            "label: a\nlanguage: en\npatterns:\n- {id: x, pattern: [{IS_UPPER: true}], example: Y}",
            "x",
        ),
    ],
)
def test_a_wrong_file_is_refused_in_one_sentence(tmp_path: Path, content: str, named: str) -> None:
    with pytest.raises(PatternError) as refused:
        load(tmp_path, content)
    message = str(refused.value)
    assert message.startswith("a.en.yml")
    assert named in message
    assert "\n" not in message


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PatternError):
        PatternSet.load(tmp_path)
