"""What the person asked to see -> the bubbles that answer it, out of the legal database.

A topic is what a button carries (`law_topic`): a plain topic such as `images`, the same with
`federal_` before it, a group of national lines, or any of these with `_more_2` behind it for its
second page. Whatever is asked, the answer is at most two bubbles; the action adds the last one.
(A blank line in a text begins a new bubble.)
"""

import datetime as dt
import re
from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from actions.law_fitting import (
    NOBODY_KNOWN,
    Told,
    fitting_orders,
    fitting_topics,
    leading_topic,
)
from actions.law_records import RecordWords
from actions.law_words import Bubble, Words
from actions.legal.freshness import DEFAULT_DAYS
from actions.legal.models import Law, NoneFound, ProtectiveOrder
from actions.legal.queries import LegalQueries
from actions.legal.vocabulary import FEDERAL, LAW_TOPICS, LINE_GROUPS, STRANGER_ORDER

PAGE: Final = 2
LINES_PAGE: Final = 4
"""How many laws or orders, and how many offices or lines one answer shows."""

FITTING: Final = "fitting"
"""The topic that asks for what fits the person's own picture."""

MOST_ORDERS: Final = 2
MOST_LAWS: Final = 4
"""How many orders and laws are shown as fitting, page by page."""

FIRST_LINES: Final = ("crisis", "domestic_violence", "crime_victims", "intimate_images", "minors")
"""The kinds of national resources whose first record is shown before anything else."""

FIRST_LINES_YOUNG: Final = ("minors", "crisis", "intimate_images", "domestic_violence")
"""The same for somebody under 18."""

MORE_LINES: Final = "more_lines"
TOPICS_MENU: Final = "topics"
NEXT_BUBBLE: Final = "\n\n"
EMPTY_LINE: Final = "\n\u00a0\n"
"""What stands between records: a bubble each for the law, one for short entries of a list."""

_PAGED = re.compile(r"^(?P<topic>\w+?)_more(?:_(?P<page>[1-9]\d{0,2}))?$")
_Record = TypeVar("_Record")


