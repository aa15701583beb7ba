"""How long something has gone on, how often it happens, and whether it stopped, where told.

A course of conduct, not one act, is what most stalking laws ask for (18 U.S.C. § 2261A). Only the
unit is kept ("months"), never the person's words.
"""

from __future__ import annotations

from collections.abc import Iterable

from bot.locations import PATTERNS
from bot.patterns.shared import shared_patterns

FOLDER = PATTERNS / "story"
# The values of each pattern file; of several that are told the first counts.
VALUES = {
    "duration": ("years", "months", "weeks", "days"),
    "frequency": ("daily", "weekly", "repeatedly"),
    "goes_on": ("over",),
}


def course_of(stretches: Iterable[str]) -> dict[str, str]:
    """Give `duration`, `frequency` and `goes_on`, as far as these stretches tell them."""
    told: dict[str, set[str]] = {}
    for stretch in stretches:
        for match in shared_patterns(FOLDER).find(stretch):
            told.setdefault(match.label, set()).add(str(match.keys["value"]))
    return {
        label: next(value for value in VALUES[label] if value in values)
        for label, values in told.items()
    }
