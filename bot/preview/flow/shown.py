"""A script's picture as the pages show it: drawn once, and lit around a chosen box."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.preview.flow import words
from bot.preview.flow.chart import Arrow, Box, Chart, Kind
from bot.preview.flow.findings import Finding, shared_findings
from bot.preview.flow.graph import shared_chart
from bot.preview.flow.lettering import Links, way_words
from bot.preview.flow.paths import from_the_start, ways_in, ways_on
from bot.preview.flow.picture import box_id, pieces
from bot.preview.flow.sheet import Sheet, drawn, sheet_of
from bot.preview.flow.view import place_of, view_of


@dataclass(frozen=True)
class Step:
    """One line of a list of ways: what leads along it, and the box at its other end."""

    way: str
    words: str
    box: Box
    script: str
    source_id: str
    target_id: str


@dataclass(frozen=True)
class Here:
    """A chosen box: what leads to it, where it goes on, and how one comes here from the start."""

    box: Box
    kind: str
    ways_in: list[Step]
    ways_on: list[Step]
    path: list[Step]
    begins: Box | None
    flaws: list[str]


@dataclass
class Pictures:
    """Draws each script once, in either length of its words."""

    links: Links
    _drawn: dict[tuple[str, bool], Sheet] = field(default_factory=dict)

    def sheet(self, script: str, *, whole: bool) -> Sheet:
        """Give the picture of a script; drawn anew only the first time."""
        if (script, whole) not in self._drawn:
            chart = shared_chart()
            marks = {one.box: words.mark_of(one.flaw.value, one.box) for one in shared_findings()}
            view = view_of(chart, script)
            found = pieces(view, chart, marks, self.links, whole=whole)
            self._drawn[script, whole] = sheet_of(found)
        return self._drawn[script, whole]


def here(chart: Chart, name: str) -> Here:
    """Tell all about one box.

    Raises:
        KeyError: there is no such box.
    """
    box = chart.boxes[name]
    path = from_the_start(chart, name)
    return Here(
        box,
        words.kinds()[box.kind.value],
        [_step(one, chart, one.source) for one in ways_in(chart, name)],
        [_step(one, chart, one.target) for one in ways_on(chart, name)],
        [_step(one, chart, one.target) for one in path],
        chart.boxes[path[0].source] if path else None,
        [words.told_of(one.flaw.value, one.box) for one in shared_findings() if one.box == name],
    )


def listed(chart: Chart, script: str) -> list[Here]:
    """Give every box of a script with its ways, as the text that stands for its picture."""
    return [
        Here(
            box,
            words.kinds()[box.kind.value],
            [_step(one, chart, one.source) for one in ways_in(chart, box.name)],
            [_step(one, chart, one.target) for one in ways_on(chart, box.name)],
            [],
            None,
            [words.told_of(one.flaw.value, one.box) for one in flaws_of(box.name)],
        )
        for box in chart.boxes.values()
        if box.script == script
    ]


def flaws_of(name: str) -> list[Finding]:
    """Give what is wrong with one box."""
    return [one for one in shared_findings() if one.box == name]


def lit(content: str, chosen: Here) -> str:
    """Mark a chosen box in a picture, what leads to it and where it goes on, and the path here."""
    steps = [*chosen.ways_in, *chosen.ways_on]
    near = {one.source_id for one in steps} | {one.target_id for one in steps}
    near |= {one.target_id for one in chosen.path} | {one.source_id for one in chosen.path}
    arrows = {(one.source_id, one.target_id) for one in [*steps, *chosen.path]}
    own = box_id(chosen.box.name)

    def box_marked(match: re.Match[str]) -> str:
        mark = " chosen lit" if match[1] == own else " lit" if match[1] in near else ""
        return f'<g id="{match[1]}" class="node{mark}'

    def arrow_marked(match: re.Match[str]) -> str:
        mark = " lit" if (match[2], match[3]) in arrows else ""
        return f'class="edge{mark} {match[1]}" data-from="{match[2]}" data-to="{match[3]}"'

    content = re.sub(r'<g id="([^"]+)" class="node', box_marked, content)
    arrow = r'class="edge (\w+)" data-from="([^"]+)" data-to="([^"]+)"'
    return re.sub(arrow, arrow_marked, content)


def drawing(sheet: Sheet, chosen: Here | None) -> str:
    """Give the SVG content of a picture, lit around a chosen box."""
    return lit(drawn(sheet), chosen) if chosen else drawn(sheet)


def _step(arrow: Arrow, chart: Chart, other: str) -> Step:
    box = chart.boxes[other]
    text = words.kinds()["person"] if box.kind is Kind.PERSON and not arrow.label else ""
    return Step(
        arrow.way.value,
        text or way_words(arrow.way, [arrow.label]),
        box,
        place_of(other, chart),
        box_id(arrow.source),
        box_id(arrow.target),
    )
