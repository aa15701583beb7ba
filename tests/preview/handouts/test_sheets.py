"""The sheets say what the scripts and the law database say, whole, and in plain words."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import yaml
from flask.testing import FlaskClient

from actions.legal import files
from bot.preview.handouts import words as words_module
from bot.preview.handouts.passages import passages
from bot.preview.handouts.words import FOLDER, HandoutError, Section, sheet_words
from bot.responses.reading_grade import reading_grade
from bot.responses.script_index import shared_index
from tests.preview.page_reading import words

from ..law.conftest import World

SHEETS = ("screening", "awareness", "log", "law_sheet")
PAGES = ["/handouts/", "/handouts/screening", "/handouts/awareness", "/handouts/log"]
LAW_PAGES = ["/handouts/law/OH", "/handouts/lines"]
SHOWN = (
    {"citation", "title", "name", "summary", "penalty", "says", "nearest", "doubt", "for", "minors"}
    | {"duration", "fee", "forms_url", "about", "who_for", "phone", "text", "chat", "url", "hours"}
    | {"languages", "deaf_access", "source"}
)
CODES = sorted(path.stem for path in files.DEFAULT_FOLDER.glob("??.yaml"))


def plain(text: str) -> str:
    return " ".join(text.split())


def solid(text: str) -> str:
    """Without spaces: a link begins a new piece of a page in the middle of a sentence."""
    return "".join(text.split())


@pytest.mark.parametrize("address", PAGES + LAW_PAGES)
def test_nobody_reads_a_sheet_without_signing_in(world: World, address: str) -> None:
    assert world.app.test_client().get(address).status_code == 302


@pytest.mark.parametrize("name", SHEETS)
def test_every_word_has_a_source_and_is_easy_to_read(name: str) -> None:
    found = sheet_words(name)
    sections = tuple(section.heading for section in found.sections)
    for text in (*found.words.values(), *found.columns, *sections):
        grade = reading_grade(text.replace("{state}", "Ohio"))
        assert grade is None or grade <= 8, (grade, text)
    assert set(found.sources) == set(found.words)


def test_every_file_of_words_is_a_sheet() -> None:
    assert sorted(path.name for path in FOLDER.glob("*")) == sorted(f"{s}.en.yml" for s in SHEETS)


@pytest.mark.parametrize("name", ["screening", "awareness", "log"])
def test_what_the_bot_says_stands_on_the_sheet(reader: FlaskClient, name: str) -> None:
    page = words(reader.get(f"/handouts/{name}").data)
    for section in sheet_words(name).sections:
        found = passages(shared_index(), section)
        assert found
        for passage in found:
            for text in (passage.text, *passage.items):
                assert plain(text) in page
        for sentence in section.leave_out:
            assert sentence not in page


def test_the_screening_sheet_follows_the_seed(reader: FlaskClient) -> None:
    """Ask everyone, online or in person, say that it is hard, offer support to decide."""
    page = words(reader.get("/handouts/screening").data)
    for part in ("online or in person", "hard to talk about", "you can skip it", "look at choices"):
        assert part in page
    assert "no legal advice" in page
    assert "988" in page


def test_the_awareness_texts_can_be_copied_alone(reader: FlaskClient) -> None:
    page = reader.get("/handouts/awareness").data.decode()
    texts = page.split('<blockquote class="words">')[1:]
    assert len(texts) == 3
    for text in texts:
        copied = text.split("</blockquote>")[0]
        assert "911" in copied
        assert "988" in copied
        assert "To copy" not in copied
        assert not copied.startswith(("&#34;", '"'))


def test_the_log_is_empty_and_tells_nobody_what_it_is(reader: FlaskClient) -> None:
    page = reader.get("/handouts/log").data.decode()
    assert "<title>List</title>" in page
    first, log = page.split('<section class="log-page">')
    assert "where the other person can’t find it" in first
    assert "If no place is safe" in first
    assert "sexual pictures of anyone under 18" in first
    said = words(log.encode()).lower()
    assert not [word for word in ("stalk", "abuse", "lantern", "victim", "police") if word in said]
    assert log.count("<th ") == 7
    assert log.count("<td></td>") == 7 * 7


@pytest.mark.parametrize("code", CODES)
def test_a_law_sheet_leaves_nothing_out(reader: FlaskClient, code: str) -> None:
    content, _ = files.read_file(files.DEFAULT_FOLDER / f"{code}.yaml")
    answer = reader.get(f"/handouts/law/{code}")
    assert answer.status_code == 200
    page = words(answer.data)
    assert "education, not legal advice" in page
    assert dt.date.today().isoformat() in page
    assert solid(content["notes"]) in solid(page)
    sections = ("laws", "protective_orders", "resources", "none_found")
    records = [record for section in sections for record in content.get(section, [])]
    for record in records:
        for name in SHOWN & set(record):
            assert solid(record[name]) in solid(page), (record, name)
    unread = sum(record["check"] != "read" for record in records)
    assert page.count("Not yet verified: this is from memory.") >= unread
    if code != "US":
        assert page.count("If it is a stranger:") == len(content["protective_orders"])
        assert page.count("Who can start it") == len(content["protective_orders"])


def test_all_national_lines_stand_on_their_sheet(reader: FlaskClient) -> None:
    content, _ = files.read_file(files.DEFAULT_FOLDER / "national.yaml")
    page = words(reader.get("/handouts/lines").data)
    for line in content["resources"]:
        for name in SHOWN & set(line) - {"source"}:
            assert solid(line[name]) in solid(page), (line["name"], name)


def test_a_place_is_chosen_from_the_list(reader: FlaskClient) -> None:
    page = reader.get("/handouts/").data
    assert "District of Columbia" in words(page)
    answer = reader.get("/handouts/law?code=DC")
    assert answer.headers["Location"].endswith("/handouts/law/DC")
    assert reader.get("/handouts/law/XX").status_code == 404


def test_no_sheet_is_made_without_the_database(
    world: World, reader: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{world.folder}/none.db")
    for address in LAW_PAGES:
        answer = reader.get(address)
        assert answer.status_code == 503
        assert "does not answer" in words(answer.data)
    assert not (world.folder / "none.db").exists()


def test_a_sentence_that_the_bot_no_longer_says_is_named() -> None:
    section = Section("Heading", "utter_professional_texts", ("Never said.",))
    with pytest.raises(HandoutError, match="Never said"):
        list(passages(shared_index(), section))
    with pytest.raises(HandoutError, match="no response utter_nothing"):
        list(passages(shared_index(), Section("Heading", "utter_nothing")))


@pytest.mark.parametrize(
    "content",
    ["words: {title: {text: x}}", "words: [", "sections: []", "words: {a: {text: '', source: x}}"],
)
def test_a_word_without_text_or_source_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "odd.en.yml").write_text(content)
    with pytest.raises(HandoutError, match=r"odd\.en\.yml"):
        words_module.sheet_words("odd", folder=tmp_path)


def test_the_words_are_yaml_that_anybody_can_edit() -> None:
    for path in FOLDER.glob("*.yml"):
        assert yaml.safe_load(path.read_text(encoding="utf-8"))["language"] == "en"
