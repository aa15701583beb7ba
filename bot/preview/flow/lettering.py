"""The words on boxes and arrows: wrapped, and linked where they lead on."""

from __future__ import annotations

import html
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from bot.preview.flow import words
from bot.preview.flow.chart import Chart, Way
from bot.preview.flow.view import View

SIZE: Final = 12
"""Points of the words that are said; the page shows them at this size when it is not zoomed."""

_SMALL: Final = 10
_LINE: Final = 34
_LABEL_LINE: Final = 24
_LINES: Final = 5
_SMALL_LINES: Final = 2
_PLACES: Final = 7
"""A box lists so many ways to other scripts; the list beside the picture has all."""


@dataclass(frozen=True)
class Links:
    """Where the links of a picture lead."""

    box: Callable[[str], str]
    place: Callable[[str, str], str]


def box_label(name: str, view: View, chart: Chart, mark: str, links: Links, *, whole: bool) -> str:
    """Give what stands in a box, as Graphviz's HTML: its kind, its words, its ways elsewhere."""
    box = chart.boxes[name]
    kind = words.kinds()[box.kind.value]
    if name in view.small and box.script:
        kind = words.kinds()["elsewhere"].format(place=words.place_name(box.script))
    rows = [_cell(kind, "small", bold=False)]
    if mark:
        rows.append(_cell(mark, "small", bold=True))
    sources = view.from_elsewhere.get(name)
    if sources:
        rows.append(_cell(_count(len(sources)), "small", bold=False))
    most = _SMALL_LINES if name in view.small else _LINES
    lines = wrapped(box.words, None if whole and name not in view.small else most)
    rows.append(_cell("\n".join(lines), "words", bold=False, href=links.box(name)))
    places = view.elsewhere.get(name, [])
    for place in places[:_PLACES]:
        taps = ", ".join(place.labels[:4])
        taps += " …" if len(place.labels) > 4 else ""
        text = f"{taps} ↗ {words.place_name(place.script)}" if taps else ""
        text = text or f"+ ↗ {words.place_name(place.script)}"
        link = links.place(place.script, place.targets[0])
        rows.append(_cell("\n".join(wrapped(text, None)), "way", bold=False, href=link))
    if len(places) > _PLACES:
        more = words.line("more_places", count=len(places) - _PLACES)
        rows.append(_cell(more, "small", bold=False))
    table = "".join(rows)
    return f'<<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="2">{table}</TABLE>>'


def _cell(text: str, role: str, *, bold: bool, href: str = "") -> str:
    size = SIZE if role == "words" else _SMALL
    lines = [html.escape(line, quote=False) or " " for line in text.split("\n")]
    written = '<BR ALIGN="LEFT"/>'.join(lines) + '<BR ALIGN="LEFT"/>'
    written = f"<B>{written}</B>" if bold else written
    link = f' HREF="{html.escape(href)}" TITLE=" "' if href else ""
    mark = f' ID="{role}"' if href else ""
    return (
        f'<TR><TD ALIGN="LEFT" BALIGN="LEFT"{link}{mark}>'
        f'<FONT POINT-SIZE="{size}">{written}</FONT></TD></TR>'
    )


def wrapped(text: str, most: int | None, width: int = _LINE) -> list[str]:
    """Give a text in lines; those beyond `most` go, and an ellipsis stands in their place."""
    lines = []
    for paragraph in text.split("\n"):
        if paragraph.strip():
            lines += textwrap.wrap(paragraph.strip(), width)
    if most is not None and len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1]} …"]
    return lines or [""]


def arrow_label(way: Way, said: Sequence[str]) -> str:
    """Give what stands on an arrow, in short lines."""
    lines = wrapped(way_words(way, said), 6, _LABEL_LINE)
    return "\n".join(lines).replace("\\", "\\\\")


def way_words(way: Way, said: Sequence[str]) -> str:
    """Say what leads along an arrow: what is tapped or said, or when it is so."""
    if not any(said):
        return words.way(way.value, "")
    quoted = [f"“{one}”" for one in said] if way is Way.TAP else said
    return words.way(way.value, ", ".join(quoted))


def _count(number: int) -> str:
    if number == 1:
        return words.line("from_elsewhere_one")
    return words.line("from_elsewhere", count=number)
