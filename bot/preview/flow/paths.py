"""Ways through the flow: what leads to a box, where it goes on, how one comes there at all."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from itertools import count

from bot.preview.flow.chart import THIS_TURN, Arrow, Chart, Kind, Way

Needed = frozenset[tuple[str, str]]
"""Slots that have to hold a value at a place of the path, so that it goes on as it does."""

_COST = {Way.TAP: 4, Way.ANSWER: 4, Way.THEN: 1, Way.INSTEAD: 6, Way.LENDS: 20}
_SPECIAL_COST = 3
_START_COST = {"app:start": 0, "app:itself": 200}
_MOST_NEEDED = 2
_MOST_LOOKED_AT = 3000
"""Bounds of the search: what has to be known more than two choices back is not looked for."""

_OWN_WORDS_COST = 60
"""A path by choices from the first words on is told before one that begins in the middle."""


def from_the_start(chart: Chart, name: str) -> list[Arrow]:
    """Give the arrows of a shortest path to a box: from the first words of a chat, or else from
    what a person can say at any time. Empty when nothing leads there.

    It is looked for from its end, so that a box that is said only after a certain choice is led to
    by that choice.
    """
    return _search(chart, name, _OWN_WORDS_COST) or _search(chart, name, 0)


def _search(chart: Chart, name: str, own_words_cost: int) -> list[Arrow]:
    order = count()
    waiting: list[tuple[int, int, str, Needed, list[Arrow]]] = [
        (0, next(order), name, frozenset(), [])
    ]
    seen: set[tuple[str, Needed]] = set()
    while waiting:
        cost, _, box, needed, path = heapq.heappop(waiting)
        if box == "":
            return path
        if (box, needed) in seen:
            continue
        seen.add((box, needed))
        if len(seen) > _MOST_LOOKED_AT:
            break
        if _may_begin(chart.boxes[box].kind, needed):
            start = cost + _START_COST.get(box, own_words_cost) + _SPECIAL_COST * len(needed)
            heapq.heappush(waiting, (start, next(order), "", needed, path))
        for arrow in chart.into.get(box, []):
            for before in _before(arrow, needed):
                way = (cost + _cost(arrow), next(order), arrow.source, before, [arrow, *path])
                heapq.heappush(waiting, way)
    return []


def ways_in(chart: Chart, name: str) -> list[Arrow]:
    """Give what leads to a box, each once, taps before stand-ins."""
    found = {(one.source, one.way, one.label): one for one in chart.into.get(name, [])}
    return sorted(found.values(), key=lambda one: _COST[one.way])


def ways_on(chart: Chart, name: str) -> list[Arrow]:
    """Give where a box goes on, each way once, as it is written."""
    found = {(one.target, one.way, one.label): one for one in chart.out_of.get(name, [])}
    return list(found.values())


def _may_begin(kind: Kind, needed: Needed) -> bool:
    """Whether a path can begin here: a person's own words can tell whatever has to be known."""
    if kind is Kind.PERSON:
        return all(slot != THIS_TURN for slot, _ in needed)
    return kind is Kind.APP and not needed


def _before(arrow: Arrow, needed: Needed) -> Iterator[Needed]:
    """Yield what has to hold before an arrow, given what has to hold after it; nothing when the
    arrow cannot be part of such a path.
    """
    wanted = dict(needed)
    for slot, value in arrow.sets:
        if wanted.get(slot, value) != value:
            return
        wanted.pop(slot, None)
    if arrow.way in (Way.TAP, Way.ANSWER) and THIS_TURN in wanted:
        return
    if arrow.needs is not None and (len(wanted) < _MOST_NEEDED or arrow.needs[0] == THIS_TURN):
        slot, value = arrow.needs
        if wanted.setdefault(slot, value) != value:
            return
    yield frozenset(wanted.items())


def _cost(arrow: Arrow) -> int:
    return _COST[arrow.way] + (_SPECIAL_COST if "(" in arrow.label or arrow.gathered else 0)
