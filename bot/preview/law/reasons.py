"""Who corrected a record of the legal data, when and why: kept in the preview's own tables."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import delete, select

from actions.legal.identity import canonical, record_key
from bot.preview.law.correction import Correction
from bot.preview.law.past import Version
from bot.preview.records.database import now, opened
from bot.preview.records.models import LawCorrection
from bot.preview.review.signer import Signer

_AT_MOST: Final = dt.timedelta(minutes=10)
"""Longest time from keeping the reason to the load that takes the correction over."""


@dataclass(frozen=True)
class Reason:
    """Why a record was changed, as it is shown. `taken_out`: it was removed."""

    id: int
    text: str
    by_name: str
    by_job: str
    at: dt.datetime
    taken_out: bool
    key: str
    new_key: str
    content_hash: str


@contextmanager
def kept(wish: Correction, by: Signer) -> Iterator[None]:
    """Keep the reason of a correction that is carried out inside; one that fails leaves none.

    Raises what is raised inside, and SQLAlchemyError when it cannot be kept: nothing is done then.
    """
    with opened() as session:
        row = LawCorrection(
            place=wish.code,
            section=wish.section,
            record_key=record_key(wish.section, wish.base),
            new_key=record_key(wish.section, wish.wanted) if wish.wanted else "",
            content_hash=_hash(wish.wanted) if wish.wanted else "",
            reason=wish.why,
            account_id=by.id,
            by_name=by.full_name,
            by_job=by.job,
            at=now(),
        )
        session.add(row)
        session.flush()
        number = row.id
    try:
        yield
    except BaseException:
        with opened() as session:
            session.execute(delete(LawCorrection).where(LawCorrection.id == number))
        raise


def reasons(code: str, section: str, key: str) -> list[Reason]:
    """Give why a record was changed, the newest first, also under the names it had before."""
    found, keys = [], {key}
    for one in of_place(code):
        section_, reason = one
        if section_ == section and not reason.taken_out and reason.new_key in keys:
            found.append(reason)
            keys.add(reason.key)
    return found


def last_of(code: str, section: str, key: str) -> Reason | None:
    """Give why a record that is listed no more was taken out or renamed, where that is known."""
    return next(
        (
            one
            for section_, one in of_place(code)
            if section_ == section and one.key == key and one.new_key != key
        ),
        None,
    )


def of_place(code: str) -> list[tuple[str, Reason]]:
    """Give section and reason of all corrections of a place, the newest first."""
    query = (
        select(LawCorrection).where(LawCorrection.place == code).order_by(LawCorrection.id.desc())
    )
    with opened() as session:
        return [(row.section, _reason(row)) for row in session.scalars(query)]


def of_version(version: Version, known: list[Reason]) -> Reason | None:
    """Give the reason that led to a version of a record; None for one that came another way."""
    wanted = _hash(version.content)
    return next(
        (
            one
            for one in known
            if one.content_hash == wanted and one.at <= version.since <= one.at + _AT_MOST
        ),
        None,
    )


def _reason(row: LawCorrection) -> Reason:
    return Reason(
        id=row.id,
        text=row.reason,
        by_name=row.by_name,
        by_job=row.by_job,
        at=row.at,
        taken_out=not row.new_key,
        key=row.record_key,
        new_key=row.new_key,
        content_hash=row.content_hash,
    )


def _hash(record: Mapping[str, Any]) -> str:
    return hashlib.sha256(canonical(record).encode()).hexdigest()
