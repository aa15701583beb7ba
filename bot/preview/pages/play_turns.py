"""What can be done in a run: type, tap, step back, jump, tell, change the channel, end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, current_app, flash, redirect, request, url_for
from werkzeug import Response

from bot.preview.access.signed_in import reader_needed, visitor
from bot.preview.notices import notice
from bot.preview.play.playing import Playing
from bot.preview.play.runs import MOST_OF_AN_ACCOUNT, TooManyRunsError
from bot.preview.play.slot_choices import chosen_slots, slot_choices
from bot.preview.play.steps import Kind, Step, StepError
from bot.responses.script_index import shared_index

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.preview.play.played_bot import PlayedBot
    from bot.preview.play.run import Run


def add_to(pages: Blueprint) -> None:
    """Add the routes of this file to the room's."""
    for name, view in (
        ("say", say),
        ("tap", tap),
        ("back", back),
        ("jump", jump),
        ("tell", tell),
        ("channel", channel),
        ("end", end),
    ):
        pages.add_url_rule(f"/play/runs/<run_id>/{name}", name, view, methods=["POST"])


def playing() -> Playing:
    """Give the bot and the runs of this application."""
    found: Playing = current_app.extensions["play"]
    return found


def found(run_id: str) -> Run:
    """Give a run of whoever is signed in; else 404."""
    run = playing().runs.find(run_id, visitor().id)
    return run or abort(404)


def open_run(
    channel: str,
    *,
    steps: Sequence[Step] = (),
    jump: str = "",
    title: str = "",
    compare: bool = False,
    instead_of: Run | None = None,
) -> Run:
    """Open a run and play steps in it; where it cannot go on, a notice says why.

    Raises:
        StepError: there is no such channel or box.
        TooManyRunsError: no further run can be opened.
    """
    from bot.preview.play.replay import play
    from bot.preview.play.run import Run

    account, runs = visitor().id, playing().runs
    if instead_of is None:
        runs.check_room(account)

    async def opened(bot: PlayedBot) -> tuple[Run, str]:
        run = Run(account, channel, bot, title)
        try:
            stopped = await play(run, steps, compare=compare)
            if jump:
                await run.take(Step(Kind.JUMP, value=jump))
        except BaseException:
            run.forget()
            raise
        return run, stopped

    run, stopped = playing().bot.ask(opened, seconds=90)
    try:
        runs.add(run, instead_of.id if instead_of else "")
    except TooManyRunsError:
        run.forget()
        raise
    if stopped:
        flash(notice("play", "stopped", why=stopped), "error")
    return run


def sentence_for(error: StepError | TooManyRunsError) -> str:
    """Say what was wrong, and what to do."""
    if isinstance(error, StepError):
        return str(error)
    if error.of_account:
        return notice("play", "too_many_of_own", most=MOST_OF_AN_ACCOUNT)
    return notice("play", "too_many")


@reader_needed
def say(run_id: str) -> Response:
    """Type a message."""
    return _take(run_id, Step(Kind.SAY, request.form.get("text", "")))


@reader_needed
def tap(run_id: str) -> Response:
    """Tap a button."""
    title, payload = request.form.get("title", ""), request.form.get("payload", "")
    return _take(run_id, Step(Kind.TAP, title, payload))


@reader_needed
def jump(run_id: str) -> Response:
    """Have the bot say a response now."""
    return _take(run_id, Step(Kind.JUMP, value=request.form.get("response", "").strip()))


@reader_needed
def tell(run_id: str) -> Response:
    """Tell the bot what it is to know of the person."""
    run, index = found(run_id), shared_index()
    sent = {
        choice.slot: request.form.getlist(choice.slot)
        for choice in slot_choices(index)
        if choice.slot in request.form or choice.many
    }
    try:
        slots = chosen_slots(index, sent, run.slots)
    except StepError as error:
        flash(str(error), "error")
        return _back_to(run_id)
    if not slots:
        flash(notice("play", "known_already"), "done")
        return _back_to(run_id)
    return _take(run_id, Step(Kind.SET, slots=slots))


@reader_needed
def back(run_id: str) -> Response:
    """Take the last step back."""
    run = found(run_id)
    playing().bot.ask(lambda _: run.step_back())
    return _back_to(run_id)


@reader_needed
def channel(run_id: str) -> Response:
    """Play the same steps in another channel."""
    run = found(run_id)
    try:
        other = open_run(
            request.form.get("channel", ""), steps=run.steps, title=run.title, instead_of=run
        )
    except (StepError, TooManyRunsError) as error:
        flash(sentence_for(error), "error")
        return _back_to(run_id)
    return _back_to(other.id)


@reader_needed
def end(run_id: str) -> Response:
    """End a run; what was typed in it is gone."""
    playing().runs.end(run_id, visitor().id)
    flash(notice("play", "ended"), "done")
    return redirect(url_for("play.start", jump=request.form.get("jump") or None), 303)


def _take(run_id: str, step: Step) -> Response:
    run = found(run_id)
    try:
        playing().bot.ask(lambda _: run.take(step))
    except StepError as error:
        flash(str(error), "error")
    return _back_to(run_id)


def _back_to(run_id: str) -> Response:
    return redirect(url_for("play.run", run_id=run_id, _anchor="latest"), 303)
