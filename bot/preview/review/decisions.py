"""Approving wordings and asking for changes; each decision names the exact wording read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.preview.catalogue.seen import remember
from bot.preview.catalogue.wording import content_hash
from bot.preview.records.database import now
from bot.preview.records.models import Decision, Wording
from bot.preview.review.signer import Signer, typed_text
from bot.responses.script_index import ScriptIndex


@dataclass(frozen=True)
class Shown:
    """What a reader had before them: the hash of the wording, and the newest decision (0: none)."""

    wording: str
    decision: int


@dataclass(frozen=True)
class Meanwhile:
    """A decision that came after the page was made."""

    response: str
    approved: bool
    reason: str
    by_name: str


class ShownIsOldError(Exception):
    """What was read is not what would be decided on; nothing was kept.

    `changed` are responses whose text is another one now, or that came or went; `meanwhile` what
    was decided since on the others, by anybody.
    """

    def __init__(self, changed: list[str], meanwhile: list[Meanwhile]) -> None:
        self.changed = changed
        self.meanwhile = meanwhile
        super().__init__(", ".join([*changed, *self.decided]))

    @property
    def decided(self) -> list[str]:
        """Names of the responses that were decided on in the meantime."""
        return list(dict.fromkeys(one.response for one in self.meanwhile))


class WishNotWithdrawnError(Exception):
    """A change is asked for on this wording, and the approval does not say that it withdraws it."""


def decide(
    session: Session,
    index: ScriptIndex,
    by: Signer,
    shown: Mapping[str, Shown],
    *,
    of: list[str],
    approved: bool,
    reason: str = "",
    withdraws: bool = True,
) -> None:
    """Keep one decision on each of the responses `of`, all of them or none.

    Asking for a change needs a reason; an approval has none. `withdraws` says that an approval is
    meant to stand above a wish for a change of the same wording.

    Raises:
        ShownIsOldError: not all of them are as they were shown.
        WishNotWithdrawnError: an approval without `withdraws`, where a change is asked for.
        TypedTextError: the reason is missing or too long.
    """
    kept_reason = "" if approved else typed_text(reason)
    at, wordings = now(), _wording_ids(session, index, of)
    held = _held(session, of)
    newest = {name: decisions[-1] for name, decisions in held.items()}
    made = []
    for name in of:
        decision = Decision(
            wording_id=wordings[name],
            approved=approved,
            reason=kept_reason,
            account_id=by.id,
            by_name=by.full_name,
            by_job=by.job,
            at=at,
        )
        made.append((name, decision))
    _check_shown(index, shown, of, held, dict(made))
    if (
        approved
        and not withdraws
        and any(not one.approved for one in _newest_on(held, wordings).values())
    ):
        raise WishNotWithdrawnError
    for name, decision in made:
        if not _repeats(decision, newest.get(name)):
            session.add(decision)
    session.flush()


def _held(session: Session, names: list[str]) -> dict[str, list[Decision]]:
    """Give all decisions on any wording of each response, oldest first; without one it is out."""
    query = (
        select(Decision)
        .join(Decision.wording)
        .where(Wording.response.in_(names))
        .order_by(Decision.id)
    )
    held: dict[str, list[Decision]] = {}
    for one in session.scalars(query):
        held.setdefault(one.wording.response, []).append(one)
    return held


def _newest_on(
    held: Mapping[str, list[Decision]], wordings: Mapping[str, int]
) -> dict[str, Decision]:
    """Give the newest decision on the wording of now of each response that has one."""
    return {
        name: one
        for name, decisions in held.items()
        for one in decisions
        if one.wording_id == wordings[name]
    }


def _repeats(decision: Decision, newest: Decision | None) -> bool:
    """Whether it is the same decision once more, such as that of a form sent twice."""
    return newest is not None and all(
        getattr(decision, field) == getattr(newest, field)
        for field in ("wording_id", "approved", "reason", "account_id")
    )


def _check_shown(
    index: ScriptIndex,
    shown: Mapping[str, Shown],
    of: list[str],
    held: Mapping[str, list[Decision]],
    wanted: Mapping[str, Decision],
) -> None:
    changed = [
        name
        for name in dict.fromkeys([*of, *shown])
        if name not in shown
        or name not in of
        or name not in index.responses
        or shown[name].wording != content_hash(index.responses[name])
    ]
    # The very same decision once more is no news: the form was sent twice.
    meanwhile = [
        Meanwhile(name, one.approved, one.reason, one.by_name)
        for name in of
        if name not in changed
        for one in held.get(name, [])
        if one.id > shown[name].decision and not _repeats(wanted[name], one)
    ]
    if changed or meanwhile:
        raise ShownIsOldError(changed, meanwhile)


def _wording_ids(session: Session, index: ScriptIndex, names: list[str]) -> dict[str, int]:
    """Give the row of each response's wording as it stands, kept now where it is new.

    The rows are held until the end: whoever decides on one of them at the same moment waits, and
    then sees this decision.
    """
    remember(session, index)
    lock = update(Wording).where(Wording.response.in_(names)).values(hash=Wording.hash)
    session.execute(lock, execution_options={"synchronize_session": False})
    hashes = {name: content_hash(index.responses[name]) for name in names}
    query = select(Wording.response, Wording.hash, Wording.id).where(Wording.response.in_(names))
    return {
        name: number for name, wording, number in session.execute(query) if hashes[name] == wording
    }
