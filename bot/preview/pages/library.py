"""The library: every script by theme, to read, to search, and to see what is signed."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask import Blueprint, abort, current_app, render_template, request

from bot.preview.access.signed_in import reader_needed
from bot.preview.catalogue.entries import Catalogue, shared_catalogue
from bot.preview.catalogue.scripts import Script
from bot.preview.catalogue.search import LONGEST_QUERY, FoundScript, Search
from bot.preview.catalogue.seen import last_changes
from bot.preview.records.database import opened
from bot.preview.review import shown
from bot.preview.review.states import State, Tally, states, tally

MOST_SHOWN: Final = 100
"""Responses that a search shows in full; a page of a thousand helps nobody."""

pages = Blueprint("library", __name__, url_prefix="/library")


@dataclass(frozen=True)
class Shelf:
    """A theme with its scripts, and how much of each is signed."""

    theme: str
    tally: Tally
    scripts: list[tuple[Script, Tally]]


@pages.context_processor
def _for_templates() -> dict[str, Any]:
    catalogue = shared_catalogue()
    return {
        "words": catalogue.words,
        "catalogue": catalogue,
        "rooms_open": current_app.view_functions,
    }


@pages.get("/")
@reader_needed
def index() -> str:
    """Show all scripts by theme, or what a search finds in them."""
    query = request.args.get("q", "").strip()[:LONGEST_QUERY]
    state = request.args.get("state", "")
    state = state if state in {one.value for one in State} else ""
    catalogue = shared_catalogue()
    with opened() as session:
        of = states(session, catalogue.index)
    if query or state:
        found = _found(catalogue, query, state, of)
        return render_template(
            "library/results.html",
            query=query,
            state=state,
            of=of,
            found=_first(found) if query else found,
            count=sum(len(one.responses) for one in found),
            scripts=len(found),
            most=MOST_SHOWN if query else None,
        )
    return render_template(
        "library/index.html",
        query="",
        state="",
        shelves=_shelves(catalogue, of),
        tally=tally(of.values()),
    )


@pages.get("/script/<path:name>")
@reader_needed
def script(name: str) -> str:
    """Show a script as one page."""
    catalogue = shared_catalogue()
    if name not in catalogue.scripts:
        abort(404)
    with opened() as session:
        review = shown.of_script(session, name, catalogue.index)
        changes = last_changes(session, catalogue.index)
    return render_template(
        "library/script.html",
        script=catalogue.scripts[name],
        entries=[catalogue.entry(one) for one in catalogue.scripts[name].responses],
        review=review,
        tally=tally(one.state for one in review.responses),
        changes=changes,
    )


@pages.get("/response/<name>")
@reader_needed
def response(name: str) -> str:
    """Show a response with all that is known of it."""
    catalogue = shared_catalogue()
    if name not in catalogue.index.responses:
        abort(404)
    entry = catalogue.entry(name)
    with opened() as session:
        review = shown.of_response(session, name, catalogue.index)
        changes = last_changes(session, catalogue.index)
    return render_template(
        "library/response.html",
        entry=entry,
        other=catalogue.entry(entry.other_language) if entry.other_language else None,
        script=catalogue.scripts[entry.script],
        review=review,
        changes=changes,
    )


@functools.lru_cache(maxsize=1)
def _search() -> Search:
    catalogue = shared_catalogue()
    return Search(catalogue.index, catalogue.scripts)


def _found(
    catalogue: Catalogue, query: str, state: str, of: Mapping[str, State]
) -> list[FoundScript]:
    among = {name for name, its in of.items() if its.value == state} if state else None
    if query:
        return _search().find(query, among)
    found = []
    for one in catalogue.scripts.values():
        names = [name for name in one.responses if among and name in among]
        if names:
            found.append(FoundScript(one, ((one.title, False),), [(name, []) for name in names]))
    return found


def _first(found: list[FoundScript]) -> list[FoundScript]:
    """As many scripts as hold the first responses that are shown."""
    left, kept = MOST_SHOWN, []
    for one in found:
        if left > 0 or not one.responses:
            kept.append(dataclasses.replace(one, responses=one.responses[: max(left, 0)]))
        left -= len(one.responses)
    return kept


def _shelves(catalogue: Catalogue, of: Mapping[str, State]) -> list[Shelf]:
    """The themes in the order of the words file, then those that it does not know."""
    scripts = catalogue.scripts.values()
    themes = dict.fromkeys([*catalogue.words.content["themes"], *(one.theme for one in scripts)])
    shelves = []
    for theme in themes:
        own = [one for one in scripts if one.theme == theme]
        tallies = [(one, tally(of[name] for name in one.responses)) for one in own]
        whole = tally(of[name] for one in own for name in one.responses)
        if own:
            shelves.append(Shelf(theme, whole, tallies))
    return shelves
