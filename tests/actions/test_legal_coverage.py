"""What every place has to have, and that the page about it is true."""

from pathlib import Path

from actions.legal import files
from actions.legal.coverage import (
    KINDS_WANTED,
    MISSING,
    READ_WANTED,
    coverage,
    read_share,
    table,
)

ROOT = Path(__file__).resolve().parents[2]


def test_every_place_has_what_it_should(all_files: files.LegalFiles) -> None:
    places = coverage(all_files)
    assert len(places) == 56
    assert {place.code: place.missing for place in places if place.missing} == {}
    assert all(place.kinds >= KINDS_WANTED for place in places)


def test_most_laws_and_orders_were_read_on_a_page(all_files: files.LegalFiles) -> None:
    assert read_share(all_files) >= READ_WANTED


def test_a_gap_is_seen(all_files: files.LegalFiles) -> None:
    (ohio,) = [record for record in all_files.jurisdictions if record["code"] == "OH"]
    poorer = {
        **ohio,
        "laws": [law for law in ohio["laws"] if law["topic"] != "threats"],
        "resources": ohio["resources"][:2],
        "none_found": [],
    }
    (place,) = coverage(files.LegalFiles("", [poorer]))
    assert place.has["threats"] == MISSING
    assert place.missing == ["threats", "kinds of resource"]


def test_the_page_is_of_these_files(all_files: files.LegalFiles) -> None:
    """After a change: `python -m actions.legal coverage --write docs/legal-coverage.md`."""
    page = (ROOT / "docs" / "legal-coverage.md").read_text(encoding="utf-8")
    assert page == table(all_files)
