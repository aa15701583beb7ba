"""What has been done since the person last spoke."""

from __future__ import annotations

from rasa.shared.core.constants import ACTION_BACK_NAME
from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker


def actions_this_turn(tracker: DialogueStateTracker) -> list[str]:
    """Names of the actions run since the latest message, oldest first."""
    names: list[str] = []
    for event in reversed(tracker.applied_events()):
        if isinstance(event, UserUttered):
            break
        if isinstance(event, ActionExecuted) and event.action_name:
            names.append(event.action_name)
    return names[::-1]


def actions_since_back(tracker: DialogueStateTracker) -> list[str] | None:
    """Names of the actions run since `action_back` in this turn; None when it did not run.

    After `action_back` the latest message is an older one, so whoever answers messages has to ask
    this first: that older message was answered already.
    """
    names: list[str] = []
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            return None
        if isinstance(event, ActionExecuted) and event.action_name:
            if event.action_name == ACTION_BACK_NAME:
                return names[::-1]
            names.append(event.action_name)
    return None
