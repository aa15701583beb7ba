"""Against guessing passwords: after some wrong ones no password of that login is looked at.

Counted by login alone, also of logins that do not exist, and not by address. Whoever knows a login
can so keep its owner out for a while; that is chosen over the other harm. Guesses can come from
many addresses at once, behind a reverse proxy a whole clinic has one, and a list of the addresses
that clinicians come from would be one more thing to protect. Who is signed in stays so, the end
comes by itself, and `python -m bot.preview account unlock` brings it at once.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from bot.preview.records.database import now, opened
from bot.preview.records.models import FailedSignIn

GUESSES: Final = 5
LOCKED: Final = dt.timedelta(minutes=15)
"""After so many wrong passwords within this time no password is looked at (OWASP's
Authentication Cheat Sheet: a threshold, an observation window, a lock-out)."""


class SignInLockedError(Exception):
    """Too many wrong passwords: no more are looked at for a while."""


def note_attempt(login: str) -> None:
    """Keep a mark of an attempt before its password is looked at; a right one wipes it away.

    The mark stands in the tables before the marks are counted, so that of many guesses at the same
    moment no more than GUESSES see a count that lets them through. A refused attempt leaves none:
    trying while it is locked does not make the lock last longer.

    Raises:
        SignInLockedError: there were too many.
    """
    login = marked_login(login)
    with opened() as session:
        session.execute(delete(FailedSignIn).where(FailedSignIn.at <= now() - LOCKED))
        if _count(session, login) >= GUESSES:
            raise SignInLockedError
        mark = FailedSignIn(login=login, at=now())
        session.add(mark)
        session.flush()
        number = mark.id
    with opened() as session:
        if _count(session, login) <= GUESSES:
            return
        session.execute(delete(FailedSignIn).where(FailedSignIn.id == number))
    raise SignInLockedError


def forget_attempts(session: Session, login: str) -> None:
    """Wipe the marks of a login away."""
    session.execute(delete(FailedSignIn).where(FailedSignIn.login == marked_login(login)))


def marked_login(login: str) -> str:
    """Give a login as accounts and marks have it, however it was typed."""
    return login.replace("\x00", "").strip().lower()[: FailedSignIn.login.type.length]


def _count(session: Session, login: str) -> int:
    since = now() - LOCKED
    marks = select(func.count()).where(FailedSignIn.login == login, FailedSignIn.at > since)
    return int(session.scalar(marks))
