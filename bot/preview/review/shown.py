"""What the pages show of a review: the state of a response or script, its history, its comments."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.preview.catalogue.scripts import Script, all_scripts, script_of
from bot.preview.catalogue.wording import content_hash
from bot.preview.records.models import Decision, Wording
from bot.preview.review.comments import Remark, comments_on
from bot.preview.review.decisions import Shown
from bot.preview.review.difference import VariationDifference, difference
from bot.preview.review.states import State, state_of
from bot.responses.script_index import ScriptIndex, shared_index


@dataclass(frozen=True)
class Decided:
    """A decision as it is shown."""

    id: int
    approved: bool
    reason: str
    by_name: str
    by_job: str
    at: dt.datetime
    wording: str
    this_wording: bool
    """It is about the wording as it stands."""


@dataclass(frozen=True)
class ResponseReview:
    """The review of one response.

    `latest` is the decision that makes its state; `signed_before` the newest approval of an older
    wording, and `changes` what differs from that wording, word by word.
    """

    name: str
    script: str
    state: State
    wording: str
    latest: Decided | None
    signed_before: Decided | None
    changes: list[VariationDifference]
    history: list[Decided]
    comments: list[Remark]

    @property
    def token(self) -> str:
        """What a form carries of what its reader has seen (read back by `shown_from`)."""
        newest = self.history[0].id if self.history else 0
        return f"{self.name}:{self.wording}:{newest}"

    @property
    def open_comments(self) -> list[Remark]:
        """Those that nobody has closed."""
        return [one for one in self.comments if one.closed_at is None]

    @property
    def closed_comments(self) -> list[Remark]:
        """Those that are done."""
        return [one for one in self.comments if one.closed_at is not None]


@dataclass(frozen=True)
class ScriptReview:
    """The review of a script: of each of its responses, and the comments on all of it."""

    script: Script
    responses: list[ResponseReview]
    comments: list[Remark] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Name of the script."""
        return self.script.name

    @property
    def open_comments(self) -> list[Remark]:
        """Those on the whole script that nobody has closed."""
        return [one for one in self.comments if one.closed_at is None]

    @property
    def closed_comments(self) -> list[Remark]:
        """Those on the whole script that are done."""
        return [one for one in self.comments if one.closed_at is not None]

    def in_state(self, state: str) -> list[ResponseReview]:
        """Give the responses in a state, named by its value."""
        return [one for one in self.responses if one.state.value == state]


def of_response(session: Session, name: str, index: ScriptIndex | None = None) -> ResponseReview:
    """Give the review of a response.

    Raises:
        KeyError: no script has this response.
    """
    index = index or shared_index()
    return _reviews(session, index, script_of(name, index), [name])[0]


def of_script(session: Session, name: str, index: ScriptIndex | None = None) -> ScriptReview:
    """Give the review of a script.

    Raises:
        KeyError: there is no such script.
    """
    index = index or shared_index()
    script = all_scripts(index)[name]
    reviews = _reviews(session, index, name, script.responses)
    whole = [one for one in comments_on(session, index, name, ()) if not one.response]
    return ScriptReview(script, reviews, whole)


def shown_from(tokens: list[str]) -> Mapping[str, Shown]:
    """Read what a form's reader has seen; what is none of our tokens is left out."""
    found = {}
    for token in tokens:
        name, _, rest = token.partition(":")
        wording, _, number = rest.partition(":")
        if number.isascii() and number.isdigit():
            found[name] = Shown(wording, int(number))
    return found


def _reviews(
    session: Session, index: ScriptIndex, script: str, names: list[str]
) -> list[ResponseReview]:
    query = (
        select(Decision)
        .join(Decision.wording)
        .where(Wording.response.in_(names))
        .order_by(Decision.id.desc())
    )
    decisions: dict[str, list[Decision]] = {name: [] for name in names}
    for decision in session.scalars(query):
        decisions[decision.wording.response].append(decision)
    comments = comments_on(session, index, script, names)
    return [
        _review(
            name,
            script,
            index.responses[name],
            decisions[name],
            [one for one in comments if one.response == name],
        )
        for name in names
    ]


def _review(
    name: str,
    script: str,
    variations: list[dict[str, Any]],
    decisions: list[Decision],
    comments: list[Remark],
) -> ResponseReview:
    wording = content_hash(variations)
    newest: dict[str, Decision] = {}
    for decision in decisions:
        newest.setdefault(decision.wording.hash, decision)
    latest = newest.get(wording)
    state = state_of(wording, newest)
    # Without a look at a signed text itself: there is nothing that it could have changed from.
    before = (
        next((one for key, one in newest.items() if one.approved and key != wording), None)
        if state is not State.SIGNED
        else None
    )
    return ResponseReview(
        name=name,
        script=script,
        state=state,
        wording=wording,
        latest=_decided(latest, wording) if latest else None,
        signed_before=_decided(before, wording) if before else None,
        changes=difference(before.wording.content, variations) if before else [],
        history=[_decided(one, wording) for one in decisions],
        comments=comments,
    )


def _decided(decision: Decision, wording: str) -> Decided:
    return Decided(
        id=decision.id,
        approved=decision.approved,
        reason=decision.reason,
        by_name=decision.by_name,
        by_job=decision.by_job,
        at=decision.at,
        wording=decision.wording.hash,
        this_wording=decision.wording.hash == wording,
    )
