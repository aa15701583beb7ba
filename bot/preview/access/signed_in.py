"""Flask's side of the accounts: who is signed in, and what a page asks of them."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable
from typing import Final, ParamSpec, TypeVar

from flask import Flask, abort
from flask_login import LoginManager, UserMixin, current_user, login_required

from bot.preview.notices import notice
from bot.preview.records.database import opened
from bot.preview.records.models import Account

P = ParamSpec("P")
R = TypeVar("R")

_MARK_LENGTH: Final = 32


class Visitor(UserMixin):
    """A signed-in account, read anew at each request: what was taken away counts at once."""

    def __init__(self, account: Account) -> None:
        self.id = account.id
        self.login = account.login
        self.full_name = account.full_name
        self.job = account.job
        self.may_review = account.may_review
        self.may_edit_law = account.may_edit_law
        # A new password ends every session that the old one had opened.
        digest = hashlib.sha256(account.password_hash.encode()).hexdigest()
        self.session_mark = f"{account.id}:{digest[:_MARK_LENGTH]}"

    def get_id(self) -> str:
        """Give what the session cookie keeps of the account."""
        return self.session_mark


def set_up(app: Flask) -> None:
    """Let an application know who is signed in."""
    logins = LoginManager(app)
    logins.login_view = "access.sign_in"
    logins.login_message = notice("signing_in", "needed")
    logins.session_protection = "strong"
    logins.user_loader(_visitor)


def visitor() -> Visitor:
    """Give who is signed in; only inside pages that need somebody."""
    found: Visitor = current_user._get_current_object()
    return found


def reader_needed(page: Callable[P, R]) -> Callable[P, R]:
    """Show a page to everybody who is signed in."""
    needed: Callable[P, R] = login_required(page)
    return needed


def reviewer_needed(page: Callable[P, R]) -> Callable[P, R]:
    """Show a page to those who may approve and comment; others get 403."""
    return _needed("may_review", page)


def law_editor_needed(page: Callable[P, R]) -> Callable[P, R]:
    """Show a page to those who may correct the legal data; others get 403."""
    return _needed("may_edit_law", page)


def _needed(right: str, page: Callable[P, R]) -> Callable[P, R]:
    @functools.wraps(page)
    def checked(*args: P.args, **kwargs: P.kwargs) -> R:
        if not getattr(current_user, right):
            abort(403)
        return page(*args, **kwargs)

    return reader_needed(checked)


def _visitor(mark: str) -> Visitor | None:
    number = mark.partition(":")[0]
    with opened() as session:
        account = session.get(Account, int(number)) if number.isdigit() else None
        if account is None or not account.active:
            return None
        found = Visitor(account)
    return found if found.session_mark == mark else None
