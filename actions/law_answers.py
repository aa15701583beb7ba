"""What the person asked to see -> the bubbles that answer it, out of the legal database.

A topic is what a button carries (`law_topic`): a plain topic such as `images`, the same with
`federal_` before it, a group of national lines, or any of these with `_more_2` behind it for its
second page.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final, TypeVar

from actions.law_records import law_bubble, national_bubble, order_bubble, resource_bubble
from actions.law_words import Bubble, Words
from actions.legal.models import ProtectiveOrder
from actions.legal.queries import LegalQueries
from actions.legal.vocabulary import (
    CLOSE_RELATIONS,
    FEDERAL,
    LAW_TOPICS,
    LINE_GROUPS,
    NOT_STARTED_BY_A_PERSON,
    TOPICS_OF_TYPE,
)

PAGE: Final = 5
"""How many records one answer shows."""

OVERVIEW: Final = 3
"""How many laws the first answer for a place shows."""

FITTING: Final = "fitting"
"""The topic that asks for what fits the person's own picture."""

MOST_ORDERS: Final = 2
MOST_LAWS: Final = 3
"""How many orders and laws are shown as fitting."""

FIRST_LINES: Final = ("crisis", "domestic_violence", "crime_victims", "intimate_images", "minors")
"""The kinds of national resources whose first record is shown before anything else."""

MORE_LINES: Final = "more_lines"
TOPICS_MENU: Final = "topics"
NO_ORDER: Final = "utter_law_fitting_no_order"

_PAGED = re.compile(r"^(?P<topic>\w+?)_more(?:_(?P<page>[1-9]\d{0,2}))?$")
_Record = TypeVar("_Record")


@dataclass(frozen=True)
class Told:
    """What the person told that matters for the law: types in their order, and who it is."""

    types: Sequence[str] = ()
    relation: str | None = None


