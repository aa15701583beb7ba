"""The sentences of the pages that stand in data/: each that the code asks for is there."""

from __future__ import annotations

import re

from bot.locations import ROOT
from bot.preview.notices import notice
from bot.preview.pages.application import create_application
from bot.preview.word_file import word_file


def test_every_sentence_that_the_code_asks_for_stands_in_the_file() -> None:
    files = sorted((ROOT / "bot" / "preview").rglob("*.py"))
    code = "".join(file.read_text("utf-8") for file in files)
    asked = re.findall(r'\bnotice\(\s*"(\w+)", ([^,)]*)', code)
    assert len(asked) > 30
    content = word_file("pages").content
    for part, names in asked:
        assert set(re.findall(r'"(\w+)"', names)) <= set(content[part]), part


def test_every_sentence_of_the_file_is_asked_for() -> None:
    files = sorted((ROOT / "bot" / "preview").rglob("*.py"))
    quoted = set(re.findall(r'"([\w.]+)"', "".join(file.read_text("utf-8") for file in files)))
    content = {**word_file("pages").content}
    rooms = content.pop("rooms")
    assert {name for part in content.values() for name in part} <= quoted
    assert set(rooms) <= set(create_application().view_functions)


def test_a_typed_brace_stays_what_it_is() -> None:
    assert notice("file_notes", "why", why="{day} {0}") == "Why: {day} {0}"
