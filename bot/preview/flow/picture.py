"""Draws a view with Graphviz: boxes with their words, each a link, and no styling of its own."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree

import networkx as nx  # type: ignore[import-untyped]

from bot.preview.flow import words
from bot.preview.flow.chart import Chart, Kind, Way
from bot.preview.flow.drawing import laid_out, new_drawing
from bot.preview.flow.lettering import SIZE, Links, arrow_label, box_label
from bot.preview.flow.view import View

SVG: Final = "http://www.w3.org/2000/svg"
_XLINK: Final = "http://www.w3.org/1999/xlink"
_NS: Final = f"{{{SVG}}}"
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_STYLED: Final = ("fill", "stroke", "font-family", _SPACE)
"""What Graphviz says of looks: colours and fonts are in the page's own style sheet."""

_IN_A_ROW: Final = 6
"""So many boxes with one and the same neighbour stand beside each other before a new row begins."""

_FONT: Final = "Helvetica"
_LABEL: Final = 11
_WIDE: Final = 2200.0

_SHAPES: Final = {
    Kind.SAYS: {"shape": "box", "style": "rounded"},
    Kind.ASKS: {"shape": "box", "peripheries": "2"},
    Kind.LENT: {"shape": "note"},
    Kind.VARIANT: {"shape": "box", "style": "rounded"},
    Kind.PERSON: {"shape": "ellipse", "margin": "0"},
    Kind.STEP: {"shape": "hexagon", "margin": "0"},
    Kind.APP: {"shape": "component"},
}


@dataclass(frozen=True)
class Piece:
    """One connected part of a picture: SVG elements, and their size in points."""

    content: str
    width: float
    height: float
    boxes: tuple[str, ...]


def pieces(
    view: View, chart: Chart, marks: dict[str, str], links: Links, *, whole: bool
) -> list[Piece]:
    """Draw a view, each connected part for itself, those with most boxes first.

    `marks` are words on boxes that something is wrong with (dead end, …); `whole` shows all words
    of each response in place of the first.
    """
    graph = nx.Graph()
    graph.add_nodes_from(view.boxes)
    graph.add_edges_from((one.source, one.target) for one in view.arrows)
    parts = sorted(nx.connected_components(graph), key=len, reverse=True)
    return [_piece(view, part, chart, marks, links, whole=whole) for part in parts]


def box_id(name: str) -> str:
    """Give the id that a box has in the page: a response's own name, or a safe one."""
    return re.sub(r"[^A-Za-z0-9_]", "-", name)


def _piece(
    view: View,
    part: set[str],
    chart: Chart,
    marks: dict[str, str],
    links: Links,
    *,
    whole: bool,
    across: bool = False,
) -> Piece:
    """Draw from the top down; from left to right where that would be far too wide."""
    drawing = new_drawing()
    direction = "LR" if across else "TB"
    drawing.graph_attr.update(nodesep="0.3", ranksep="0.45", rankdir=direction, pad="0.1")
    drawing.node_attr.update(fontname=_FONT, fontsize=str(SIZE), margin="0.12,0.08")
    drawing.edge_attr.update(fontname=_FONT, fontsize=str(_LABEL))
    names = [name for name in view.boxes if name in part]
    for name in names:
        box = chart.boxes[name]
        small = name in view.small
        drawing.add_node(
            name,
            id=box_id(name),
            label=box_label(name, view, chart, marks.get(name, ""), links, whole=whole),
            **{"class": f"{box.kind.value}{' small' if small else ''}{_flaw(name, marks)}"},
            **_SHAPES[box.kind],
        )
    steps = {} if across else _steps(view, part)
    for number, one in enumerate(view.arrows):
        if one.source not in part:
            continue
        drawing.add_edge(
            one.source,
            one.target,
            key=str(number),
            id=f"way-{box_id(one.source)}~~{box_id(one.target)}~~{one.way.value}",
            label=arrow_label(one.way, one.labels),
            minlen=str(steps.get((one.source, one.target), 1)),
            style="dashed" if one.way in (Way.INSTEAD, Way.LENDS) else "solid",
            **{"class": one.way.value},
        )
    titles = {box_id(name): _title(name, chart) for name in names}
    piece = cleaned(laid_out(drawing), titles, tuple(names))
    if not across and piece.width > max(_WIDE, 2 * piece.height):
        other = _piece(view, part, chart, marks, links, whole=whole, across=True)
        return min(piece, other, key=lambda one: one.width * one.height)
    return piece


def _steps(view: View, part: set[str]) -> dict[tuple[str, str], int]:
    """How many rows an arrow spans: many boxes at one neighbour stand in several rows, since in one
    they would make the picture too wide to read.
    """
    out: dict[str, list[str]] = defaultdict(list)
    into: dict[str, list[str]] = defaultdict(list)
    for one in view.arrows:
        if one.source in part and one.source != one.target:
            out[one.source].append(one.target)
            into[one.target].append(one.source)
    found: dict[tuple[str, str], int] = {}
    for source, targets in out.items():
        for place, target in enumerate(dict.fromkeys(targets)):
            found[source, target] = 1 + place // _IN_A_ROW
    for target, sources in into.items():
        once = list(dict.fromkeys(sources))
        for place, source in enumerate(once):
            rows = 1 + (len(once) - 1) // _IN_A_ROW - place // _IN_A_ROW
            found[source, target] = max(found[source, target], rows)
    return found


def _flaw(name: str, marks: dict[str, str]) -> str:
    return " flaw" if name in marks else ""


def _title(name: str, chart: Chart) -> str:
    box = chart.boxes[name]
    kind = words.kinds()[box.kind.value]
    return f"{kind}: {' '.join(box.words.split())[:120]}"


def cleaned(drawn: bytes, titles: Mapping[str, str], names: tuple[str, ...] = ()) -> Piece:
    """Take out what Graphviz styles, and say for each box, by its id, what it is."""
    root = ElementTree.fromstring(drawn)  # noqa: S314  what Graphviz has just drawn for us
    width, height = (float(one) for one in root.attrib["viewBox"].split()[2:])
    group = root.find(f"{_NS}g")
    assert group is not None
    for extra in [*group.findall(f"{_NS}title"), *group.findall(f"{_NS}polygon")]:
        group.remove(extra)  # the name of the graph, and its background
    group.attrib.pop("id", None)
    group.set("class", "part")
    for one in group.findall(f"{_NS}g"):
        _told(one, titles)
    for element in group.iter():
        element.tail = None
        for styled in _STYLED:
            element.attrib.pop(styled, None)
    ElementTree.register_namespace("", SVG)
    return Piece(ElementTree.tostring(group, encoding="unicode"), width, height, names)


def _told(group: ElementTree.Element, titles: Mapping[str, str]) -> None:
    title = group.find(f"{_NS}title")
    if "edge" in group.attrib["class"].split():
        source, target, _ = group.attrib.pop("id").removeprefix("way-").split("~~")
        group.attrib.update({"data-from": source, "data-to": target, "aria-hidden": "true"})
        if title is not None:
            group.remove(title)
        return
    if title is not None:
        group.set("data-at", title.text or "")
        title.text = titles[group.attrib["id"]]
    for inner in group.findall(f"{_NS}g"):
        mark = inner.attrib.pop("id", "")
        for link in inner.findall(f"{_NS}a"):
            link.set("href", link.attrib.pop(f"{{{_XLINK}}}href"))
            link.attrib.pop(f"{{{_XLINK}}}title", None)
            is_box = mark.endswith("words")
            link.set("class", "words" if is_box else "way")
            if not is_box:
                link.set("tabindex", "-1")  # the list beside the picture has these