class LawAnswers:
    """Answers for one action call: asks the database by `queries`, words lines by `words`."""

    def __init__(self, queries: LegalQueries, words: Words) -> None:
        self._queries = queries
        self._words = words

    def for_topic(
        self, place: str | None, asked: str | None, told: Told | None = None
    ) -> list[Bubble]:
        """Answer a topic for a place (a postal code); both may be missing."""
        topic, page = _topic_and_page(asked)
        if topic == MORE_LINES or topic in LINE_GROUPS:
            return self.lines(asked)
        if topic.startswith("federal") or place == FEDERAL:
            return self.federal(asked)
        if not place:
            return [Bubble("utter_law_which_state")]
        found = self._queries.jurisdiction(place)
        if found is None:
            return [Bubble("utter_place_not_found")]
        if topic == TOPICS_MENU:
            return [Bubble("utter_law_topics")]
        if topic == FITTING:
            return self._fitting(found.code, found.name, told or Told())
        return self._place(found.code, found.name, found.notes, topic, page) or [
            *self._overview(found.code, found.name, "utter_law_intro"),
            Bubble("utter_law_topics"),
        ]

    def federal(self, asked: str | None = None) -> list[Bubble]:
        """Answer a topic for the federal law; without one, its first laws and the menu."""
        topic, page = _topic_and_page(asked)
        topic = topic.removeprefix("federal").removeprefix("_")
        found = self._queries.jurisdiction(FEDERAL)
        if topic == TOPICS_MENU:
            return [Bubble("utter_federal_topics")]
        name, notes = (found.name, found.notes) if found else ("", "")
        return self._place(FEDERAL, name, notes, topic, page) or [
            *self._overview(FEDERAL, name, "utter_federal_intro"),
            Bubble("utter_federal_topics"),
        ]

    def lines(self, asked: str | None = None) -> list[Bubble]:
        """Answer with national lines: the first ones, a group of them, or the menu of groups."""
        topic, page = _topic_and_page(asked)
        if topic == MORE_LINES:
            return [Bubble("utter_lines_menu")]
        if topic in LINE_GROUPS:
            group = self._queries.national(LINE_GROUPS[topic])
            intro = Bubble("utter_lines_group_intro")
            return self._page(group, topic, page, intro, "utter_lines_none", national_bubble)
        by_kind = {line.kind: line for line in reversed(self._queries.national(FIRST_LINES))}
        first = [by_kind[kind] for kind in FIRST_LINES if kind in by_kind]
        bubbles = [national_bubble(line, self._words) for line in first]
        return [Bubble("utter_lines_intro"), *bubbles, Bubble("utter_lines_menu")]

    def _fitting(self, code: str, name: str, told: Told) -> list[Bubble]:
        """Say the orders that the person may ask for, and the laws on what was done to them."""
        state = {"state": name}
        orders = [one for one in self._queries.orders(code) if may_ask_for(one, told.relation)]
        if told.relation in CLOSE_RELATIONS:  # the order made for such a tie is often the wider one
            orders.sort(key=lambda order: not order.relationship_required)
        topics = [TOPICS_OF_TYPE.get(one, ()) for one in told.types] or [LAW_TOPICS["stalking"]]
        in_turn = [one for row in zip_longest(*topics) for one in row if one]
        laws = self._queries.laws(code, list(dict.fromkeys(in_turn)))[:MOST_LAWS]
        intro = "utter_law_fitting_intro" if told.types else "utter_law_fitting_intro_nothing_told"
        none = "utter_law_fitting_no_name" if told.relation == "unknown" else NO_ORDER
        return [
            Bubble(intro, state),
            *(
                [order_bubble(one, self._words) for one in orders[:MOST_ORDERS]]
                or [Bubble(none, state)]
            ),
            *[law_bubble(one, self._words, brief=True) for one in laws],
        ]

    def _overview(self, code: str, name: str, intro: str) -> list[Bubble]:
        laws = self._queries.laws(code, LAW_TOPICS["stalking"])[:OVERVIEW]
        if not laws:
            return [Bubble("utter_law_none", {"state": name})]
        items = [law_bubble(law, self._words, brief=True) for law in laws]
        return [Bubble(intro, {"state": name}), *items]

    def _place(self, code: str, name: str, notes: str, topic: str, page: int) -> list[Bubble]:
        """Answer a topic for a place; empty for a topic that we do not know."""
        state = {"state": name}
        again = f"federal_{topic}" if code == FEDERAL else topic
        if topic in LAW_TOPICS:
            laws = self._queries.laws(code, LAW_TOPICS[topic])
            intro = Bubble("utter_law_topic_intro", state)
            return self._page(laws, again, page, intro, "utter_law_none", law_bubble)
        if topic == "help":
            offices = self._queries.resources(code)
            intro = Bubble("utter_law_help_intro", state)
            return self._page(offices, again, page, intro, "utter_law_help_none", resource_bubble)
        if topic == "notes":
            return [Bubble("utter_law_notes", {**state, "notes": notes})]
        if topic == "orders":
            orders = self._queries.orders(code)
            if code == FEDERAL:
                intro = Bubble("utter_federal_orders_intro")
            elif any(order.open_to_stranger == "yes" for order in orders):
                intro = Bubble("utter_orders_intro", state)
            else:
                intro = Bubble("utter_orders_intro_no_stranger", state)
            return self._page(orders, again, page, intro, "utter_orders_none", order_bubble)
        return []

    def _page(
        self,
        records: Sequence[_Record],
        topic: str,
        page: int,
        intro: Bubble,
        none: str,
        say: Callable[[_Record, Words], Bubble],
    ) -> list[Bubble]:
        """Say one page of records, with a way to the next page when there is one."""
        if not records:
            return [Bubble(none, intro.values)]
        last = (len(records) - 1) // PAGE + 1
        page = min(page, last)
        shown = records[(page - 1) * PAGE : page * PAGE]
        bubbles = [say(record, self._words) for record in shown]
        if page == 1:
            bubbles.insert(0, intro)
        if page < last:
            bubbles.append(Bubble("utter_law_more", next_topic=f"{topic}_more_{page + 1}"))
        return bubbles


def may_ask_for(order: ProtectiveOrder, relation: str | None) -> bool:
    """Whether a person may start this order themselves against somebody of that relation.

    Where the relation was not told, no order is shown that needs one. Against somebody unknown
    none can be asked for yet.
    """
    if relation == "unknown" or set(order.who_may_start) <= NOT_STARTED_BY_A_PERSON:
        return False
    return relation in CLOSE_RELATIONS or order.open_to_stranger == "yes"


def _topic_and_page(asked: str | None) -> tuple[str, int]:
    """Split `help_more_2` into `help` and 2; plain `help_more` is its second page."""
    match = _PAGED.match(asked or "")
    if not match:
        return asked or "", 1
    return match["topic"], int(match["page"] or 2)
