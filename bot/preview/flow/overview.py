"""The whole in one picture: a box a theme with its scripts, and how many ways lead between them."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from bot.preview.catalogue.scripts import Script
from bot.preview.flow import words
from bot.preview.flow.chart import Chart, Way
from bot.preview.flow.drawing import laid_out, new_drawing
from bot.preview.flow.lettering import Links
from bot.preview.flow.picture import Piece, cleaned
from bot.preview.flow.view import place_of

EVERYWHERE: Final = "conversation"
"""The menu, leaving and the like: nearly each box leads there, so those arrows are left out."""

_FEWEST: Final = 3
_COLUMNS: Final = 2
_LONG: Final = 14


@dataclass(frozen=True)
class Place:
    """A script in the overview: how much is in it, and how many ways lead in from others and on."""

    script: Script
    boxes: int
    ways_in: int
    ways_on: int
    flaws: int


def places(chart: Chart, scripts: Mapping[str, Script], flaws: Iterable[str]) -> list[Place]:
    """Count boxes and ways of each script; `flaws` has a script's name for each finding in it."""
    into, out = Counter[str](), Counter[str]()
    for (source, target), count in _between(chart).items():
        out[source] += count
        into[target] += count
    wrong = Counter(flaws)
    sizes = Counter(box.script for box in chart.boxes.values())
    return [
        Place(one, sizes[name], into[name], out[name], wrong[name]) for name, one in scripts.items()
    ]


def overview(chart: Chart, found: list[Place], links: Links, themes: Mapping[str, str]) -> Piece:
    """Draw the themes with their scripts, and arrows with counts between the themes."""
    drawing = new_drawing()
    drawing.graph_attr.update(rankdir="LR", nodesep="0.5", ranksep="0.7", pad="0.1")
    drawing.node_attr.update(shape="box", style="rounded", fontname="Helvetica", fontsize="12")
    drawing.edge_attr.update(fontname="Helvetica", fontsize="11")
    of_theme = {place.script.name: place.script.theme for place in found}
    for theme in dict.fromkeys(of_theme.values()):
        own = [place for place in found if place.script.theme == theme]
        label = _label(themes.get(theme, theme), own, links)
        drawing.add_node(theme, id=f"theme-{theme}", label=label, **{"class": "theme"})
    ways = Counter[tuple[str, str]]()
    for (source, target), count in _between(chart).items():
        ways[of_theme[source], of_theme[target]] += count
    for number, ((source, target), count) in enumerate(sorted(ways.items())):
        if source == target or target == EVERYWHERE or count < _FEWEST:
            continue
        drawing.add_edge(
            source,
            target,
            key=str(number),
            id=f"way-theme-{source}~~theme-{target}~~tap",
            label=f" {count} ",
            penwidth=f"{min(4.0, 0.8 + count / 60):.1f}",
            **{"class": "tap"},
        )
    titles = {f"theme-{theme}": themes.get(theme, theme) for theme in of_theme.values()}
    return cleaned(laid_out(drawing), titles)


def _between(chart: Chart) -> Counter[tuple[str, str]]:
    """How many ways (not lines that are lent) lead from one script to another."""
    found = Counter[tuple[str, str]]()
    for one in chart.arrows:
        source, target = place_of(one.source, chart), place_of(one.target, chart)
        if one.way is not Way.LENDS and source and target and source != target:
            found[source, target] += 1
    return found


def _label(title: str, own: list[Place], links: Links) -> str:
    columns = _COLUMNS if len(own) > _LONG else 1
    rows = [
        f'<TR><TD ALIGN="LEFT" COLSPAN="{columns}"><FONT POINT-SIZE="16"><B>'
        f"{html.escape(title)}</B></FONT></TD></TR>"
    ]
    height = -(-len(own) // columns)
    for row in range(height):
        cells = own[row::height]
        rows.append(f"<TR>{''.join(_cell(one, links) for one in cells)}</TR>")
    table = "".join(rows)
    return f'<<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="2" CELLPADDING="2">{table}</TABLE>>'


def _cell(place: Place, links: Links) -> str:
    name = words.place_name(place.script.name).partition(": ")[2]
    text = html.escape(f"{name.capitalize()} ({place.boxes})")
    text += " <B>!</B>" if place.flaws else ""
    link = html.escape(links.place(place.script.name, ""))
    return f'<TD ALIGN="LEFT" HREF="{link}" TITLE=" " ID="words">{text}</TD>'
