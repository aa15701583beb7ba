"""Runs that a reviewer chose to keep: what was done in them, by whom, and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.preview.access.signed_in import Visitor
from bot.preview.notices import notice
from bot.preview.play.steps import Step, StepError, read_steps
from bot.preview.records.database import now
from bot.preview.records.models import NAME_LENGTH, SavedRun

if TYPE_CHECKING:
    import datetime as dt

SHOWN: Final = 100


@dataclass(frozen=True)
class Saved:
    """A saved run as the list shows it."""

    id: int
    title: str
    channel: str
    by_name: str
    by_job: str
    at: dt.datetime
    count: int
    own: bool


def keep(
    session: Session, visitor: Visitor, title: str, channel: str, steps: Sequence[Step]
) -> None:
    """Keep a run under a title.

    Raises:
        StepError: the title is missing or too long, or nothing was done yet.
    """
    title = " ".join(title.split())
    if not title or len(title) > NAME_LENGTH:
        raise StepError(notice("play", "run_unnamed", most=NAME_LENGTH))
    if not steps:
        raise StepError(notice("play", "nothing_to_save"))
    session.add(
        SavedRun(
            title=title,
            steps={"channel": channel, "steps": [step.as_dict() for step in steps]},
            account_id=visitor.id,
            by_name=visitor.full_name,
            by_job=visitor.job,
            at=now(),
        )
    )


def newest(session: Session, visitor: Visitor) -> list[Saved]:
    """Give the saved runs of everybody, the newest first."""
    found = session.scalars(select(SavedRun).order_by(SavedRun.id.desc()).limit(SHOWN))
    return [
        Saved(
            run.id,
            run.title,
            str(run.steps.get("channel", "")),
            run.by_name,
            run.by_job,
            run.at,
            len(run.steps.get("steps", ())),
            run.account_id == visitor.id,
        )
        for run in found
    ]


def steps_of(session: Session, run_id: int) -> tuple[str, str, list[Step]] | None:
    """Give title, channel and steps of a saved run; None where it is gone.

    Raises:
        StepError: it cannot be read.
    """
    run = session.get(SavedRun, run_id)
    if run is None:
        return None
    return run.title, str(run.steps.get("channel", "")), read_steps(run.steps)


def remove(session: Session, visitor: Visitor, run_id: int) -> bool:
    """Remove a saved run of one's own; False where it is gone, or somebody else's."""
    run = session.get(SavedRun, run_id)
    if run is None or run.account_id != visitor.id:
        return False
    session.delete(run)
    return True
