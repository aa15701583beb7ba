"""How far the scripts are signed, and the way to each. They are read in the library's pages."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from werkzeug import Response

from bot.preview.access.signed_in import reader_needed
from bot.preview.pages.review.routes import pages
from bot.preview.records.database import opened
from bot.preview.review.report import report
from bot.responses.script_index import shared_index


@pages.get("/review")
@reader_needed
def start() -> str:
    """Show how far each script is signed, and the ways to comments and report."""
    with opened() as session:
        return render_template("review/start.html", report=report(session, shared_index()))


@pages.get("/review/responses/<name>")
@reader_needed
def response(name: str) -> Response:
    """Go to the response: this address is where its form is sent, and may be loaded again."""
    return redirect(url_for("library.response", name=name))


@pages.get("/review/scripts/<path:name>")
@reader_needed
def script(name: str) -> Response:
    """Go to the script."""
    return redirect(url_for("library.script", name=name))
