"""Who does it, where plain words name them: an ex roommate, a landlord, a customer.

The reader hears "ex" and thinks of a partner, and takes a landlord for a professional; the law and
the options for these are other ones. What is named in plain words goes before what was guessed.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.locations import PATTERNS
from bot.patterns.pattern_set import PatternMatch
from bot.patterns.shared import shared_patterns

FOLDER = PATTERNS / "relation"
NOT_EX = "not_ex"
PARTNERS = frozenset({"partner", "ex_partner"})
PROFESSIONAL = "professional"
FORMER, KNOWN, CLOSE = "former_tie", "known_person", "close_person"
SHARED = "shared"
OUTSIDER = "stranger"
# In a longer story the reader has more to go by than a word for the tie.
FEW_WORDS = 20


@dataclass(frozen=True)
class Tie:
    """Who does it (`stalker_relation`), and `shared` where they live, or lived, in one home."""

    relation: str | None = None
    home: str | None = None


def named_tie(text: str, read: str | None, held: str | None = None) -> Tie:
    """Give who does it: what `text` names, else what was `read`.

    A wife that was told of before (`held`) is no ex because a later message only says "she".
    """
    found = shared_patterns(FOLDER).find(text)
    if {read, held} <= PARTNERS and not any(match.label in (FORMER, CLOSE) for match in found):
        return Tie(held)
    former = [match for match in found if match.label == FORMER]
    if former and (read is None or read in PARTNERS):
        named = next((match for match in former if match.keys["value"] != NOT_EX), None)
        # Old neighbors are often only mentioned; where nobody was read they do not count.
        if named is None or not (read is None and named.keys["value"] == OUTSIDER):
            return _tie(named) if named else Tie()
    if read in PARTNERS or read == PROFESSIONAL:
        other = PROFESSIONAL if read == PROFESSIONAL else "partner"
        close = {match.keys["value"] for match in found if match.label == CLOSE}
        known = [match for match in found if match.label == KNOWN]
        if known and other not in close:
            return _tie(known[0])
        if read in PARTNERS and other not in close and len(text.split()) <= FEW_WORDS:
            return Tie()  # "he keeps calling" may be anybody
    doing = [match for match in found if match.keys.get("does")]
    if read is None and doing:
        return _tie(doing[0])
    homes = [match for match in found if match.keys.get("shares_home")]
    return Tie(read, SHARED if homes and read == homes[0].keys["value"] else None)


def _tie(match: PatternMatch) -> Tie:
    return Tie(str(match.keys["value"]), SHARED if match.keys.get("shares_home") else None)
