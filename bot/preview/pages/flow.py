"""The flow pictures: the whole and each script, to look at, to follow and to print."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from flask import Blueprint, Response, abort, current_app, render_template, request, url_for
from markupsafe import Markup

from bot.preview.access.signed_in import reader_needed
from bot.preview.catalogue.entries import shared_catalogue
from bot.preview.catalogue.plain_title import plain_title
from bot.preview.catalogue.scripts import all_scripts
from bot.preview.catalogue.words import readable
from bot.preview.flow import words
from bot.preview.flow.chart import Chart
from bot.preview.flow.drawing import NoGraphvizError
from bot.preview.flow.findings import is_fault, shared_findings
from bot.preview.flow.graph import shared_chart
from bot.preview.flow.lettering import Links
from bot.preview.flow.overview import Place, overview, places
from bot.preview.flow.picture import Piece
from bot.preview.flow.sheet import cuts_of, poster, sheet_of
from bot.preview.flow.shown import Here, Pictures, drawing, here, listed
from bot.preview.flow.view import place_of
from bot.responses.script_index import shared_index

pages = Blueprint("flow", __name__, url_prefix="/flow")

_STYLES: Final = Path(__file__).with_name("static") / "flow-picture.css"


def _themes() -> Mapping[str, str]:
    themes: Mapping[str, str] = shared_catalogue().words.content["themes"]
    return themes


@dataclass(frozen=True)
class Whole:
    """The overview, drawn."""

    piece: Piece
    places: list[Place]


@pages.get("/", endpoint="overview")
@reader_needed
def overview_page() -> str:
    """Show the whole, theme by theme."""
    whole = _whole()
    return render_template(
        "flow/overview.html",
        drawn=Markup(whole.piece.content),  # noqa: S704  our own drawing; all words are escaped
        piece=whole.piece,
        cuts=cuts_of(sheet_of([whole.piece])),
        places=whole.places,
        themes=_themes(),
        findings=_findings_told(),
        everything=sum(place.boxes for place in whole.places),
        place_name=words.place_name,
        plain_title=plain_title,
    )


@pages.get("/whole.svg", endpoint="poster")
@reader_needed
def poster_file() -> Response:
    """Give all pictures, or those of a theme, on one big sheet, as a file."""
    theme = request.args.get("theme")
    pictures = _pictures()
    sheets = [
        (words.place_name(name), pictures.sheet(name, whole=False))
        for name, one in all_scripts(shared_index()).items()
        if theme in (None, one.theme)
    ]
    name = f"lantern-flow-{theme}.svg" if theme else "lantern-flow.svg"
    if not sheets:
        abort(404)
    drawn = poster([one for one in sheets if one[1].parts], _STYLES.read_text(encoding="utf-8"))
    return Response(
        drawn,
        mimetype="image/svg+xml",
        headers={
            "Content-Disposition": f"attachment; filename={name}",
        },
    )


@pages.get("/script/<path:name>")
@reader_needed
def script(name: str) -> str:
    """Show one script's picture; `?at=` lights one box and tells its ways."""
    known = all_scripts(shared_index())
    if name not in known:
        abort(404)
    chart = shared_chart()
    chosen = _chosen(chart)
    whole = request.args.get("words") == "all"
    sheet = _pictures().sheet(name, whole=whole)
    return render_template(
        "flow/script.html",
        script=known[name],
        sheet=sheet,
        drawn=Markup(drawing(sheet, chosen)),  # noqa: S704  our own drawing
        chosen=chosen,
        whole=whole,
        cuts=cuts_of(sheet),
        boxes=listed(chart, name),
        kinds=words.kinds(),
        rooms_open=current_app.view_functions,
        place_name=words.place_name,
        plain_title=plain_title,
    )


@pages.get("/box")
@reader_needed
def box() -> str:
    """Give the list of one box's ways, as a part of a page."""
    chosen = _chosen(shared_chart())
    if chosen is None:
        abort(404)
    return render_template(
        "flow/_here.html",
        chosen=chosen,
        rooms_open=current_app.view_functions,
        place_name=words.place_name,
        plain_title=plain_title,
    )


@pages.errorhandler(NoGraphvizError)
def unavailable(error: NoGraphvizError) -> tuple[str, int]:
    """Say that no picture can be drawn on this machine, and what is missing."""
    return render_template("flow/unavailable.html", missing=error), 503


def _chosen(chart: Chart) -> Here | None:
    name = request.args.get("at", "")
    return here(chart, name) if name in chart.boxes else None


@functools.lru_cache(maxsize=1)
def _pictures() -> Pictures:
    return Pictures(_links())


@functools.lru_cache(maxsize=1)
def _whole() -> Whole:
    chart, scripts = shared_chart(), all_scripts(shared_index())
    found = places(chart, scripts, (one.script for one in shared_findings() if is_fault(one)))
    return Whole(overview(chart, found, _links(), _themes()), found)


def _findings_told() -> list[tuple[str, str, str, str]]:
    """Give of everything that was found its mark, its box by name and by words, its script."""
    boxes = shared_chart().boxes
    return [
        (
            words.told_of(one.flaw.value, one.box),
            one.box,
            boxes[one.box].words or readable(one.box),
            one.script,
        )
        for one in shared_findings()
    ]


def _links() -> Links:
    return Links(_box_link, _place_link)


def _box_link(name: str) -> str:
    chart = shared_chart()
    response = chart.boxes[name].response
    if response and "library.response" in current_app.view_functions:
        return url_for("library.response", name=response)
    return url_for("flow.script", name=place_of(name, chart), at=name)


def _place_link(name: str, at: str) -> str:
    return url_for("flow.script", name=name, at=at or None)
