"""Whatever way a place is written, it is found; whatever is no place of the list finds nothing."""

from __future__ import annotations

import random
import string

import pytest
import yaml
import zipcodes
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.nlu.places import find_places
from bot.nlu.places.data import FOLDER, gazetteer
from tests.nlu.test_places_zip import is_abroad

STATES = yaml.safe_load((FOLDER / "states.en.yml").read_text(encoding="utf-8"))["states"]
NAMES = [(state["name"], state["code"]) for state in STATES]
REAL = [entry for entry in zipcodes.list_all() if not is_abroad(entry)]
THOUSAND = random.Random(6).sample(REAL, 1_000)

around = st.sampled_from(
    ["{}", " {} ", "{}.", "{}!!", "I live in {}", "im in {} rn", "it's {} i think", "in {} please"]
)
cases = st.sampled_from([str, str.lower, str.upper, str.title])

ABROAD = """
Afghanistan, Argentina, Australia, Austria, Bangladesh, Belgium, Brazil, Bulgaria, Canada, Chile,
China, Colombia, Croatia, Denmark, Ecuador, Egypt, England, Estonia, Ethiopia, Finland, France,
Germany, Ghana, Greece, Guatemala, Haiti, Honduras, Hungary, Iceland, India, Indonesia, Iran, Iraq,
Ireland, Israel, Italy, Jamaica, Japan, Kenya, Kuwait, Latvia, Malaysia, Morocco, Nepal,
New Zealand, Nigeria, Norway, Pakistan, Philippines, Poland, Portugal, Romania, Russia,
Saudi Arabia, Scotland, Serbia, Singapore, Slovakia, South Africa, South Korea, Spain, Sudan,
Sweden, Switzerland, Taiwan, Thailand, Tunisia, Turkey, Uganda, Ukraine, Venezuela, Vietnam, Wales,
Zimbabwe, Ontario, Quebec, Alberta, Nova Scotia, Toronto, Calgary, Sydney, Mumbai, Tokyo, Lagos,
Nairobi, Karachi, Jakarta, Hanoi, Bogota, Warsaw University, Bavaria, Yorkshire, Queensland
"""
ELSEWHERE = [" ".join(name.split()) for name in ABROAD.split(",")]


def certain(text: str) -> str | None:
    finding = find_places(text, asked=True)
    return None if finding.ambiguous else finding.certain


def offered(text: str) -> set[str]:
    """The places that an answer means, or that the question back offers."""
    finding = find_places(text, asked=True)
    if finding.ambiguous:
        return set(finding.ambiguous.codes)
    return {finding.certain} - {None}


@settings(max_examples=600, deadline=None)
@given(st.sampled_from(NAMES), around, cases)
def test_every_official_name_is_found_however_it_is_written(
    named: tuple[str, str], sentence: str, case: object
) -> None:
    name, code = named
    assert certain(sentence.format(case(name))) == code  # type: ignore[operator]


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(sorted(gazetteer().codes - set(gazetteer().unsure_codes))), cases)
def test_every_code_is_found_alone(code: str, case: object) -> None:
    assert certain(case(code)) == code  # type: ignore[operator]


def test_a_thousand_zip_codes_are_found() -> None:
    wrong = [
        (entry["zip_code"], entry["state"], offered(entry["zip_code"]))
        for entry in THOUSAND
        if entry["state"] not in offered(entry["zip_code"])
    ]
    assert wrong == []


@pytest.mark.parametrize("place", ELSEWHERE)
def test_a_place_outside_is_none_of_ours(place: str) -> None:
    """At most it is asked about, as with Ontario in California."""
    for text in (place, place.lower(), f"I live in {place}"):
        assert certain(text) is None, text


@settings(max_examples=400, deadline=None)
@given(st.text(alphabet="абвгдежзиклмнопрстухцшщ漢字かな🙂🚗 .,!?", max_size=60))
def test_other_writings_and_signs_are_no_place(text: str) -> None:
    assert offered(text) == set()


@settings(max_examples=400, deadline=None)
@given(st.text(alphabet=string.digits, max_size=12).filter(lambda digits: len(digits) != 5))
def test_a_number_of_another_length_is_no_zip_code(digits: str) -> None:
    assert offered(digits) - (offered(digits[:5]) if len(digits) == 9 else set()) == set()