class LawAnswers:
    """Answers for one action call: asks the database by `queries`, words lines by `words`."""

    def __init__(
        self,
        queries: LegalQueries,
        words: Words,
        stale_days: int = DEFAULT_DAYS,
        today: dt.date | None = None,
    ) -> None:
        self._queries = queries
        self._say = RecordWords(words, today or dt.date.today(), stale_days)

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
            return self._fitting(found.code, found.name, told or Told(), page)
        return self._place(found.code, found.name, found.notes, topic, page) or [
            self._overview(found.code, found.name, "utter_law_intro", told),
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
            self._overview(FEDERAL, name, "utter_federal_intro"),
            Bubble("utter_federal_topics"),
        ]

    def lines(self, asked: str | None = None, *, young: bool = False) -> list[Bubble]:
        """Answer with national lines: the first ones, a group of them, or the menu of groups.

        `young` is for somebody under 18.
        """
        topic, page = _topic_and_page(asked)
        if topic == MORE_LINES:
            return [Bubble("utter_lines_menu")]
        say = self._say.national
        if topic in LINE_GROUPS:
            group = self._queries.national(LINE_GROUPS[topic])
            intro = Bubble("utter_lines_group_intro")
            return self._page(group, topic, page, LINES_PAGE, intro, "utter_lines_none", say)
        kinds = FIRST_LINES_YOUNG if young else FIRST_LINES
        by_kind = {line.kind: line for line in reversed(self._queries.national(kinds))}
        first = [say(by_kind[kind]) for kind in kinds if kind in by_kind]
        return [Bubble("utter_lines_intro", {"records": EMPTY_LINE.join(first)})]

    def _fitting(self, code: str, name: str, told: Told, page: int) -> list[Bubble]:
        """Say what the person may ask a court for and which laws fit: the first of each first."""
        topics = fitting_topics(told)
        laws = self._queries.laws(code, topics)[:MOST_LAWS]
        federal = self._queries.laws(FEDERAL, topics)[: MOST_LAWS - len(laws)]
        said = [self._say.law(law, brief=True) for law in laws]
        said += [self._say.law(law, brief=True, federal=True) for law in federal]
        orders = fitting_orders(self._queries.orders(code), told)[:MOST_ORDERS]
        more = [self._say.fitting_order(order, told.age) for order in orders[1:]] + said[1:]
        last = 1 - (-len(more) // PAGE)
        page = min(page, last)
        following = f"{FITTING}_more_{page + 1}" if page < last else ""
        if page > 1:
            shown = more[(page - 2) * PAGE : (page - 1) * PAGE]
            records = {"records": NEXT_BUBBLE.join(shown)}
            return [Bubble("utter_law_next_page", records, following)]
        second = "utter_law_fitting_laws" if told.types else "utter_law_fitting_laws_nothing_told"
        values = {"state": name, "records": said[0]}
        return [self._first_order(code, name, orders, told), Bubble(second, values, following)]

    def _first_order(
        self, code: str, name: str, orders: Sequence[ProtectiveOrder], told: Told
    ) -> Bubble:
        """Say the order to look at first, or why there is none and what is nearest."""
        state = {"state": name}
        if orders:
            said = self._say.fitting_order(orders[0], told.age)
            return Bubble("utter_law_fitting_orders", {**state, "records": said})
        if told.relation == NOBODY_KNOWN:
            return Bubble("utter_law_fitting_no_name", state)
        absent = self._queries.none_found(code, [STRANGER_ORDER])
        if not absent:
            return Bubble("utter_law_fitting_no_order", state)
        said = self._say.none_found(absent[0])
        return Bubble("utter_law_fitting_none_found", {**state, "records": said})

    def _overview(self, code: str, name: str, intro: str, told: Told | None = None) -> Bubble:
        """Say the first laws: what they told of leads, unless it is stalking, which follows."""
        laws = self._queries.laws(code, LAW_TOPICS["stalking"])[:PAGE]
        leading = leading_topic(told or Told())
        found = self._queries.laws(code, [leading])[:1] if leading else []
        if found:
            intro, laws = "utter_law_intro_told", [*found, *laws][:PAGE]
        if not laws:
            return Bubble("utter_law_none", {"state": name})
        said = NEXT_BUBBLE.join(self._say.law(law, brief=True) for law in laws)
        return Bubble(intro, {"state": name, "records": said})

    def _place(self, code: str, name: str, notes: str, topic: str, page: int) -> list[Bubble]:
        """Answer a topic for a place; empty for a topic that we do not know."""
        state = {"state": name}
        again = f"federal_{topic}" if code == FEDERAL else topic
        if topic in LAW_TOPICS:
            laws: list[Law | NoneFound] = [*self._queries.laws(code, LAW_TOPICS[topic])]
            intro = Bubble("utter_law_topic_intro", state)
            laws += self._queries.none_found(code, LAW_TOPICS[topic])
            return self._page(laws, again, page, PAGE, intro, "utter_law_none", self._law_or_none)
        if topic == "help":
            offices = self._queries.resources(code)
            intro, none = Bubble("utter_law_help_intro", state), "utter_law_help_none"
            return self._page(offices, again, page, LINES_PAGE, intro, none, self._say.resource)
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
            none, say = "utter_orders_none", self._say.order
            return self._page(orders, again, page, PAGE, intro, none, say)
        return []

    def _law_or_none(self, record: Law | NoneFound) -> str:
        if isinstance(record, NoneFound):
            return self._say.none_found(record)
        return self._say.law(record)

    def _page(
        self,
        records: Sequence[_Record],
        topic: str,
        page: int,
        size: int,
        intro: Bubble,
        none: str,
        say: Callable[[_Record], str],
    ) -> list[Bubble]:
        """Say one page of records in one bubble, which knows the topic of the next page."""
        if not records:
            return [Bubble(none, intro.values)]
        last = (len(records) - 1) // size + 1
        page = min(page, last)
        said = [say(record) for record in records[(page - 1) * size : page * size]]
        response = intro.response if page == 1 else "utter_law_next_page"
        following = f"{topic}_more_{page + 1}" if page < last else ""
        between = NEXT_BUBBLE if size == PAGE else EMPTY_LINE
        return [Bubble(response, {**intro.values, "records": between.join(said)}, following)]


def _topic_and_page(asked: str | None) -> tuple[str, int]:
    """Split `help_more_2` into `help` and 2; plain `help_more` is its second page."""
    match = _PAGED.match(asked or "")
    if not match:
        return asked or "", 1
    return match["topic"], int(match["page"] or 2)
