"""What is shown as fitting: never an order that the person cannot start against who does it."""

from typing import Any

import pytest

from actions.law_answers import MOST_LAWS, MOST_ORDERS, NEXT_BUBBLE, PAGE, LawAnswers
from actions.law_fitting import Told, fitting_orders, fitting_topics, may_ask_for
from actions.law_words import Bubble, Words, law_responses
from actions.legal.models import ProtectiveOrder
from actions.legal.queries import LegalQueries
from actions.legal.vocabulary import NO_STRANGER_ORDER, STATE_CODES, TOPICS_OF_TYPE

RELATIONS = ["ex_partner", "family", "stranger", "unknown", None]


def order(**changed: Any) -> ProtectiveOrder:
    fields = {
        "name": "An order",
        "conduct": ["stalking"],
        "relation_needed": ["anyone"],
        "who_may_start": ["person"],
        "minor_may_start": None,
    }
    return ProtectiveOrder(**{**fields, **changed})


@pytest.mark.parametrize(
    ("changed", "fits"),
    [
        ({}, {"partner", "ex_partner", "family", "stranger", "friend", None}),
        ({"relation_needed": ["spouse"]}, {"partner", "ex_partner"}),
        ({"relation_needed": ["family"]}, {"family"}),
        ({"relation_needed": ["household"]}, {"partner", "ex_partner", "family"}),
        ({"relation_needed": ["unknown"]}, set()),
        ({"conduct": ["sexual_violence"]}, set()),
        ({"conduct": ["domestic_abuse"]}, {"partner", "ex_partner", "family"}),
        ({"who_may_start": ["prosecutor"]}, set()),
        ({"who_may_start": ["within_criminal_case", "police"]}, set()),
        ({"who_may_start": ["employer"]}, set()),
        ({"who_may_start": ["unknown"]}, {"partner", "ex_partner", "family"}),
    ],
)
def test_who_may_ask_for_an_order(changed: dict[str, list[str]], fits: set[str | None]) -> None:
    for relation in ("partner", "ex_partner", "family", "stranger", "friend", None, "unknown"):
        assert may_ask_for(order(**changed), Told((), relation)) == (relation in fits), relation


def test_a_roommate_may_look_at_an_order_for_one_household_too() -> None:
    household = order(conduct=["domestic_abuse"], relation_needed=["spouse", "household"])
    assert not may_ask_for(household, Told((), "friend"))
    assert may_ask_for(household, Told((), "friend", home="shared"))
    assert not may_ask_for(order(relation_needed=["spouse"]), Told((), "friend", home="shared"))
    both = [order(name="stalking"), household]
    assert fitting_orders(both, Told((), "friend", home="shared"))[0] is household


def test_an_order_about_images_fits_only_where_images_were_told() -> None:
    about_images = order(conduct=["image_abuse"])
    assert may_ask_for(about_images, Told(["ncii_intimate_images"], "stranger"))
    assert not may_ask_for(about_images, Told(["threats"], "stranger"))


def test_most_useful_first() -> None:
    stalking = order(name="stalking")
    domestic = order(name="domestic", conduct=["domestic_abuse"], relation_needed=["spouse"])
    by_a_minor = order(name="minor", minor_may_start="yes")
    all_three = [stalking, domestic, by_a_minor]

    def names(told: Told) -> list[str]:
        return [one.name for one in fitting_orders(all_three, told)]

    assert names(Told((), "ex_partner")) == ["domestic", "stalking", "minor"]
    assert names(Told((), "stranger")) == ["stalking", "minor"]
    assert names(Told((), "stranger", "under_18")) == ["minor", "stalking"]


def test_no_stranger_is_shown_an_order_that_they_cannot_start(queries: LegalQueries) -> None:
    for code in STATE_CODES:
        for relation in ("stranger", "friend", "coworker", "classmate", "professional", None):
            found = fitting_orders(queries.orders(code), Told(["threats"], relation))
            assert not found or code not in NO_STRANGER_ORDER
            for one in found:
                assert one.open_to_stranger == "yes"
                assert "person" in one.who_may_start
                assert set(one.conduct) & {"stalking", "harassment", "threats"}


@pytest.mark.parametrize("relation", RELATIONS)
def test_every_place_answers_every_type(queries: LegalQueries, relation: str | None) -> None:
    answers = LawAnswers(queries, Words(law_responses()))
    for code in STATE_CODES:
        for kind in TOPICS_OF_TYPE:
            for age in ("under_18", None):
                pages = fitting(answers, code, Told([kind], relation, age))
                first, second, *more = pages
                assert first.response.startswith("utter_law_fitting_")
                assert second.values["records"]
                assert NEXT_BUBBLE not in second.values["records"]
                records = [one for page in pages for one in said(page)]
                assert len(records) == len(set(records))
                assert len(records) <= MOST_ORDERS + MOST_LAWS + 1
                assert all(len(said(page)) <= PAGE for page in more)


def said(bubble: Bubble) -> list[str]:
    return [one for one in bubble.values.get("records", "").split(NEXT_BUBBLE) if one]


def fitting(answers: LawAnswers, code: str, told: Told) -> list[Bubble]:
    """All bubbles of what fits, pressing More as long as there is one."""
    bubbles = answers.for_topic(code, "fitting", told)
    while bubbles[-1].next_topic:
        bubbles += answers.for_topic(code, bubbles[-1].next_topic, told)
    return bubbles


def test_under_18_is_told_who_may_ask(queries: LegalQueries) -> None:
    answers = LawAnswers(queries, Words(law_responses()))
    grown = answers.for_topic("WY", "fitting", Told(["threats"], "stranger"))[0].values["records"]
    young = answers.for_topic("WY", "fitting", Told(["threats"], "stranger", "under_18"))[0]
    assert "Under 18:" not in grown
    assert "Under 18:" in young.values["records"]


def test_where_a_place_has_no_law_federal_law_is_shown_as_such(queries: LegalQueries) -> None:
    answers = LawAnswers(queries, Words(law_responses()))
    (_, laws) = answers.for_topic("MP", "fitting", Told(["ncii_intimate_images"], "ex_partner"))
    assert "47 U.S.C. § 223(h)" in laws.values["records"]
    assert "This is federal law." in laws.values["records"]


def test_topics_of_several_types_take_turns() -> None:
    topics = fitting_topics(Told(["doxxing", "sextortion"]))
    assert topics[:2] == ["doxxing", "sextortion"]
    assert len(topics) == len(set(topics))
