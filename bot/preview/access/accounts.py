"""Accounts: made by a command, signed in with a password."""

from __future__ import annotations

import re
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.preview.access.guessing import forget_attempts, marked_login
from bot.preview.records.database import now
from bot.preview.records.models import NAME_LENGTH, Account

SHORTEST_PASSWORD: Final = 12
LONGEST_PASSWORD: Final = 200
"""Longer ones are refused, so that hashing cannot be made to take long."""

_LOGIN: Final = re.compile(r"[a-z0-9][a-z0-9._@+-]{1,79}")
_HASHER: Final = PasswordHasher()
"""Argon2id with the parameters that argon2-cffi recommends (RFC 9106, low memory)."""

_NOBODY: Final = _HASHER.hash("nobody has this password")


class AccountError(ValueError):
    """An account cannot be made or changed so; the message says what to mend."""


def create(
    session: Session,
    login: str,
    full_name: str,
    job: str,
    password: str,
    *,
    may_review: bool = False,
    may_edit_law: bool = False,
) -> Account:
    """Make an account.

    Raises:
        AccountError: the login is taken or not one, a name is missing, or the password is short.
    """
    login = login.strip().lower()
    if not _LOGIN.fullmatch(login):
        raise AccountError(
            "a login is 2 to 80 small letters, digits, or . _ @ + -, such as an e-mail address."
        )
    if find(session, login):
        raise AccountError(f"there is an account {login} already.")
    account = Account(
        login=login,
        full_name=_named(full_name, "the full name"),
        job=_named(job, "the job"),
        password_hash=hashed(password),
        may_review=may_review,
        may_edit_law=may_edit_law,
        active=True,
        created_at=now(),
    )
    session.add(account)
    session.flush()
    return account


def find(session: Session, login: str) -> Account | None:
    """Give the account of a login."""
    found: Account | None = session.scalar(
        select(Account).where(Account.login == login.strip().lower())
    )
    return found


def hashed(password: str) -> str:
    """Hash a new password.

    Raises:
        AccountError: it is too short or too long.
    """
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise AccountError(
            f"a password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters; "
            "a sentence is good."
        )
    return _HASHER.hash(password)


def sign_in(session: Session, login: str, password: str) -> Account | None:
    """Give the account when the password is right and the account is open.

    Takes as long for a login that does not exist. Ask `guessing.note_attempt` before.
    """
    account = find(session, marked_login(login))
    try:
        _HASHER.verify(account.password_hash if account else _NOBODY, password[:LONGEST_PASSWORD])
    except VerificationError:
        return None
    if account is None or not account.active:
        return None
    if _HASHER.check_needs_rehash(account.password_hash):
        account.password_hash = _HASHER.hash(password)
    forget_attempts(session, login)
    return account


def _named(value: str, what: str) -> str:
    value = " ".join(value.split())
    if not value or len(value) > NAME_LENGTH:
        raise AccountError(f"{what} is missing or longer than {NAME_LENGTH} characters.")
    return value
