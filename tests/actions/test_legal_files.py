"""The data files: whole, true to their rules, and mistakes named where they are."""

import json
from pathlib import Path
from typing import Any

import pytest

from actions.legal import files, phones, vocabulary
from actions.legal.citations import citation_mistake
from actions.legal.identity import SECTIONS
from actions.legal.vocabulary import open_to_stranger

GOOD = """\
code: OH
name: Ohio

laws:
  - topic: stalking
    kind: criminal
    citation: Ohio Rev. Code § 2903.211
    title: Stalking
    electronic: no
    summary: About stalking.
    check: read
    how: guide
    checked_on: 2026-11-21
    source: https://example.org/law

protective_orders:
  - name: An order
    citation: Ohio Rev. Code § 2903.214
    conduct: [stalking]
    relation_needed: [anyone]
    who_may_start: [person]
    for: anyone
    time_limit:
      days: 90
      says: Within 90 days.
    online_conduct_counts: unknown
    check: recalled

resources:
  - kind: legal_aid
    name: Legal aid
    phone: 800-555-0100
    check: read
    how: official
    checked_on: '2026-11-21'
    source: https://example.org/aid

none_found:
  - what: ncii_synthetic
    says: We found none.
    check: recalled

notes: None.
"""


def mistakes(folder: Path, text: str, name: str = "OH.yaml") -> list[str]:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return [str(mistake) for mistake in files.read_file(path)[1]]


def test_all_56_places_federal_and_national_load(all_files: files.LegalFiles) -> None:
    codes = {record["code"] for record in all_files.jurisdictions}
    assert codes == {*vocabulary.STATE_CODES, vocabulary.FEDERAL}
    assert len(vocabulary.STATE_CODES) == 56
    assert all_files.national["resources"]


