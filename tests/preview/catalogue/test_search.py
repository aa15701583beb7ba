from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.preview.catalogue.scripts import all_scripts
from bot.preview.catalogue.search import Search, fold, marked, terms_of
from bot.responses.script_index import ScriptIndex

SCRIPTS = {
    "support/fear.yml": """# Support for somebody who feels afraid.
responses:
  utter_support_fear:
  - text: |-
      You are on guard.

      A café is warm <b>inside</b>.
    buttons:
    - title: "Tell a friend"
      payload: /menu
    metadata: {source: "Herman 1992"}
  utter_support_fear_es:
  - text: "Tiene miedo, y está bien."
    metadata: {source: house}
""",
    "law/lines.yml": """# Lines of the law.
responses:
  utter_line:
  - text: "A guard dog is no law."
    metadata: {source: house}
""",
}


@pytest.fixture(scope="module")
def search(tmp_path_factory: pytest.TempPathFactory) -> Search:
    folder = tmp_path_factory.mktemp("scripts")
    for name, content in SCRIPTS.items():
        file: Path = folder / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(content)
    index = ScriptIndex.read(folder)
    return Search(index, all_scripts(index))


def names(search: Search, query: str) -> list[str]:
    return [name for one in search.find(query) for name, _ in one.responses]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("guard", ["utter_line", "utter_support_fear"]),
        ("GUARD warm", ["utter_support_fear"]),
        ("cafe", ["utter_support_fear"]),
        ("CAFÉ", ["utter_support_fear"]),
        ("esta miedo", ["utter_support_fear_es"]),
        ("friend", ["utter_support_fear"]),
        ("herman", ["utter_support_fear"]),
        ("support fear", ["utter_support_fear", "utter_support_fear_es"]),
        ("utter_line", ["utter_line"]),
        ('"on guard"', ["utter_support_fear"]),
        ('"guard on"', []),
        ("guard unicorn", []),
        ("", []),
        ('"', []),
    ],
)
def test_every_word_has_to_occur_somewhere(search: Search, query: str, found: list[str]) -> None:
    assert names(search, query) == found


def test_results_come_by_script_with_what_was_hit(search: Search) -> None:
    (script,) = search.find("cafe friend")
    assert script.script.name == "support/fear"
    ((_, fields),) = script.responses
    assert [one.kind for one in fields] == ["text", "button"]
    assert [text for text, is_hit in fields[0].parts if is_hit] == ["café"]


def test_a_script_is_found_by_its_title_alone(search: Search) -> None:
    (script,) = search.find("feels afraid")
    assert (script.script.name, script.responses) == ("support/fear", [])
    assert [text for text, is_hit in script.title if is_hit] == ["feels", "afraid"]


def test_it_can_look_among_some_responses_only(search: Search) -> None:
    found = search.find("guard", among={"utter_line"})
    assert [name for one in found for name, _ in one.responses] == ["utter_line"]


def test_overlapping_hits_are_one(search: Search) -> None:
    found = marked("be on guard dogs", ["on guard", "guard dog"])
    assert found == (("be ", False), ("on guard dog", True), ("s", False))


DEATH = {
    "law/a.yml": """# About studies.
responses:
  utter_studies:
  - text: Some want to read studies.
    metadata: {source: "Die Welt"}
""",
    "law/b.yml": """# Said elsewhere.
responses:
  utter_elsewhere:
  - text: They want you to die.
    metadata: {source: house}
  utter_wish:
  - text: Do you want to die?
    metadata: {source: house}
""",
    "safety/suicide_self.yml": """# A person may want to die.
responses:
  utter_self:
  - text: "You said that you want to die."
    metadata: {source: house}
""",
}


@pytest.fixture(scope="module")
def words_of_death(tmp_path_factory: pytest.TempPathFactory) -> Search:
    folder = tmp_path_factory.mktemp("death")
    for name, content in DEATH.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(content)
    index = ScriptIndex.read(folder)
    return Search(index, all_scripts(index))


def test_safety_comes_first_then_what_is_said_then_names_and_sources(
    words_of_death: Search,
) -> None:
    found = ["utter_self", "utter_wish", "utter_elsewhere", "utter_studies"]
    assert names(words_of_death, "I want to die") == found


def test_small_words_do_not_count_beside_others(words_of_death: Search) -> None:
    (first, *_) = words_of_death.find("the die and I want")
    assert first.script.name == "safety/suicide_self"
    assert terms_of("I want to die") == ["want", "die"]
    ((_, fields),) = first.responses
    assert [text for text, is_hit in fields[0].parts if is_hit] == ["want", "die"]
    assert terms_of("to the") == ["to", "the"]
    assert terms_of('"I want to" die') == ["i want to", "die"]


@pytest.mark.parametrize(("query", "found"), [("stud", 1), ("udies", 0), ("tudies", 0)])
def test_a_word_is_found_by_its_beginning_and_not_by_what_is_inside(
    words_of_death: Search, query: str, found: int
) -> None:
    assert len(names(words_of_death, query)) == found


def test_in_our_scripts_wanting_to_die_leads_to_suicide_first() -> None:
    index = ScriptIndex.read()
    (first, *_) = Search(index, all_scripts(index)).find("I want to die")
    assert first.script.name == "safety/suicide_self"


@given(st.text(max_size=60), st.text(max_size=20))
def test_the_pieces_put_together_are_the_text(text: str, query: str) -> None:
    parts = marked(text, terms_of(query))
    assert "".join(piece for piece, _ in parts) == text


@given(st.text(max_size=60))
def test_each_folded_letter_knows_its_place(text: str) -> None:
    folded = fold(text)
    assert len(folded.text) == len(folded.places)
    assert all(0 <= place < len(text) for place in folded.places)
