"""Where the person was before a safety script came in, and what to say to be there again."""

from __future__ import annotations

from collections.abc import Sequence

from rasa.shared.core.domain import Domain

from bot.policies.current_turn import Turn
from bot.policies.recheck import SAFETY

# These only show a step's choices once more; the step is in the turn before.
SAME_STEP = ("utter_no_such_choice", "utter_several_choices")
# Answers that led nowhere are no place to go back to.
PASSED_OVER = (
    "utter_not_understood",
    "utter_misunderstood",
    "utter_out_of_scope",
    "utter_no_words",
)


def way_back(earlier: Sequence[Turn], domain: Domain) -> list[str]:
    """Actions that show the last step before the safety talk again; empty when there was none.

    `earlier` are the turns before the present one, oldest first. A form that was waiting for its
    answer is opened again and asks again; slots are as they were, so responses read as they did.
    """
    for turn in reversed(earlier):
        step = _step(turn, domain)
        if step:
            return step
    return []


def _step(turn: Turn, domain: Domain) -> list[str]:
    own = [
        name
        for name in turn.actions
        if not name.startswith((SAFETY, *PASSED_OVER, *SAME_STEP))
        and (name in domain.form_names or name in domain.user_actions)
    ]
    forms = [name for name in own if name in domain.form_names]
    if forms and own[-1] == forms[-1]:
        return [forms[-1]]
    return list(dict.fromkeys(name for name in own if name not in forms))
