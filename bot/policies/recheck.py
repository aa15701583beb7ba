"""Asking once more: one "no", or a change of subject, does not close the path for good.

After a safety reply the bot follows wherever the person goes, and checks again once, kindly, some
turns later. (Common Sense Media found mental health apps that one denial silenced for good:
https://institute.commonsensemedia.org/risk-assessments/ai-mental-health-apps)
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.policies.current_turn import Turn
from bot.safety.model import FLAGS

SAFETY = "utter_safety_"
RECHECK = "utter_safety_recheck_"
# Four noes to four questions have answered it.
ALL_NO = "utter_safety_all_no"
# Turns about something else, after which the bot asks again.
TURNS_BEFORE = 2
# A form's question waits for an answer; beyond this many turns the bot asks all the same.
MOST_TURNS = 4
_RAISES = tuple(f"{SAFETY}{part}_" for part in ("next", "check"))


def raised_flag(action: str) -> str | None:
    """The flag that a response answers or asks about; None when it is about none."""
    for prefix in _RAISES:
        if action.startswith(prefix) and action.removeprefix(prefix) in FLAGS:
            return action.removeprefix(prefix)
    return None


def due_recheck(turns: Sequence[Turn], *, form_is_open: bool) -> str | None:
    """The response that asks again at the end of the latest turn; None when it is not time."""
    since = 0
    for turn in reversed(turns):
        if turn.said(RECHECK) or turn.said(ALL_NO):
            return None
        flags = [flag for action in turn.actions if (flag := raised_flag(action))]
        if flags:
            wait = MOST_TURNS if form_is_open else TURNS_BEFORE
            return f"{RECHECK}{flags[-1]}" if since >= wait else None
        since += not turn.said(SAFETY)
    return None
