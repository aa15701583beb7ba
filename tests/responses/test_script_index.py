"""A broken script file is one clear sentence; a good one can be asked for its words and buttons."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.responses.script_index import ScriptError, ScriptIndex

GOOD = """
responses:
  utter_menu:
  - text: "What now?"
    buttons:
    - {title: "Law", payload: /ask_law}
    metadata: {buttons_from: utter_name, group: a}
  utter_name_one:
  - text: "one"
    buttons:
    - {title: "One", payload: '/ask{"x": "one"}'}
    metadata: {group: a}
rules:
- rule: menu
  steps:
  - intent: menu
  - action: utter_menu
"""


def read(tmp_path: Path, **files: str) -> ScriptIndex:
    for name, content in files.items():
        file = tmp_path / name / "script.yml"
        file.parent.mkdir()
        file.write_text(content)
    return ScriptIndex.read(tmp_path)


def test_words_buttons_and_payloads(tmp_path: Path) -> None:
    index = read(tmp_path, one=GOOD)
    assert index.text("utter_menu") == "What now?"
    assert [button["title"] for button in index.buttons("utter_menu")] == ["One", "Law"]
    assert index.payloads == {"/ask_law", '/ask{"x": "one"}'}
    assert [rule["rule"] for rule in index.rules] == ["menu"]


def test_no_yaml_names_the_file_and_the_line(tmp_path: Path) -> None:
    with pytest.raises(ScriptError, match=r"script\.yml, line 3: .*YAML"):
        read(tmp_path, one="responses:\n  utter_a:\n  - text: a: b\n")


def test_the_same_response_twice_names_both_files(tmp_path: Path) -> None:
    with pytest.raises(ScriptError, match=r"two.*utter_menu stands in .*one"):
        read(tmp_path, one=GOOD, two=GOOD)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "just words",
        "- a\n- list",
        "responses:\n  utter_a:\n",
        "responses:\n  utter_a: []\n",
        "responses:\n  utter_a: words\n",
        "responses:\n  utter_a:\n  - words\n",
        "rules:\n- rule: no steps\n",
        "rules:\n- words\n",
    ],
)
def test_a_file_that_is_no_script_is_named(tmp_path: Path, content: str) -> None:
    with pytest.raises(ScriptError, match=r"script\.yml: "):
        read(tmp_path, one=content)
