"""Whoever types a question or a story in the guided walk is answered, and asked again.

The walk (`data/scripts/recognise/walk.yml`) waits for an answer. What else is typed is answered by
its own rule; then the walk's question stands there once more. What was told is not asked again.
"""

from __future__ import annotations

from collections.abc import Sequence

from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.trackers import DialogueStateTracker

from bot.policies.current_turn import turns

WALK = "utter_walk"
STEP = "walk_step"
DOORS = (None, "start", "stories_intro", "end")
# Whoever says these leaves the walk. The form for a place asks a question of its own.
LEAVING = frozenset(
    {
        *("stop", "menu", "leave", "start_over", "go_back", "help", "show_pattern", "invite_story"),
        *("list_types", "list_options", "show_fitting", "list_feelings", "list_situations"),
        *("start_stories", "start_walk", "ask_law", "tell_place", "list_places", "change_place"),
        *("forget_that", "forget_facts", "ask_take_out", "device_unsafe", "show_plan"),
        *("type_fits", "type_fits_not"),
    }
)
# What a rule asks at its end, where the walk has its own question.
ASKED_LAST = frozenset(
    {
        *("utter_pattern", "utter_ask_type_fits", "utter_type_next", "utter_support_offer"),
        *("utter_option_ask", "utter_option_next", "utter_fear_of_next", "utter_menu"),
    }
)


def next_in_walk(tracker: DialogueStateTracker, done: Sequence[str], planned: str) -> str | None:
    """Action in place of the one that the rules plan, after an aside in the walk; None: as planned.

    `done` are the actions of this turn so far.
    """
    if done and done[-1] == WALK and done[0] != WALK:
        return str(ACTION_LISTEN_NAME)
    if not done or planned not in (ACTION_LISTEN_NAME, *ASKED_LAST) or WALK in done:
        return None
    return WALK if is_aside(tracker) else None


def is_aside(tracker: DialogueStateTracker) -> bool:
    """Whether the latest message was typed while a question of the walk waited for its answer.

    At its door, where the person only chooses where to start, nothing waits yet.
    """
    message, said = tracker.latest_message, turns(tracker)
    if message is None or (message.text or "").startswith("/") or len(said) < 2:
        return False
    asked = said[-2].actions[-1:] == [WALK] and tracker.get_slot(STEP) not in DOORS
    safety = (message.intent_name or "").startswith(("safety_", "screening_"))
    return asked and not safety and message.intent_name not in LEAVING
