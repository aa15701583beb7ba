"""Where each response stands: signed as it is, changed since, asked to change, or never signed."""

from __future__ import annotations

import enum
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from bot.preview.catalogue.wording import content_hash
from bot.preview.records.models import Decision, Wording
from bot.responses.script_index import ScriptIndex

Newest = dict[str, dict[str, Decision]]
"""By response and by hash of its wording: the newest decision on that wording."""


class State(enum.Enum):
    """Where a response stands. The value is its name in the pages' style sheet."""

    SIGNED = "signed"
    """The newest decision on the wording as it stands approves it."""
    CHANGED = "changed"
    """Nobody has decided on the wording as it stands, and an older one is approved."""
    ASKED = "asked"
    """The newest decision on the wording as it stands asks for a change."""
    NEVER = "never"
    """Nobody has decided on the wording as it stands, and no older one is approved."""


@dataclass(frozen=True)
class Tally:
    """How many responses there are, and how many in each state, by the state's value."""

    total: int
    of: dict[str, int]


def states(session: Session, index: ScriptIndex) -> dict[str, State]:
    """Give the state of every response in the scripts."""
    newest = newest_decisions(session)
    return {
        name: state_of(content_hash(variations), newest.get(name, {}))
        for name, variations in index.responses.items()
    }


def tally(found: Iterable[State]) -> Tally:
    """Count responses by their state."""
    counted = Counter(found)
    return Tally(sum(counted.values()), {state.value: counted[state] for state in State})


def state_of(wording: str, decisions: dict[str, Decision]) -> State:
    """Give the state of a response from the hash of its wording and the newest of its decisions.

    Each wording stands for itself: a text that is changed and then put back word for word is
    signed as it was before, and asking for a change of one wording takes back its own approval
    and no other's.
    """
    if decision := decisions.get(wording):
        return State.SIGNED if decision.approved else State.ASKED
    return State.CHANGED if any(one.approved for one in decisions.values()) else State.NEVER


def newest_decisions(session: Session, response: str | None = None) -> Newest:
    """Give the newest decision on each wording, of all responses or of one."""
    # Only which wording it is: the texts themselves are many, and not looked at here.
    which = contains_eager(Decision.wording).load_only(Wording.response, Wording.hash)
    query = select(Decision).join(Decision.wording).options(which).order_by(Decision.id)
    if response is not None:
        query = query.where(Wording.response == response)
    found: Newest = defaultdict(dict)
    for decision in session.scalars(query):
        found[decision.wording.response][decision.wording.hash] = decision
    return dict(found)
