"""Signing in and out."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request, session, url_for
from flask_login import login_user, logout_user
from flask_wtf import FlaskForm
from werkzeug import Response as AnyResponse
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from bot.preview.access import accounts
from bot.preview.access.guessing import LOCKED, SignInLockedError, note_attempt
from bot.preview.access.signed_in import Visitor, reader_needed
from bot.preview.notices import notice
from bot.preview.pages.own_page import own_page
from bot.preview.records.database import opened

pages = Blueprint("access", __name__)


class SignInForm(FlaskForm):
    """Login and password."""

    login = StringField(
        notice("signing_in", "login"),
        [InputRequired(notice("signing_in", "login_missing")), Length(max=80)],
    )
    password = PasswordField(
        notice("signing_in", "password"),
        [
            InputRequired(notice("signing_in", "password_missing")),
            Length(max=accounts.LONGEST_PASSWORD),
        ],
    )


@pages.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> str | AnyResponse | tuple[str, int]:
    """Ask for login and password."""
    form = SignInForm()
    if not form.validate_on_submit():
        return render_template("access/sign_in.html", form=form)
    try:
        note_attempt(form.login.data)
        with opened() as records:
            account = accounts.sign_in(records, form.login.data, form.password.data)
            visitor = Visitor(account) if account else None
    except SignInLockedError:
        minutes = int(LOCKED.total_seconds() // 60)
        flash(notice("signing_in", "locked", minutes=minutes), "error")
        return render_template("access/sign_in.html", form=form), 429
    if visitor is None:
        flash(notice("signing_in", "wrong"), "error")
        return render_template("access/sign_in.html", form=form), 401
    session.clear()  # nothing from before signing in is carried over
    session.permanent = True
    login_user(visitor)
    return redirect(own_page(request.args.get("next")) or url_for("access.start"))


@pages.post("/sign-out")
def sign_out() -> AnyResponse:
    """End the session."""
    logout_user()
    session.clear()
    flash(notice("signing_in", "signed_out"), "done")
    return redirect(url_for("access.sign_in"))


@pages.get("/health")
def health() -> Response:
    """Say that the preview runs."""
    return Response("ok", mimetype="text/plain")


@pages.get("/")
@reader_needed
def start() -> str:
    """Show what can be done here."""
    return render_template("start.html")
