"""Which wordings the preview has met, and when first: the day of a response's last change."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from bot.preview.catalogue.wording import content, content_hash
from bot.preview.records.database import now
from bot.preview.records.models import Wording
from bot.responses.script_index import ScriptIndex

_INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def remember(session: Session, index: ScriptIndex) -> int:
    """Keep every wording that was not met before, and give how many were new.

    Two processes may do it at once: what the other one has kept already stays as it is.
    """
    known = {(one.response, one.hash) for one in session.execute(_KEYS)}
    today = now()
    new = [
        {"response": name, "hash": digest, "content": content(variations), "first_seen": today}
        for name, variations in index.responses.items()
        if (name, digest := content_hash(variations)) not in known
    ]
    if new:
        dialect = session.get_bind().dialect.name
        statement = _INSERTS.get(dialect, insert)(Wording.__table__)
        if dialect in _INSERTS:
            statement = statement.on_conflict_do_nothing(index_elements=["response", "hash"])
        session.execute(statement, new)
    return len(new)


def last_changes(session: Session, index: ScriptIndex) -> dict[str, dt.datetime]:
    """Give, for each response, when its wording of today was first met; not where it never was."""
    first_seen = {(one.response, one.hash): one.first_seen for one in session.execute(_SEEN)}
    return {
        name: first_seen[key]
        for name, variations in index.responses.items()
        if (key := (name, content_hash(variations))) in first_seen
    }


_KEYS = select(Wording.response, Wording.hash)
_SEEN = select(Wording.response, Wording.hash, Wording.first_seen)
