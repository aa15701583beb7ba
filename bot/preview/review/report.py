"""What is signed, for a board or an audit: counted by theme and script, then one by one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from bot.preview.catalogue.scripts import all_scripts
from bot.preview.catalogue.wording import content_hash
from bot.preview.records.database import now
from bot.preview.records.models import Decision
from bot.preview.review.states import State, Tally, newest_decisions, state_of, tally
from bot.responses.script_index import ScriptIndex

FIRST_THEME: Final = "safety"
"""What is asked for first is listed first; the others follow by name."""


@dataclass(frozen=True)
class Signature:
    """Who decided on which wording, and when; `reason` is empty for an approval."""

    by_name: str
    by_job: str
    at: dt.datetime
    wording: str
    reason: str


@dataclass(frozen=True)
class ReportedResponse:
    """A response with its state.

    `decided` is the decision that makes the state; for a changed one the newest approval of an
    older wording, and without any it is None.
    """

    name: str
    state: State
    wording: str
    decided: Signature | None


@dataclass(frozen=True)
class ReportedScript:
    """A script with its responses."""

    name: str
    title: str
    responses: list[ReportedResponse]

    @property
    def tally(self) -> Tally:
        """Count its responses."""
        return tally(one.state for one in self.responses)


@dataclass(frozen=True)
class ReportedTheme:
    """A theme with its scripts."""

    name: str
    scripts: list[ReportedScript]

    @property
    def responses(self) -> list[ReportedResponse]:
        """Give those of all its scripts."""
        return [one for script in self.scripts for one in script.responses]

    @property
    def tally(self) -> Tally:
        """Count the responses of all its scripts."""
        return tally(one.state for one in self.responses)


@dataclass(frozen=True)
class Report:
    """All of it, as it stood at `at` (UTC)."""

    at: dt.datetime
    themes: list[ReportedTheme]
    gone: list[str]
    """Responses that were signed once and are in no script any more."""

    @property
    def tally(self) -> Tally:
        """Count all responses."""
        return tally(one.state for theme in self.themes for one in theme.responses)


def report(session: Session, index: ScriptIndex) -> Report:
    """Give what is signed, changed, asked to change and never signed, at this moment."""
    newest = newest_decisions(session)
    themes: dict[str, ReportedTheme] = {}
    for script in all_scripts(index).values():
        if script.responses:
            responses = [_reported(name, index, newest.get(name, {})) for name in script.responses]
            theme = themes.setdefault(script.theme, ReportedTheme(script.theme, []))
            theme.scripts.append(ReportedScript(script.name, script.title, responses))
    gone = [
        name
        for name, decisions in newest.items()
        if name not in index.responses and any(one.approved for one in decisions.values())
    ]
    order = sorted(themes, key=lambda name: (name != FIRST_THEME, name))
    return Report(now(), [themes[name] for name in order], sorted(gone))


def _reported(name: str, index: ScriptIndex, decisions: dict[str, Decision]) -> ReportedResponse:
    wording = content_hash(index.responses[name])
    state = state_of(wording, decisions)
    decided = decisions.get(wording)
    if state is State.CHANGED:
        decided = max((one for one in decisions.values() if one.approved), key=lambda one: one.id)
    signature = None
    if decided:
        signature = Signature(
            decided.by_name, decided.by_job, decided.at, decided.wording.hash, decided.reason
        )
    return ReportedResponse(name, state, wording, signature)
