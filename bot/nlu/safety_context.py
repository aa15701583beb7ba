"""What was said before a message, as far as it changes what the message says about safety."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.nlu.safety_answers import SAFETY, last_safety_response, stays_in_a_row

# Intents that answer a safety script: "that's not what I meant", "why do you ask".
ANSWERS_TO_SAFETY = ("safety_not_meant", "safety_why")
# Turns back in which a safety script has to have spoken for them.
RECENT_TURNS = 3
# Kinds of abuse in which a deadline is one for money or pictures.
EXTORTION = {"sextortion", "ncii_intimate_images", "deepfake"}


@dataclass(frozen=True)
class SafetyContext:
    """What the safety component has to know of the conversation before a message.

    `after` is the last safety response of the bot's last turn, or None; `stays` how many turns in
    a row only stayed; `spoken` whether a safety script spoke lately; `offered` the titles of the
    buttons of the last turn; `slots` the slots that matter here, by name.
    """

    after: str | None = None
    stays: int = 0
    spoken: bool = False
    offered: frozenset[str] = frozenset()
    slots: tuple[tuple[str, Any], ...] = ()

    @classmethod
    def of(cls, tracker: DialogueStateTracker | None) -> SafetyContext:
        """Read the context from a tracker; without one, nothing was said before."""
        if tracker is None:
            return cls()
        named = ("age_band", "language", "abuse_types", "safety_flag", "safety_step")
        return cls(
            after=last_safety_response(tracker),
            stays=stays_in_a_row(tracker),
            spoken=any(name.startswith(SAFETY) for name in _said(tracker, RECENT_TURNS)),
            offered=frozenset(_plain(title) for title in _titles(tracker)),
            slots=tuple((name, tracker.get_slot(name)) for name in named),
        )

    def slot(self, name: str) -> Any:
        """Value of one of the slots."""
        return dict(self.slots).get(name)

    @property
    def extorted(self) -> bool:
        """Whether the person told of pictures or money that somebody demands."""
        return bool(EXTORTION & {*(self.slot("abuse_types") or [])})

    def offers(self, text: str) -> bool:
        """Whether a text is in the words of a button of the bot's last turn."""
        return bool(_plain(text)) and _plain(text) in self.offered


def _said(tracker: DialogueStateTracker, turns: int) -> Iterator[str]:
    for event in reversed(tracker.applied_events()):
        if isinstance(event, UserUttered):
            turns -= 1
            if turns < 0:
                return
        elif isinstance(event, BotUttered):
            yield str((event.metadata or {}).get("utter_action") or "")


def _titles(tracker: DialogueStateTracker) -> Iterator[str]:
    for event in reversed(tracker.applied_events()):
        if isinstance(event, UserUttered):
            return
        if isinstance(event, BotUttered):
            for button in (event.data or {}).get("buttons") or []:
                yield str(button["title"])


def _plain(text: str) -> str:
    return "".join(c for c in text.casefold().replace("’", "'") if c.isalnum() or c in " '").strip()
