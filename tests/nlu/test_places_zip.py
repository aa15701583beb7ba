"""The ZIP table against a full list of ZIP codes."""

from __future__ import annotations

import pytest
import zipcodes

from bot.nlu.places.data import gazetteer
from bot.nlu.places.zips import zip_codes

MILITARY_STATES = {"AA", "AE", "AP"}
MILITARY_OFFICES = {"Apo", "Dpo", "Fpo"}  # the list files a few of these under New Jersey
OTHER_COUNTRIES = {"FM", "MH", "PW"}


def is_abroad(entry: dict[str, str]) -> bool:
    return entry["state"] in MILITARY_STATES | OTHER_COUNTRIES or entry["city"] in MILITARY_OFFICES


def test_every_zip_code_leads_to_its_state_or_to_a_question_that_offers_it() -> None:
    wrong = [
        (entry["zip_code"], entry["state"], zip_codes(entry["zip_code"]))
        for entry in zipcodes.list_all()
        if not is_abroad(entry) and entry["state"] not in zip_codes(entry["zip_code"])
    ]
    assert wrong == []


def test_military_mail_and_other_countries_lead_nowhere() -> None:
    wrong = [
        (entry["zip_code"], zip_codes(entry["zip_code"]))
        for entry in zipcodes.list_all()
        if is_abroad(entry) and zip_codes(entry["zip_code"])
    ]
    assert wrong == []


def test_every_jurisdiction_has_zip_codes() -> None:
    reached = {code for number in range(100_000) for code in zip_codes(f"{number:05}")}
    assert reached == gazetteer().codes


@pytest.mark.parametrize(
    ("digits", "codes"),
    [
        ("00501", ("NY",)),
        ("06390", ("NY",)),
        ("96799", ("AS",)),
        ("96950", ("MP",)),
        ("96910-1234", ("GU",)),
        ("42223", ("KY", "TN")),
        ("21300", ()),
        ("00000", ()),
    ],
)
def test_exceptions(digits: str, codes: tuple[str, ...]) -> None:
    assert zip_codes(digits) == codes