def test_yes_no_numbers_and_days_may_be_written_plainly(tmp_path: Path) -> None:
    assert mistakes(tmp_path, GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "topic: stalking",
            "topic: stalkin",
            "OH.yaml, line 5, laws[0].topic: 'stalkin' is not one",
        ),
        ("    title: Stalking\n", "", "OH.yaml, line 5, laws[0].title: this field is missing."),
        ("citation: Ohio Rev. Code § 2903.211", "citation:", "line 7, laws[0].citation: an empty"),
        (
            "Ohio Rev. Code § 2903.211",
            "Fla. Stat. § 784.048",
            "line 7, laws[0].citation: 'Fla. Stat. § 784.048' is not how OH is cited",
        ),
        ("summary:", "sumary:", "line 10, laws[0].sumary: there is no such field"),
        (
            "    source: https://example.org/law\n",
            "",
            "laws[0].source: this field is missing. It is",
        ),
        ("    how: guide\n", "", "laws[0].how: this field is missing. It is needed where"),
        ("https://example.org/law", "a book", "line 14, laws[0].source: 'a book' is not a web"),
        (
            "2026-11-21\n    source: https://example.org/law",
            "2026-02-30\n    source: https://a.b",
            "line 13, laws[0].checked_on: there is no day 2026-02-30.",
        ),
        ("[anyone]", "[maybe]", "line 20, protective_orders[0].relation_needed[0]: 'maybe' is"),
        ("[anyone]", "[anyone, family]", "relation_needed: anyone stands alone"),
        ("[stalking]", "[stalking, unknown]", "conduct: unknown stands alone"),
        ("[person]", "[persons]", "line 21, protective_orders[0].who_may_start[0]: 'persons' is"),
        ("days: 90", "days: soon", "time_limit.days: 'soon' is not a whole number of days."),
        (
            "check: recalled",
            "check: recalled\n    checked_on: 2026-11-21",
            "a recalled record was not checked",
        ),
        ("800-555-0100", "555", "resources[0].phone: '555' is not a phone number"),
        (
            "check: read\n    how: official\n    checked_on: '2026-11-21'\n"
            "    source: https://example.org/aid",
            "check: recalled",
            "resources[0].phone: a number nobody read",
        ),
        ("what: ncii_synthetic", "what: a unicorn", "none_found[0].what: 'a unicorn' is not one"),
        (
            "notes: None.",
            "notes: None.\nreviews:\n  - section: laws\n    record: stalking | criminal | gone\n"
            "    checked_by: A. Reader\n    checked_on: 2026-11-21\n"
            "    source: https://example.org\n    text_hash: 0123456789abcdef",
            "reviews[0].record: no record here has this topic, kind and citation",
        ),
        ("code: OH", "code: CA", "line 1, code: the code CA does not fit the file name OH.yaml."),
        ("name: Ohio", "name: Ohio\nname: Ohio", "line 3, name: this field is written twice."),
        ("name: Ohio", "name: [Ohio", "OH.yaml, line "),
        ("notes: None.", "notes: 'None.", "this is not valid YAML"),
    ],
)
def test_a_mistake_is_named_by_file_line_and_field(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    assert old in GOOD
    found = mistakes(tmp_path, GOOD.replace(old, new, 1))
    assert any(message in line for line in found), found
    assert all(line.startswith("OH.yaml, line ") and "\n" not in line for line in found)


@pytest.mark.parametrize("text", ["", "- a\n", "code", "\x00", "a: &x [*x]\n", "\ufeff{}"])
def test_rubbish_is_a_mistake_and_never_a_crash(tmp_path: Path, text: str) -> None:
    assert mistakes(tmp_path, text)


def test_a_file_that_is_no_text_is_a_mistake(tmp_path: Path) -> None:
    path = tmp_path / "OH.yaml"
    path.write_bytes(b"name: \xff\xfe")
    assert "not UTF-8" in str(files.read_file(path)[1][0])


def test_a_missing_place_is_a_mistake(tmp_path: Path) -> None:
    (tmp_path / "OH.yaml").write_text(GOOD, encoding="utf-8")
    with pytest.raises(files.BrokenDataError) as error:
        files.read_folder(tmp_path)
    assert "CA.yaml" in str(error.value)
    assert len(error.value.mistakes) == 57


@pytest.mark.parametrize("code", sorted(vocabulary.NO_STRANGER_ORDER))
def test_no_order_is_open_to_a_stranger_where_none_was_found(
    all_files: files.LegalFiles, code: str
) -> None:
    record = next(record for record in all_files.jurisdictions if record["code"] == code)
    assert record["protective_orders"]
    assert all(open_to_stranger(order) != "yes" for order in record["protective_orders"])


@pytest.mark.parametrize("code", ["AR", "CT", "IA", "KY", "NY", "SC"])
def test_an_order_that_a_criminal_court_makes_is_never_open_to_a_stranger(
    all_files: files.LegalFiles, code: str
) -> None:
    record = next(record for record in all_files.jurisdictions if record["code"] == code)
    criminal = [
        order
        for order in record["protective_orders"]
        if "within_criminal_case" in order["who_may_start"]
    ]
    assert criminal
    assert all(
        open_to_stranger(order) == "no"
        for order in criminal
        if "person" not in order["who_may_start"]
    )


def test_marking_one_open_there_is_refused(tmp_path: Path) -> None:
    text = GOOD.replace("code: OH", "code: NY").replace("Ohio Rev. Code §", "N.Y. Penal Law §")
    (found,) = mistakes(tmp_path, text, "NY.yaml")
    assert "no order in NY was found to be open to a stranger" in found


def test_every_phone_number_is_read_and_can_be_dialed(all_files: files.LegalFiles) -> None:
    records: list[dict[str, Any]] = [
        item for record in all_files.jurisdictions for item in record["resources"]
    ]
    records += all_files.national["resources"]
    with_phone = [record for record in records if "phone" in record]
    assert len(with_phone) > 50
    for record in with_phone:
        assert phones.phone_is_clear(record["phone"]), record["phone"]
        assert record["check"] == "read"
        assert "phone" in record.get("read_fields", ["phone"])


def test_every_read_record_names_its_day_and_page(all_files: files.LegalFiles) -> None:
    for record in all_files.jurisdictions:
        for section in SECTIONS.values():
            for item in record.get(section, []):
                assert (item["check"] == "read") == ("checked_on" in item) == ("how" in item)
                assert item["check"] == "recalled" or item["source"].startswith("http")


def test_every_law_topic_and_kind_of_line_can_be_reached(all_files: files.LegalFiles) -> None:
    shown = {topic for topics in vocabulary.LAW_TOPICS.values() for topic in topics}
    assert {law["topic"] for record in all_files.jurisdictions for law in record["laws"]} <= shown
    kinds = {kind for group in vocabulary.LINE_GROUPS.values() for kind in group}
    assert {line["kind"] for line in all_files.national["resources"]} <= kinds


def test_schema_and_vocabulary_say_the_same() -> None:
    schema = json.loads(Path(files.__file__).with_name("schema.json").read_text(encoding="utf-8"))

    def choices(kind: str, name: str) -> set[str]:
        return set(schema["$defs"][kind]["properties"][name]["enum"])

    topics = {topic for group in vocabulary.LAW_TOPICS.values() for topic in group}
    kinds = {kind for group in vocabulary.LINE_GROUPS.values() for kind in group}
    assert choices("law", "topic") == topics
    assert choices("national_resource", "kind") == kinds
    assert choices("jurisdiction", "code") == {*vocabulary.STATE_CODES, vocabulary.FEDERAL}


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("988", ["988"]),
        ("1-800-799-7233", ["1-800-799-7233"]),
        ("(601) 359-3680", ["(601) 359-3680"]),
        ("617-727-3261 or 866-SAFE-ADD", ["617-727-3261", "866-SAFE-ADD"]),
        ("text IOWAHELP to 20121", []),
        ("12345678901", []),
    ],
)
def test_phone_numbers(text: str, numbers: list[str]) -> None:
    assert phones.phone_numbers(text) == numbers
    assert phones.phone_is_clear(text) == bool(numbers)


def test_a_citation_of_one_place_is_a_mistake_in_another(all_files: files.LegalFiles) -> None:
    for record in all_files.jurisdictions:
        code = record["code"]
        for other in all_files.jurisdictions:
            if other["code"] != code:
                wrong = [law["citation"] for law in other["laws"]]
                assert [one for one in wrong if not citation_mistake(code, one)] == [], code


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, "yes"),
        ({"relation_needed": ["spouse", "dating"]}, "no"),
        ({"relation_needed": ["unknown"]}, "unknown"),
        ({"who_may_start": ["police", "within_criminal_case"]}, "no"),
        ({"who_may_start": ["unknown"]}, "unknown"),
        ({"conduct": ["sexual_violence"]}, "no"),
        ({"conduct": ["workplace"], "who_may_start": ["employer"]}, "no"),
        ({"conduct": ["unknown"]}, "unknown"),
    ],
)
def test_who_is_a_stranger_to_an_order(changed: dict[str, list[str]], said: str) -> None:
    order = {"conduct": ["stalking"], "relation_needed": ["anyone"], "who_may_start": ["person"]}
    assert open_to_stranger({**order, **changed}) == said
