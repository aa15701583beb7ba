"""To whom it is done: which other person, and who that was before in the same chat.

The reader hears that it is somebody else, and sometimes takes a son for a friend. Whoever said
that they ask for their son goes on with "he"; that is not taken for themselves.
"""

from __future__ import annotations

from collections.abc import Iterable

from bot.locations import PATTERNS
from bot.patterns.pattern_set import PatternMatch
from bot.patterns.shared import shared_patterns

FOLDER = PATTERNS / "whom"
SELF, WHOM, CHILD = "self", "whom", "child"


def named_whom(text: str, read: str | None, *, held: str | None = None) -> str | None:
    """Give to whom it is done: one whom `text` names, one `held` from before, or who was `read`."""
    found = shared_patterns(FOLDER).find(text)
    others = _others(found)
    to_self = any(match.label == SELF for match in found)
    if read not in (None, SELF):
        return others[0] if others and read not in others else read
    if held not in (None, SELF) and not to_self:
        return others[0] if others else held
    return read


def named_other(text: str) -> str | None:
    """The first other person that a text names; None where it names nobody."""
    return next(iter(_others(shared_patterns(FOLDER).find(text))), None)


def _others(found: Iterable[PatternMatch]) -> list[str]:
    """Who is named, each once; a grown-up son or daughter is family, and no child."""
    matches = [match for match in found if match.label == WHOM]
    grown = any(match.keys.get("grown") for match in matches)
    values = dict.fromkeys(str(match.keys["value"]) for match in matches)
    return [value for value in values if not (grown and value == CHILD)]
