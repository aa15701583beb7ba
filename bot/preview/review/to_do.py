"""What is still to be done about the scripts: open comments, and wishes for a change."""

from __future__ import annotations

from sqlalchemy.orm import Session

from bot.preview.catalogue.scripts import script_of
from bot.preview.catalogue.wording import content_hash
from bot.preview.review.comments import Remark, open_comments
from bot.preview.review.states import newest_decisions
from bot.responses.script_index import ScriptIndex


def to_do(session: Session, index: ScriptIndex, theme: str = "") -> list[Remark]:
    """Give open comments and wishes, of all themes or one, by script and response, oldest first."""
    found = [*open_comments(session, index, theme), *_wishes(session, index, theme)]
    return sorted(found, key=lambda one: (one.script, one.response, one.at, one.id))


def _wishes(session: Session, index: ScriptIndex, theme: str) -> list[Remark]:
    """Give the wishes that stand: the newest decision on the text as it is asks for a change."""
    newest = newest_decisions(session)
    found = []
    for name, variations in index.responses.items():
        decision = newest.get(name, {}).get(content_hash(variations))
        if decision is None or decision.approved:
            continue
        wish = Remark(
            id=decision.id,
            script=script_of(name, index),
            response=name,
            text=decision.reason,
            by_name=decision.by_name,
            by_job=decision.by_job,
            at=decision.at,
            closed_at=None,
            closed_by="",
            wording_changed=False,
            wish=True,
        )
        if theme in ("", wish.theme):
            found.append(wish)
    return found
