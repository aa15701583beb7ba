"""The preview as a Flask application: its pages, and what guards all of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Final

from flask import Flask, Response, g, render_template, request
from flask_login import AnonymousUserMixin
from flask_wtf.csrf import CSRFError, CSRFProtect
from sqlalchemy.exc import SQLAlchemyError

from bot.preview.access.settings import only_over_https, signing_key
from bot.preview.access.signed_in import set_up
from bot.preview.pages import access, flow, handouts, law_correcting, library, play, review
from bot.preview.pages.rooms import ROOMS

IDLE: Final = dt.timedelta(minutes=30)
"""A session ends after so long without a page."""

LARGEST_REQUEST: Final = 1_000_000

_POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_HEADERS: Final = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_ERRORS: Final = (400, 403, 404, 405, 413, 500)


def create_application() -> Flask:
    """Make the application; its tables are there already.

    Raises:
        SettingError: a setting about signing in cannot be used.
    """
    app = Flask(__name__)
    app.config.update(
        SECRET_KEY=signing_key(),
        PERMANENT_SESSION_LIFETIME=IDLE,
        SESSION_COOKIE_NAME="lantern_preview",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
        SESSION_COOKIE_SECURE=only_over_https(),
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        WTF_CSRF_TIME_LIMIT=None,
    )
    CSRFProtect(app)
    set_up(app)
    app.register_blueprint(access.pages)
    app.register_blueprint(library.pages)
    app.register_blueprint(review.pages)
    app.register_blueprint(handouts.pages)
    app.register_blueprint(law_correcting.pages)
    app.register_blueprint(play.pages)
    app.register_blueprint(flow.pages)
    app.jinja_env.globals["rooms"] = ROOMS
    app.after_request(_guarded)
    for code in _ERRORS:
        app.register_error_handler(code, _error_page(code))
    app.register_error_handler(CSRFError, _error_page(400))
    app.register_error_handler(SQLAlchemyError, _error_page(503))
    return app


def _guarded(response: Response) -> Response:
    for name, value in _HEADERS.items():
        if name != "Cache-Control" or request.endpoint != "static":
            response.headers.setdefault(name, value)
    return response


def _error_page(code: int) -> Callable[[Exception], tuple[str, int]]:
    def page(_: Exception) -> tuple[str, int]:
        try:
            return render_template("error.html", code=code), code
        except SQLAlchemyError:
            # The page's head asks who is signed in, and that stands in the database too.
            g._login_user = AnonymousUserMixin()
            return render_template("error.html", code=503), 503

    return page
