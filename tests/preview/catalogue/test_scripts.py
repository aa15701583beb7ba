from __future__ import annotations

from pathlib import Path

import pytest

from bot.preview.catalogue.scripts import all_scripts, script_of
from bot.responses.script_index import ScriptIndex, shared_index

SCRIPT = """version: "3.1"
# Words for tests.
# More of it.
responses:
  utter_b:
  - text: "B"
  # A note inside is no title.
  utter_a:
  - text: "A"
rules:
- rule: r
  steps:
  - intent: menu
  - action: utter_a
"""


@pytest.fixture
def index(tmp_path: Path) -> ScriptIndex:
    file = tmp_path / "support" / "types" / "calm.yml"
    file.parent.mkdir(parents=True)
    file.write_text(SCRIPT)
    (tmp_path / "plain.yml").write_text("responses:\n  utter_c:\n  - text: C\n")
    return ScriptIndex.read(tmp_path)


def test_a_script_has_its_path_its_theme_its_comment_and_its_responses(index: ScriptIndex) -> None:
    script = all_scripts(index)["support/types/calm"]
    assert script.theme == "support"
    assert script.title == "Words for tests. More of it."
    assert script.responses == ["utter_b", "utter_a"]


def test_a_file_without_folder_and_comment_is_a_script_too(index: ScriptIndex) -> None:
    script = all_scripts(index)["plain"]
    assert (script.theme, script.title, script.responses) == ("", "", ["utter_c"])


def test_a_response_tells_its_script(index: ScriptIndex) -> None:
    assert script_of("utter_a", index) == "support/types/calm"
    with pytest.raises(KeyError):
        script_of("utter_nowhere", index)


def test_a_rule_tells_its_file(index: ScriptIndex) -> None:
    assert [file.name for file in index.rule_files] == ["calm.yml"]


def test_every_response_of_today_stands_in_one_script_with_a_title() -> None:
    index = shared_index()
    scripts = all_scripts(index)
    listed = [response for script in scripts.values() for response in script.responses]
    assert sorted(listed) == sorted(index.responses)
    assert [name for name, script in scripts.items() if not script.title or not script.theme] == []
