"""What "it" is in a question: "should i destroy it", where a tracker was told of before.

The words stand in `data/nouns/spoken_of.en.yml`.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Any, Final

import yaml
from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.locations import DATA

FILE: Final = DATA / "nouns" / "spoken_of.en.yml"
LAW: Final = "action_show_state_law"


@dataclass(frozen=True)
class SpokenOf:
    """A thing that a chat is about: a noun with its article, and the pronouns for it.

    `surely` where a pronoun can hardly stand for anything else.
    """

    noun: str
    pronouns: tuple[str, ...]
    surely: bool = False

    def instead(self, text: str) -> str | None:
        """The text with the noun for its first pronoun; None where it has none."""
        pronoun = rf"\b(?:{'|'.join(self.pronouns)})\b"
        filled, count = re.subn(pronoun, self.noun, text, count=1, flags=re.IGNORECASE)
        return filled if count else None


def spoken_of(tracker: DialogueStateTracker | None) -> SpokenOf | None:
    """The thing that the chat is about; None where none is known."""
    if tracker is None:
        return None
    words = _words()
    if _showed_the_law(tracker):
        return SpokenOf(words["law"]["noun"], tuple(words["law"]["pronouns"]), surely=True)
    kinds: list[str] = tracker.get_slot("abuse_types") or []
    named = [words["kinds"][kind] for kind in kinds if kind in words["kinds"]]
    return SpokenOf(named[-1], tuple(words["pronouns"])) if named else None


def _showed_the_law(tracker: DialogueStateTracker) -> bool:
    for event in reversed(tracker.applied_events()):
        if isinstance(event, UserUttered):
            return False
        if isinstance(event, ActionExecuted) and event.action_name == LAW:
            return True
    return False


@functools.lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return read
