"""What a reviewer did in a run, one step after the other, and how that is kept and read back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from bot.preview.notices import notice

MOST_STEPS = 150
"""Longest run; a conversation of a real person is far shorter."""


class StepError(ValueError):
    """A step that cannot be done, or kept steps that cannot be read; says what to mend."""


class Kind(str, Enum):
    """What was done."""

    OPEN = "open"
    """The chat was opened: our own page greets by itself."""
    SAY = "say"
    TAP = "tap"
    SET = "set"
    JUMP = "jump"


@dataclass(frozen=True)
class Step:
    """One step: `text` is what was typed, or the title of the tapped button.

    `value` is the payload of a tapped button, or the response that was jumped to. `slots` are those
    that were set. `said` are the names of the responses that answered when the run was saved.
    """

    kind: Kind
    text: str = ""
    value: str = ""
    slots: Mapping[str, Any] = field(default_factory=dict)
    said: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Give the step as JSON keeps it."""
        kept: dict[str, Any] = {"kind": self.kind.value}
        for key in ("text", "value"):
            if getattr(self, key):
                kept[key] = getattr(self, key)
        if self.slots:
            kept["slots"] = dict(self.slots)
        if self.said:
            kept["said"] = list(self.said)
        return kept


def read_steps(kept: Any) -> list[Step]:
    """Read the steps of a saved run.

    Raises:
        StepError: they are not as this version keeps them.
    """
    steps = kept.get("steps") if isinstance(kept, dict) else None
    if not isinstance(steps, list) or len(steps) > MOST_STEPS:
        raise StepError(notice("play", "run_unreadable"))
    return [_read(one) for one in steps]


def _read(kept: Any) -> Step:
    try:
        return Step(
            Kind(kept["kind"]),
            str(kept.get("text", "")),
            str(kept.get("value", "")),
            dict(kept.get("slots", {})),
            tuple(map(str, kept.get("said", ()))),
        )
    except (AttributeError, KeyError, TypeError, ValueError):
        raise StepError(notice("play", "run_unreadable")) from None
