"""What the bot said last, before the message that is being read."""

from __future__ import annotations

from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker


def last_response(tracker: DialogueStateTracker | None) -> str:
    """Name of the last response of the bot's last turn; empty where there was none."""
    for event in reversed(tracker.applied_events() if tracker else []):
        if isinstance(event, UserUttered):
            return ""
        if isinstance(event, BotUttered):
            return str((event.metadata or {}).get("utter_action") or "")
    return ""
