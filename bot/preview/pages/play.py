"""The room for playing: start a run, see it, put it on paper."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug import Response

from bot.preview.access.signed_in import reader_needed, visitor
from bot.preview.notices import notice
from bot.preview.pages import play_saved, play_sentences, play_turns
from bot.preview.pages.play_words import explained_turn, for_templates, matching
from bot.preview.play import saved
from bot.preview.play.loading import BotNotReadyError, BotTooSlowError, State
from bot.preview.play.playing import Playing
from bot.preview.play.runs import MOST_OF_AN_ACCOUNT, TooManyRunsError
from bot.preview.play.slot_choices import slot_choices
from bot.preview.play.steps import StepError
from bot.preview.records.database import now, opened
from bot.responses.script_index import shared_index

pages = Blueprint("play", __name__)
pages.context_processor(for_templates)
pages.record_once(lambda state: state.app.extensions.setdefault("play", Playing()))


@pages.get("/play")
@reader_needed
def start() -> str:
    """Offer a new run, those that are open, and the saved ones."""
    playing = play_turns.playing()
    state = playing.bot.start()
    jump = request.args.get("jump", "")
    with opened() as records:
        kept = saved.newest(records, visitor())
    return render_template(
        "play/start.html",
        state=state.value,
        outdated=playing.bot.outdated,
        jump=jump if jump in shared_index().responses else "",
        runs=playing.runs.of(visitor().id),
        most=MOST_OF_AN_ACCOUNT,
        saved=kept,
    )


@pages.post("/play/begin")
@reader_needed
def begin() -> Response:
    """Open a run in the channel that was chosen, at the box that was asked for."""
    channel, jump = request.form.get("channel", ""), request.form.get("jump", "")
    if play_turns.playing().bot.start() is not State.READY:
        return redirect(url_for("play.start", jump=jump or None))
    try:
        run = play_turns.open_run(channel, jump=jump)
    except (StepError, TooManyRunsError) as error:
        flash(play_turns.sentence_for(error), "error")
        return redirect(url_for("play.start", jump=jump or None))
    return redirect(url_for("play.run", run_id=run.id))


@pages.get("/play/runs/<run_id>")
@reader_needed
def run(run_id: str) -> str:
    """Show a run: the chat, and what happened in the turn that was asked for, or the last."""
    found = play_turns.found(run_id)
    turns = list(found.turns)
    number = request.args.get("turn", type=int) or len(turns)
    if turns and not 1 <= number <= len(turns):
        abort(404)
    return render_template(
        "play/run.html",
        run=found,
        turns=turns,
        number=number,
        turn=turns[number - 1] if turns else None,
        insight=explained_turn(turns, number) if turns else None,
        choices=slot_choices(shared_index()),
        known=found.slots,
        live=found.live,
    )


@pages.get("/play/runs/<run_id>/print")
@reader_needed
def printed(run_id: str) -> str:
    """Show a run as a page for paper."""
    found = play_turns.found(run_id)
    turns = list(found.turns)
    return render_template(
        "play/print.html",
        run=found,
        turns=turns,
        insights=[explained_turn(turns, number) for number in range(1, len(turns) + 1)],
        today=now().date(),
    )


@pages.get("/play/runs/<run_id>/boxes")
@reader_needed
def boxes(run_id: str) -> str:
    """Find boxes to jump to, by words in their name or text."""
    found = play_turns.found(run_id)
    words = request.args.get("words", "").strip()
    index = shared_index()
    boxes, more = matching(words, index)
    return render_template("play/boxes.html", run=found, words=words, boxes=boxes, more=more)


@pages.errorhandler(BotNotReadyError)
def not_ready(_: BotNotReadyError) -> Response:
    """Lead back to the page that says how far the bot is."""
    return redirect(url_for("play.start"))


@pages.errorhandler(BotTooSlowError)
def too_slow(_: BotTooSlowError) -> Response:
    """Say that a step took too long."""
    flash(notice("play", "too_slow"), "error")
    return redirect(url_for("play.start"))


play_turns.add_to(pages)
play_saved.add_to(pages)
play_sentences.add_to(pages)
