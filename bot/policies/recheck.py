"""Asking once more: one "no", or a change of subject, does not close the path for good.

After a safety reply the bot follows wherever the person goes, and checks again once, kindly, some
turns later. (Common Sense Media found mental health apps that one denial silenced for good:
https://institute.commonsensemedia.org/risk-assessments/ai-mental-health-apps)
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.policies.current_turn import Turn
from bot.safety.model import FLAGS
from bot.safety.replies import TOLD_QUESTION

SAFETY = "utter_safety_"
RECHECK = "utter_safety_recheck_"
# Four noes to four questions have answered it, and so has a no to the one question.
ALL_NO = "utter_safety_all_no"
ANSWERED = (ALL_NO, "utter_safety_told_no")
# Turns about something else, after which the bot asks again.
TURNS_BEFORE = 2
# It waits for a turn in which nothing else is asked. After this many turns it stands alone, at the
# start of the next one: two questions at once are one too many.
MOST_TURNS = 4
_RAISES = tuple(f"{SAFETY}{part}_" for part in ("next", "check"))
# Nothing is asked of somebody who goes.
FAREWELLS = ("leave", "start_over")


def raised_flag(action: str) -> str | None:
    """The flag that a response answers or asks about; None when it is about none."""
    if action == TOLD_QUESTION:
        return "suicide_self"
    for prefix in _RAISES:
        if action.startswith(prefix) and action.removeprefix(prefix) in FLAGS:
            return action.removeprefix(prefix)
    return None


def due_recheck(turns: Sequence[Turn]) -> str | None:
    """The response that asks again at the end of the latest turn; None when it is not time."""
    return _recheck_after(turns, TURNS_BEFORE)


def overdue_recheck(earlier: Sequence[Turn]) -> str | None:
    """The response that asks again in place of an answer, since every turn so far asked something.

    `earlier` are the turns before the present one, oldest first.
    """
    return _recheck_after(earlier, MOST_TURNS)


def _recheck_after(turns: Sequence[Turn], wait: int) -> str | None:
    since = 0
    for turn in reversed(turns):
        if turn.said(RECHECK) or any(action in ANSWERED for action in turn.actions):
            return None
        flags = [flag for action in turn.actions if (flag := raised_flag(action))]
        if flags:
            return f"{RECHECK}{flags[-1]}" if since >= wait else None
        since += not turn.said(SAFETY)
    return None
