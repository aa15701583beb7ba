"""What stands in the picture of one script: its boxes, what leads into them, and ways elsewhere.

Boxes of other scripts are not drawn, or each picture would hold the whole bot: a box lists them as
its last lines. Only where a turn goes on in another script that response is drawn, small.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from dataclasses import dataclass, field

from bot.preview.flow.chart import Arrow, Chart, Kind, Way

_LEADING = (Kind.PERSON, Kind.STEP, Kind.APP)


@dataclass(frozen=True)
class Elsewhere:
    """Ways from a box to one other script: what is tapped or said, and the boxes they lead to."""

    script: str
    labels: tuple[str, ...]
    targets: tuple[str, ...]


@dataclass(frozen=True)
class Drawn:
    """One arrow of the picture: all ways of a kind between two boxes, with their labels."""

    source: str
    target: str
    way: Way
    labels: tuple[str, ...]


@dataclass(frozen=True)
class View:
    """The picture of one script, before it is drawn."""

    script: str
    boxes: list[str]
    small: set[str]
    arrows: list[Drawn]
    elsewhere: dict[str, list[Elsewhere]] = field(default_factory=dict)
    from_elsewhere: dict[str, list[str]] = field(default_factory=dict)


def view_of(chart: Chart, script: str) -> View:
    """Choose what the picture of a script shows."""
    own = [box.name for box in chart.boxes.values() if box.script == script]
    inside = set(own)
    leading = [
        one.source
        for name in own
        for one in chart.into.get(name, [])
        if chart.boxes[one.source].kind in _LEADING
    ]
    small = [
        one.target
        for name in own
        for one in chart.out_of.get(name, [])
        if one.way is Way.THEN and one.target not in inside
    ]
    boxes = list(dict.fromkeys([*leading, *own, *small]))
    shown = set(boxes)
    arrows, outside = [], []
    for name in boxes:
        for arrow in chart.out_of.get(name, []):
            if arrow.target in shown and (name in inside or arrow.target in inside):
                arrows.append(arrow)
            elif name in inside and arrow.target not in shown:
                outside.append(arrow)
    arrows += _through(own, shown, chart)
    return View(
        script,
        boxes,
        set(small) - inside,
        _joined(arrows),
        _elsewhere(outside, chart),
        {name: sources for name in own if (sources := _sources(name, shown, chart))},
    )


def _through(own: list[str], shown: set[str], chart: Chart) -> list[Arrow]:
    """Ways to a box that stands in for one of another script: as if they led to it at once."""
    found = []
    for name in own:
        for stands_in in chart.into.get(name, []):
            general = stands_in.source
            if stands_in.needs is None or general in shown:
                continue
            for arrow in chart.into.get(general, []):
                if arrow.source in shown and chart.boxes[arrow.source].kind is not Kind.PERSON:
                    found.append(dataclasses.replace(arrow, target=name))
    return found


def _joined(arrows: list[Arrow]) -> list[Drawn]:
    """One arrow for all ways of a kind between two boxes; none for what only repeats a tap, and
    none for a value that is chosen by a tap in this picture: the taps say it.
    """
    ways: dict[tuple[str, str, Way], list[str]] = defaultdict(list)
    tapped = {(one.source, one.target) for one in arrows if one.way is Way.TAP}
    chosen = {one.target for one in arrows if one.way is Way.TAP}
    for one in arrows:
        if one.way in (Way.INSTEAD, Way.LENDS) and (one.source, one.target) in tapped:
            continue
        if one.needs is not None and one.way is Way.INSTEAD and one.target in chosen:
            continue
        ways[one.source, one.target, one.way].append(one.label)
    return [
        Drawn(source, target, way, tuple(dict.fromkeys(filter(None, labels))))
        for (source, target, way), labels in ways.items()
    ]


def _elsewhere(arrows: list[Arrow], chart: Chart) -> dict[str, list[Elsewhere]]:
    found: dict[str, dict[str, list[Arrow]]] = defaultdict(lambda: defaultdict(list))
    for one in arrows:
        found[one.source][place_of(one.target, chart)].append(one)
    return {
        name: [
            Elsewhere(
                script,
                tuple(dict.fromkeys(_quoted(one) for one in ways if one.way is not Way.LENDS)),
                tuple(dict.fromkeys(one.target for one in ways)),
            )
            for script, ways in places.items()
        ]
        for name, places in found.items()
    }


def _quoted(arrow: Arrow) -> str:
    """What leads along an arrow: what is tapped in quotes, the rest as it is."""
    return f"“{arrow.label}”" if arrow.way is Way.TAP else arrow.label or arrow.way.value


def place_of(name: str, chart: Chart) -> str:
    """Give the script that a box is shown in; a step's is that of the first response behind it."""
    box = chart.boxes[name]
    if box.script:
        return box.script
    ways = [*chart.out_of.get(name, []), *chart.into.get(name, [])]
    ends = (chart.boxes[end] for one in ways for end in (one.target, one.source))
    return next((end.script for end in ends if end.script), "")


def _sources(name: str, shown: set[str], chart: Chart) -> list[str]:
    return list(
        dict.fromkeys(one.source for one in chart.into.get(name, []) if one.source not in shown)
    )
