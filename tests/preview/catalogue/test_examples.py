from __future__ import annotations

from pathlib import Path

import pytest

from bot.preview.catalogue.examples import Examples

NLU = """nlu:
- intent: tell_feeling
  metadata: {feeling: fear}
  examples: |
    - scared
    - tengo miedo de mi ex
    - I am so scared
- intent: tell_feeling
  metadata: {abuse_types: [doxxing, threats]}
  examples: |
    - they posted my street
- intent: menu
  examples: |
    - menu
- synonym: x
  examples: |
    - never shown
"""
DANGER = """label: suicide_self
patterns:
- {id: a, level: act, pattern: [], example: ["I want to die", "second"]}
- {id: b, level: check, pattern: [], example: "I am done"}
- {id: c, level: act, needs: minor, pattern: [], example: "half a sentence"}
"""


@pytest.fixture
def examples(tmp_path: Path) -> Examples:
    for name, content in {"nlu/a.yml": NLU, "patterns/safety/suicide_self.en.yml": DANGER}.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True)
        file.write_text(content)
    return Examples.read(tmp_path)


def test_sentences_go_with_the_value_that_they_carry(examples: Examples) -> None:
    assert examples.of("tell_feeling", "fear") == ["I am so scared", "tengo miedo de mi ex"]
    assert examples.of("tell_feeling", "threats") == ["they posted my street"]
    assert examples.of("tell_feeling", "joy") == []


def test_a_single_word_is_shown_where_there_is_nothing_longer(examples: Examples) -> None:
    assert examples.of("menu") == ["menu"]
    assert examples.of("nothing") == []


def test_danger_has_its_patterns_sentences_by_level(examples: Examples) -> None:
    assert examples.of("suicide_self", "act") == ["I want to die"]
    assert examples.of("suicide_self", "check") == ["I am done"]


def test_a_folder_that_is_not_there_has_none(tmp_path: Path) -> None:
    assert Examples.read(tmp_path / "none").of("menu") == []
