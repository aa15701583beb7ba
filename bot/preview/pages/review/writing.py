"""What reviewers send: approvals, wishes for a change, comments, and comments that are done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from sqlalchemy.orm import Session
from werkzeug import Response

from bot.preview.access.signed_in import reviewer_needed, visitor
from bot.preview.catalogue.scripts import all_scripts, script_of
from bot.preview.notices import notice
from bot.preview.pages import library
from bot.preview.pages.own_page import own_page
from bot.preview.pages.review.routes import pages
from bot.preview.records.database import opened
from bot.preview.review.comments import add_comment, close_comment
from bot.preview.review.decisions import ShownIsOldError, WishNotWithdrawnError, decide
from bot.preview.review.shown import shown_from
from bot.preview.review.signer import TypedTextError
from bot.responses.script_index import shared_index

_ACTS = ("approve", "change", "comment")
Answer = Response | tuple[str, int]


@dataclass(frozen=True)
class Refused:
    """A form that was not taken: of which response or script, what was typed, and why not.

    `why` is a name of `review/_refused.txt`, `sentence` what that says.
    """

    about: str
    words: str
    why: str
    sentence: str


@pages.post("/review/responses/<name>")
@reviewer_needed
def respond_to_response(name: str) -> Answer:
    """Take an approval of a response, a wish for a change of it, or a comment."""
    index = shared_index()
    if name not in index.responses:
        abort(404)
    return _taken(script_of(name, index), name, [name])


@pages.post("/review/scripts/<path:name>")
@reviewer_needed
def respond_to_script(name: str) -> Answer:
    """Take an approval of all responses of a script, a wish for a change, or a comment."""
    script = all_scripts(shared_index()).get(name)
    if script is None:
        abort(404)
    return _taken(name, "", script.responses)


@pages.post("/review/comments/<int:number>/close")
@reviewer_needed
def close(number: int) -> Response:
    """Mark a comment as done."""
    with opened() as session:
        try:
            close_comment(session, number, visitor())
        except LookupError:
            abort(404)
    flash(notice("review", "closed"), "done")
    return redirect(own_page(request.form.get("back")) or url_for("review.comments"))


@pages.errorhandler(CSRFError)
def too_late(_: CSRFError) -> tuple[str, int]:
    """Give back what was typed on a page that was open for too long."""
    return render_template("review/too_late.html", words=request.form.get("words", "")), 400


def _taken(script: str, response: str, of: list[str]) -> Answer:
    """Do what a form asks; a refusal is its page once more, with a sentence and what was typed."""
    act, words = request.form.get("act", ""), request.form.get("words", "")
    if act not in _ACTS:
        abort(400)
    if act == "approve" and not response and request.form.get("read") != "yes":
        return _refused(script, response, words, 400, "unread")
    try:
        with opened() as session:
            _keep(session, act, words, script, response, of)
    except TypedTextError as error:
        why = f"missing_{act}" if error.kind == "missing" else error.kind
        return _refused(script, response, words, 400, why)
    except ShownIsOldError as error:
        return _refused(
            script, response, words, 409, "old", changed=error.changed, meanwhile=error.meanwhile
        )
    except WishNotWithdrawnError:
        return _refused(script, response, words, 400, "withdraw")
    return _thanked(notice("review", act), script, response)


def _thanked(sentence: str, script: str, response: str) -> Response:
    """Go back to where the form stood, and say there that it is kept."""
    back = own_page(request.form.get("back"))
    if back and response and urlsplit(back).fragment == response:
        flash(sentence, f"at:{response}")
        return redirect(f"{back.partition('#')[0]}#done-{response}")
    flash(sentence, "done")
    return redirect(back or _page_of(script, response))


def _refused(
    script: str, response: str, words: str, code: int, why: str, **names: list[Any]
) -> Answer:
    sentence = render_template("review/_refused.txt", why=why, **names).strip()
    flash(sentence, "error")
    g.refused = Refused(response or script, words, why, sentence)
    page = library.response(response) if response else library.script(script)
    return page, code


def _page_of(script: str, response: str) -> str:
    if response:
        return url_for("library.response", name=response)
    return url_for("library.script", name=script)


def _keep(
    session: Session, act: str, words: str, script: str, response: str, of: list[str]
) -> None:
    index, by = shared_index(), visitor()
    if act != "comment":
        shown = shown_from(request.form.getlist("shown"))
        decide(
            session,
            index,
            by,
            shown,
            of=of,
            approved=act == "approve",
            reason=words,
            withdraws=not response or request.form.get("withdraw") == "yes",
        )
    # Words beside an approval are a comment: nobody's words are dropped.
    if act == "comment" or (act == "approve" and words.strip()):
        add_comment(session, index, by, script, response, words)
