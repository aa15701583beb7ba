"""The questions a conversation asks, and what stays unknown."""

import pytest

from actions.legal.queries import LegalQueries
from actions.legal.vocabulary import LAW_TOPICS, NO_STRANGER_ORDER, STATE_CODES


def test_every_place_has_a_name_and_notes(queries: LegalQueries) -> None:
    for code in (*STATE_CODES, "US"):
        place = queries.jurisdiction(code)
        assert place is not None
        assert place.name
        assert place.notes


@pytest.mark.parametrize("code", ["ZZ", "", "California", "' OR 1=1 --"])
def test_no_other_code_is_a_place(queries: LegalQueries, code: str) -> None:
    assert queries.jurisdiction(code) is None
    assert queries.laws(code, ["stalking"]) == []


def test_laws_come_topic_by_topic(queries: LegalQueries) -> None:
    laws = queries.laws("CA", LAW_TOPICS["images"])
    topics = [law.topic for law in laws]
    assert topics == sorted(topics, key=LAW_TOPICS["images"].index)
    assert laws[0].citation == "Cal. Penal Code § 647(j)(4)"


def test_all_laws_of_a_place_are_in_some_topic(queries: LegalQueries) -> None:
    for code in (*STATE_CODES, "US"):
        by_topic = [law for topics in LAW_TOPICS.values() for law in queries.laws(code, topics)]
        assert len(by_topic) == len(queries.all_laws(code)) > 0


def test_what_is_unknown_stays_unknown(queries: LegalQueries) -> None:
    recalled = [law for law in queries.all_laws("FL") if law.check_mark == "recalled"]
    assert recalled
    assert all(law.checked_on is None and law.how is None for law in recalled)


def test_time_limits_are_numbers_where_a_number_is_known(queries: LegalQueries) -> None:
    (order,) = [order for order in queries.orders("ID") if order.time_limit]
    assert order.time_limit_days == 90
    assert "90 days" in str(order.time_limit)


def test_no_stranger_is_offered_an_order_that_is_not_for_them(queries: LegalQueries) -> None:
    for code in NO_STRANGER_ORDER:
        assert all(order.open_to_stranger != "yes" for order in queries.orders(code))
    for code in STATE_CODES:
        for order in queries.orders(code):
            if order.open_to_stranger == "yes":
                assert order.relation_needed == ["anyone"]
                assert "person" in order.who_may_start


def test_national_lines_keep_which_fields_were_read(queries: LegalQueries) -> None:
    lines = queries.national(["crisis"])
    assert lines[0].phone == "988"
    assert "phone" in lines[0].read_fields
    assert all(line.kind == "crisis" for line in lines)
