"""Which orders and laws fit what a person told: by types, relation and age band.

Whether a law or an order fits a case is for a lawyer to say; this only chooses what is shown first.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

from actions.legal.models import ProtectiveOrder
from actions.legal.vocabulary import (
    IMAGE_TYPES,
    LAW_TOPICS,
    NOT_STARTED_BY_A_PERSON,
    STRANGER_CONDUCT,
    TIES_OF_RELATION,
    TOPICS_OF_TYPE,
)

NOBODY_KNOWN: Final = "unknown"
UNDER_18: Final = "under_18"
SHARED: Final = "shared"
HOUSEHOLD: Final = frozenset({"household"})
"""The tie (`relation_needed`) that one home can be; each state words it in its own way."""


@dataclass(frozen=True)
class Told:
    """What the person told that matters for the law: types in their order, who it is, age, home."""

    types: Sequence[str] = ()
    relation: str | None = None
    age: str | None = None
    home: str | None = None

    @property
    def ties(self) -> frozenset[str]:
        """The ties (`relation_needed`) that there can be, by who it is and whose home it is."""
        household = HOUSEHOLD if self.home == SHARED else frozenset()
        return TIES_OF_RELATION.get(self.relation or "", frozenset()) | household


def fitting_orders(orders: Iterable[ProtectiveOrder], told: Told) -> list[ProtectiveOrder]:
    """Return the orders that may be asked for, most useful first.

    Where there is a close tie, the order made for such ties comes first: it is often the wider one.
    Somebody under 18 sees those first that they can ask for alone.
    """
    found = [order for order in orders if may_ask_for(order, told)]
    close = bool(told.ties)
    return sorted(
        found,
        key=lambda order: (
            told.age == UNDER_18 and order.minor_may_start != "yes",
            close and "anyone" in order.relation_needed,
        ),
    )


def may_ask_for(order: ProtectiveOrder, told: Told) -> bool:
    """Whether the person may start this order themselves against whoever does it.

    Where the relation was not told, no order is shown that needs one. Against somebody unknown
    none can be asked for yet. An order about something else, such as sexual violence, is not shown
    for being stalked.
    """
    starters, needed = set(order.who_may_start), set(order.relation_needed)
    if told.relation == NOBODY_KNOWN or starters <= NOT_STARTED_BY_A_PERSON:
        return False
    ties = told.ties
    if needed & ties:
        return True
    if "anyone" not in needed or ("person" not in starters and not ties):
        return False
    conduct = set(order.conduct)
    if conduct & STRANGER_CONDUCT or (ties and "domestic_abuse" in conduct):
        return True
    return "image_abuse" in conduct and bool(IMAGE_TYPES & set(told.types))


def leading_topic(told: Told) -> str | None:
    """Return the topic of the law for what was told last; None where stalking leads anyway.

    Most laws on bullying at school are for the young.
    """
    passed = {*LAW_TOPICS["stalking"], *(LAW_TOPICS["school"] if told.age != UNDER_18 else ())}
    first = (topic for kind in reversed(told.types) for topic in TOPICS_OF_TYPE.get(kind, ())[:1])
    return next((topic for topic in first if topic not in passed), None)


def fitting_topics(told: Told) -> list[str]:
    """Return the topics of laws on what was told, one of each type in turn; else on stalking."""
    topics = [TOPICS_OF_TYPE.get(one, ()) for one in told.types] or [LAW_TOPICS["stalking"]]
    in_turn = [one for row in zip_longest(*topics) for one in row if one]
    return list(dict.fromkeys(in_turn))
