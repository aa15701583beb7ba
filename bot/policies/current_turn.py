"""What was done in each turn: since the person last spoke, and before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from rasa.shared.core.constants import ACTION_BACK_NAME, ACTION_LISTEN_NAME
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    BotUttered,
    LoopInterrupted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

UNSPOKEN = (None, ACTION_LISTEN_NAME)


@dataclass
class Turn:
    """One message and what the bot did upon it, in order, without the listening."""

    intent: str | None
    actions: list[str] = field(default_factory=list)

    def said(self, prefix: str) -> list[str]:
        """Names of the actions that begin with a prefix."""
        return [name for name in self.actions if name.startswith(prefix)]


def turns(tracker: DialogueStateTracker) -> Sequence[Turn]:
    """All turns that count (not those taken back), oldest first; the latest may be under way."""
    found: list[Turn] = []
    for event in tracker.applied_events():
        if isinstance(event, UserUttered):
            found.append(Turn(event.intent_name))
        elif isinstance(event, ActionExecuted) and found:
            found[-1].actions += [event.action_name] if event.action_name not in UNSPOKEN else []
    return found


def actions_this_turn(tracker: DialogueStateTracker) -> list[str]:
    """Names of the actions run since the latest message, oldest first."""
    names: list[str] = []
    for event in reversed(tracker.applied_events()):
        if isinstance(event, UserUttered):
            break
        if isinstance(event, ActionExecuted) and event.action_name:
            names.append(event.action_name)
    return names[::-1]


def asks_something(tracker: DialogueStateTracker) -> bool:
    """Whether the bot has asked something since the latest message: a text with a question mark."""
    for event in reversed(tracker.applied_events()):
        if isinstance(event, UserUttered):
            return False
        if isinstance(event, BotUttered) and "?" in (event.text or ""):
            return True
    return False


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


def latest_turns(tracker: DialogueStateTracker, count: int) -> DialogueStateTracker:
    """Give a conversation of the latest turns alone, with the slots and the loop from before."""
    events = tracker.applied_events()
    told = [place for place, event in enumerate(events) if isinstance(event, UserUttered)]
    if len(told) <= count:
        return tracker
    cut = told[-count]
    short: DialogueStateTracker = tracker.init_copy()
    for event in events[:cut]:
        if isinstance(event, SlotSet | ActiveLoop | LoopInterrupted):
            short.update(event)
    for event in events[cut:]:
        short.update(event)
    return short
