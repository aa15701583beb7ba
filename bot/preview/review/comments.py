"""Comments on a response or a script: written and closed by reviewers, read by everybody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.sql import Select

from bot.preview.catalogue.scripts import script_of
from bot.preview.catalogue.wording import content_hash
from bot.preview.records.database import now
from bot.preview.records.models import Comment
from bot.preview.review.signer import Signer, typed_text
from bot.responses.script_index import ScriptIndex


@dataclass(frozen=True)
class Remark:
    """A comment as it is shown. `response` is empty where it is about the whole script."""

    id: int
    script: str
    response: str
    text: str
    by_name: str
    by_job: str
    at: dt.datetime
    closed_at: dt.datetime | None
    closed_by: str
    wording_changed: bool
    """The response reads differently now, or is gone."""
    wish: bool = False
    """It is a wish for a change, and `id` that of the decision; done when the text is changed, or
    approved as it stands."""

    @property
    def theme(self) -> str:
        """First folder of the script; empty for a file beside the folders."""
        return self.script.rpartition("/")[0].partition("/")[0]


def add_comment(
    session: Session, index: ScriptIndex, by: Signer, script: str, response: str, text: str
) -> None:
    """Keep a comment on a script, or on one of its responses where `response` is not empty.

    Raises:
        TypedTextError: the text is missing or too long.
    """
    comment = Comment(
        script=script,
        text=typed_text(text),
        account_id=by.id,
        by_name=by.full_name,
        by_job=by.job,
        at=now(),
    )
    if response:
        comment.response = response
        comment.wording_hash = content_hash(index.responses[response])
    session.add(comment)
    session.flush()


def close_comment(session: Session, number: int, by: Signer) -> None:
    """Mark a comment as done; who closed it first stays.

    Raises:
        LookupError: there is no such comment.
    """
    comment = session.get(Comment, number)
    if comment is None:
        raise LookupError(number)
    if comment.closed_at is None:
        comment.closed_at, comment.closed_by = now(), by.full_name


def open_comments(session: Session, index: ScriptIndex, theme: str = "") -> list[Remark]:
    """Give all open comments, or those of one theme, by script and response, oldest first."""
    query = select(Comment).where(Comment.closed_at.is_(None))
    found = remarks(session, index, query)
    return sorted(
        (one for one in found if theme in ("", one.theme)),
        key=lambda one: (one.script, one.response, one.id),
    )


def comments_on(
    session: Session, index: ScriptIndex, script: str, responses: Iterable[str]
) -> list[Remark]:
    """Give all comments, open and closed, on a script as a whole and on these responses."""
    names = list(responses)
    about = (Comment.script == script) & Comment.response.is_(None) | Comment.response.in_(names)
    return remarks(session, index, select(Comment).where(about).order_by(Comment.id))


def remarks(session: Session, index: ScriptIndex, query: Select) -> list[Remark]:
    """Give the comments that a query finds, as they are shown."""
    return [
        Remark(
            id=one.id,
            script=_script(one, index),
            response=one.response or "",
            text=one.text,
            by_name=one.by_name,
            by_job=one.by_job,
            at=one.at,
            closed_at=one.closed_at,
            closed_by=one.closed_by or "",
            wording_changed=_changed(one, index),
        )
        for one in session.scalars(query)
    ]


def _script(comment: Comment, index: ScriptIndex) -> str:
    """Where its response stands now: responses move between files."""
    moved = comment.response is not None and comment.response in index.files
    return script_of(comment.response or "", index) if moved else comment.script


def _changed(comment: Comment, index: ScriptIndex) -> bool:
    if comment.response is None:
        return False
    variations = index.responses.get(comment.response)
    return variations is None or content_hash(variations) != comment.wording_hash
