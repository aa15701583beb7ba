"""Puts the parts of a picture together: on one sheet for the screen, on pages for paper."""

from __future__ import annotations

import html
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.preview.flow.picture import Piece

_GAP = 28.0
_SHAPE = 1.5
"""A sheet is about so many times as wide as it is high."""

PAGE = (1000.0, 660.0)
"""What one landscape page holds: on A4 and on Letter its words are then about 8 points high."""

_OVERLAP = (270.0, 150.0)
"""About the size of a box, so that each box is whole on one page."""


@dataclass(frozen=True)
class Placed:
    """A part of a picture, and where its upper left corner stands."""

    piece: Piece
    x: float
    y: float


@dataclass(frozen=True)
class Sheet:
    """All parts of a picture beside and under each other, and the size of it all, in points."""

    parts: list[Placed]
    width: float
    height: float


@dataclass(frozen=True)
class Cut:
    """What one page of paper shows of a sheet: a corner and a size."""

    x: float
    y: float
    width: float
    height: float


def sheet_of(pieces: Sequence[Piece], gap: float = _GAP) -> Sheet:
    """Place parts in rows, from left to right."""
    area = sum((one.width + gap) * (one.height + gap) for one in pieces)
    widest = max((one.width for one in pieces), default=0.0)
    across = max(widest, math.sqrt(area * _SHAPE))
    placed: list[Placed] = []
    x = y = row = width = 0.0
    for piece in pieces:
        if x and x + piece.width > across:
            x, y, row = 0.0, y + row + gap, 0.0
        placed.append(Placed(piece, x, y))
        x += piece.width + gap
        width = max(width, x - gap)
        row = max(row, piece.height)
    return Sheet(placed, width, y + row)


def cuts_of(sheet: Sheet, page: tuple[float, float] = PAGE) -> list[Cut]:
    """Cut a sheet into pages of paper that overlap a little; a page with nothing on it goes."""
    wide, high = page
    if sheet.width <= wide and sheet.height <= high:
        return [Cut(0, 0, sheet.width, sheet.height)]
    cuts = [
        Cut(x, y, min(wide, sheet.width - x), min(high, sheet.height - y))
        for y in _starts(sheet.height, high, _OVERLAP[1])
        for x in _starts(sheet.width, wide, _OVERLAP[0])
    ]
    return [cut for cut in cuts if any(_meets(cut, one) for one in sheet.parts)]


def _starts(length: float, most: float, overlap: float) -> Iterator[float]:
    """Where pages begin, so that all are about equally full."""
    if length <= most:
        yield 0.0
        return
    pages = math.ceil((length - overlap) / (most - overlap))
    step = (length - most) / (pages - 1)
    yield from (step * number for number in range(pages))


def _meets(cut: Cut, placed: Placed) -> bool:
    piece = placed.piece
    beside = placed.x >= cut.x + cut.width or placed.x + piece.width <= cut.x
    above = placed.y >= cut.y + cut.height or placed.y + piece.height <= cut.y
    return not (beside or above)


def drawn(sheet: Sheet) -> str:
    """Give the SVG content of a sheet."""
    return "".join(
        f'<g transform="translate({one.x:.1f} {one.y:.1f})">{one.piece.content}</g>'
        for one in sheet.parts
    )


def poster(sheets: Iterable[tuple[str, Sheet]], styles: str) -> str:
    """Give one big drawing of many sheets with a heading each, as a file that stands alone."""
    headed = []
    for heading, sheet in sheets:
        title = f'<text class="heading" x="0" y="-12" font-size="26">{html.escape(heading)}</text>'
        content = f'<g transform="translate(0 40)">{title}{drawn(sheet)}</g>'
        headed.append(Piece(content, max(sheet.width, 14.0 * len(heading)), sheet.height + 40, ()))
    whole = sheet_of(headed, gap=120)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-40 -40 {whole.width + 80:.0f} '
        f'{whole.height + 80:.0f}" width="{whole.width:.0f}pt" height="{whole.height:.0f}pt">'
        f"<style>{styles}</style>{drawn(whole)}</svg>"
    )
