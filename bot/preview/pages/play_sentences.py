"""What would it do if somebody wrote this: a table for a list of sentences."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug import Response as AnyResponse

from bot.preview.access.signed_in import reader_needed, visitor
from bot.preview.pages.play_turns import playing
from bot.preview.pages.play_words import explained, heading, row_of
from bot.preview.play.loading import State
from bot.preview.play.sentences import LONGEST_SECONDS, judge, sentences_of
from bot.preview.play.steps import StepError
from bot.preview.review.spreadsheet import csv_file

_CSV = "text/csv; charset=utf-8"


def add_to(pages: Blueprint) -> None:
    """Add the routes of this file to the room's."""
    pages.add_url_rule("/play/sentences", "sentences", sentences, methods=["GET", "POST"])


@reader_needed
def sentences() -> str | AnyResponse:
    """Ask for sentences, and show what the bot makes of each."""
    text, channel = request.form.get("sentences", ""), request.form.get("channel", "web_chat")
    if playing().bot.start() is not State.READY:
        return redirect(url_for("play.start"), 303)
    if request.method == "GET":
        return render_template("play/sentences.html", text="", channel=channel, rows=None, left=[])
    account = visitor().id
    try:
        lines = sentences_of(text)
        judged = playing().bot.ask(
            lambda bot: judge(bot, account, channel, lines), seconds=LONGEST_SECONDS + 20
        )
    except StepError as error:
        flash(str(error), "error")
        return render_template(
            "play/sentences.html", text=text, channel=channel, rows=None, left=[]
        )
    if request.form.get("as") == "csv":
        written = csv_file(heading(), [row_of(one) for one in judged])
        name = {"Content-Disposition": 'attachment; filename="sentences.csv"'}
        return Response(written, headers=name, content_type=_CSV)
    return render_template(
        "play/sentences.html",
        text=text,
        channel=channel,
        rows=[(one, explained(one.insight)) for one in judged],
        left=lines[len(judged) :],
    )
