"""The command line: what it prints, what it writes, and one sentence for whatever is wrong."""

import csv
import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from actions.legal import files, yaml_lines
from actions.legal.command_line import keeping, main
from actions.legal.identity import text_hash

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command on a copy of the files and a database of its own; gives code, out, err."""
    base = ["--data", str(folder), "--database", f"sqlite:///{tmp_path}/lantern.db"]

    def command(*arguments: str) -> tuple[int, str, str]:
        code = main([*base, *arguments])
        said = capsys.readouterr()
        return code, said.out, said.err.strip()

    return command


def test_load_check_show(run: Run, folder: Path) -> None:
    assert run("check")[:2] == (0, "58 files checked, no mistakes.\n")
    assert run("load")[1].startswith("Loaded: ")
    assert run("load")[1].startswith("Already loaded: ")
    shown = run("show", "ca")[1]
    assert "CA.laws.1 " in shown
    assert "citation: Cal. Penal Code § 646.9" in shown
    (folder / "CA.yaml").write_text("code: CA\nname: California\n")
    code, _, wrong = run("check")
    assert code == 1
    assert "CA.yaml, line 1, laws: this field is missing." in wrong
    assert wrong.endswith("mistakes found; nothing was changed.")


def test_without_a_command_it_says_which_there_are(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    assert main([]) == 0
    said = capsys.readouterr().out
    names = ["load", "check", "stale", "diff", "show", "history", "export", "verify", "links"]
    for name in [*names, "coverage"]:
        assert f" {name} " in said


def test_diff_shows_what_a_load_would_change(run: Run, folder: Path) -> None:
    run("load")
    assert run("diff")[1] == "Files and database say the same.\n"
    path = folder / "OH.yaml"
    said = path.read_text(encoding="utf-8")
    path.write_text(said.replace("title: Menacing by stalking", "title: Stalking", 1))
    code, shown, _ = run("diff")
    assert code == 0
    assert "~ OH laws stalking | criminal | Ohio Rev. Code § 2903.211" in shown
    assert "title: 'Menacing by stalking' -> 'Stalking'" in shown
    assert "1 records differ." in shown
    run("load")
    assert run("diff")[1] == "Files and database say the same.\n"


def test_history_tells_both_texts(run: Run, folder: Path) -> None:
    run("load")
    path = folder / "OH.yaml"
    said = path.read_text(encoding="utf-8")
    path.write_text(said.replace("title: Menacing by stalking", "title: Stalking", 1))
    run("load")
    shown = run("history", "OH.laws.1")[1]
    assert shown.index("OH.laws.1 Menacing by stalking") < shown.index("OH.laws.1 Stalking")
    assert "until now (UTC)" in shown
    today = dt.datetime.now(dt.timezone.utc).date()
    assert "Menacing by stalking" in run("show", "OH", "--on", str(today))[1]
    assert "OH.laws.1 Menacing" not in run("show", "OH")[1]
    before = today - dt.timedelta(days=1)
    assert "held nothing of it on that day" in run("show", "OH", "--on", str(before))[1]


def test_stale_lists_the_oldest_first(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder / "WY.yaml"
    said = path.read_text(encoding="utf-8")
    path.write_text(said.replace("checked_on: '2026-11-21'", "checked_on: '2020-01-01'", 1))
    monkeypatch.setattr(keeping.dt, "date", NovemberOf2026)
    assert (
        "Nothing was checked more than 10000 days ago." in run("stale", "--older-than", "10000")[1]
    )
    shown = run("stale")[1]
    assert "WY.laws.1" in shown
    assert "1 records were checked more than 365 days ago." in shown
    assert "1 records were checked more than 365 days ago; see `stale`." in run("check")[1]
    monkeypatch.setenv("LANTERN_STALE_AFTER_DAYS", "many")
    code, _, wrong = run("stale")
    assert code == 2
    assert wrong == "LANTERN_STALE_AFTER_DAYS is many; it has to be a whole number of days."


class NovemberOf2026(dt.date):
    """So that the test holds in later years, too."""

    @classmethod
    def today(cls) -> "NovemberOf2026":
        return cls(2026, 11, 21)


def record(path: Path, section: str, number: int) -> dict[str, str]:
    value, _ = yaml_lines.read_with_lines(path.read_text(encoding="utf-8"))
    return value[section][number - 1]  # type: ignore[index]


def test_verify_marks_one_record_and_leaves_the_rest_as_it_was(run: Run, folder: Path) -> None:
    path = folder / "FL.yaml"
    before, _ = files.read_file(path)
    number = next(i for i, law in enumerate(before["laws"], 1) if law["check"] == "recalled")
    old = path.read_text(encoding="utf-8").splitlines()
    source = "https://www.leg.state.fl.us/a-page"
    code, said, _ = run("verify", f"FL.laws.{number}", "--source", source, "--by", "A. Reader")
    assert code == 0
    assert f"FL.laws.{number} is marked as read on {dt.date.today()} (official)." in said
    law = record(path, "laws", number)
    assert (law["check"], law["how"], law["source"]) == ("read", "official", source)
    assert law["checked_on"] == str(dt.date.today())
    (review,) = files.read_file(path)[0]["reviews"]
    assert review["checked_by"] == "A. Reader"
    assert review["text_hash"] == text_hash(law)
    new = path.read_text(encoding="utf-8").splitlines()
    gone = [line for line in old if line not in new]
    assert gone in ([], ["    check: recalled"])
    assert run("load")[0] == 0


def test_verifying_does_not_change_what_the_hash_is_of() -> None:
    law = {"title": "A law", "summary": "It says this.", "check": "recalled"}
    read = {**law, "check": "read", "how": "official", "checked_on": "2026-11-21", "source": "x"}
    assert text_hash(law) == text_hash(read)
    assert text_hash(law) != text_hash({**law, "summary": "It says that."})


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("verify", "OH.laws.999", "--source", "https://a.gov", "--by", "me"), 1, "no OH.laws.999"),
        (("verify", "OH.law.1", "--source", "https://a.gov", "--by", "me"), 2, "write it like"),
        (("verify", "ZZ.laws.1", "--source", "https://a.gov", "--by", "me"), 3, "ZZ.yaml"),
        (("verify", "OH.laws.1", "--source", "a book", "--by", "me"), 1, "not a web address"),
        (("verify", "OH.laws.1", "--source", "https://a.gov", "--by", ""), 1, "this is empty"),
        (("verify", "OH.laws.1"), 2, "--source"),
    ],
)
def test_a_verify_that_cannot_be_leaves_the_file(
    run: Run, folder: Path, arguments: tuple[str, ...], code: int, words: str
) -> None:
    path = folder / "OH.yaml"
    before = path.read_bytes()
    found, _, wrong = run(*arguments)
    assert (found, words in wrong) == (code, True), wrong
    assert path.read_bytes() == before
    assert not list(folder.glob(".*"))


def test_export_html_is_one_page_a_place_that_needs_no_network(run: Run, tmp_path: Path) -> None:
    run("load")
    assert run("export", str(tmp_path / "pages"))[1].startswith("58 files written")
    page = (tmp_path / "pages" / "OH.html").read_text(encoding="utf-8")
    for words in ("Ohio", "call 911", "988", "not legal advice", "2903.211", "Checked on"):
        assert words in page
    for outside in ("<script", "<img", "<link", "@import", "None", "{{"):
        assert outside not in page
    assert 'href="OH.html"' in (tmp_path / "pages" / "index.html").read_text(encoding="utf-8")
    run("export", str(tmp_path / "one"), "--of", "oh")
    assert sorted(path.name for path in (tmp_path / "one").iterdir()) == ["OH.html", "index.html"]


def test_export_of_text_that_looks_like_code_stays_text(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    path = folder / "OH.yaml"
    said = path.read_text(encoding="utf-8")
    bad = 'title: "=HYPERLINK(1) <script>alert(1)</script>"'
    path.write_text(said.replace("title: Menacing by stalking", bad, 1))
    run("load")
    run("export", str(tmp_path))
    assert "<script" not in (tmp_path / "OH.html").read_text(encoding="utf-8")
    run("export", str(tmp_path), "--as", "csv")
    with (tmp_path / "laws.csv").open(encoding="utf-8-sig", newline="") as file:
        titles = [row["title"] for row in csv.DictReader(file)]
    assert "'=HYPERLINK(1) <script>alert(1)</script>" in titles


def test_export_json_has_everything(run: Run, tmp_path: Path, all_files: files.LegalFiles) -> None:
    run("load")
    assert run("export", str(tmp_path), "--as", "json")[0] == 0
    said = json.loads((tmp_path / "legal.json").read_text(encoding="utf-8"))
    for section in ("laws", "protective_orders", "resources", "none_found"):
        wanted = sum(len(one.get(section, [])) for one in all_files.jurisdictions)
        assert len(said[section]) == wanted
    assert len(said["jurisdictions"]) == 57


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--database", "nonsense", "load"], 2, "not valid"),
        (["--database", "sqlite:////dev/null/x/y.db", "load"], 3, "cannot be used"),
        (["--database", "sqlite:////nowhere/y.db", "show", "CA"], 3, "cannot be used"),
        (["--data", "nowhere", "load"], 3, "no such folder"),
        (["--database", "postgresql://someone:secret@127.0.0.1:1/x", "show", "CA"], 3, "cannot"),
        (["show"], 2, "code"),
        (["shwo", "CA"], 2, "shwo"),
        (["show", "CA", "--on", "yesterday"], 2, "yesterday"),
        (["stale", "--older-than", "-1"], 2, "-1"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(
    arguments: list[str], code: int, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == code
    said = capsys.readouterr().err.strip()
    assert words in said
    assert "\n" not in said
    assert "secret" not in said


def test_an_unknown_place_is_said(run: Run) -> None:
    run("load")
    assert run("show", "ZZ") == (1, "", "There is no place with the code ZZ.")
    code, _, wrong = run("history", "OH.laws.999")
    assert (code, "There is no OH.laws.999; the database has" in wrong) == (1, True)
