"""Saved runs: kept, played again, removed."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, request, url_for
from werkzeug import Response

from bot.preview.access.signed_in import reader_needed, visitor
from bot.preview.notices import notice
from bot.preview.pages.play_turns import found, open_run, playing, sentence_for
from bot.preview.play import saved
from bot.preview.play.loading import State
from bot.preview.play.runs import TooManyRunsError
from bot.preview.play.steps import StepError
from bot.preview.records.database import opened


def add_to(pages: Blueprint) -> None:
    """Add the routes of this file to the room's."""
    pages.add_url_rule("/play/runs/<run_id>/save", "save", save, methods=["POST"])
    pages.add_url_rule("/play/saved/<int:saved_id>/replay", "replay", replay, methods=["POST"])
    pages.add_url_rule("/play/saved/<int:saved_id>/remove", "remove", remove, methods=["POST"])


@reader_needed
def save(run_id: str) -> Response:
    """Keep a run under a name."""
    run = found(run_id)
    try:
        with opened() as records:
            saved.keep(records, visitor(), request.form.get("title", ""), run.channel, run.steps)
    except StepError as error:
        flash(str(error), "error")
    else:
        flash(notice("play", "saved"), "done")
    return redirect(url_for("play.run", run_id=run_id), 303)


@reader_needed
def replay(saved_id: int) -> Response:
    """Play a saved run again, with the words and rules of today."""
    if playing().bot.start() is not State.READY:
        return redirect(url_for("play.start"), 303)
    try:
        with opened() as records:
            kept = saved.steps_of(records, saved_id)
        if kept is None:
            abort(404)
        title, channel, steps = kept
        run = open_run(channel, steps=steps, title=title, compare=True)
    except (StepError, TooManyRunsError) as error:
        flash(sentence_for(error), "error")
        return redirect(url_for("play.start"), 303)
    return redirect(url_for("play.run", run_id=run.id), 303)


@reader_needed
def remove(saved_id: int) -> Response:
    """Remove a saved run of one's own."""
    with opened() as records:
        gone = saved.remove(records, visitor(), saved_id)
    if not gone:
        abort(404)
    flash(notice("play", "removed"), "done")
    return redirect(url_for("play.start"), 303)
