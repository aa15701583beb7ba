"""A list slot that gathers: what is said later is added to what was said before.

People tell their story in pieces, so a second message must not wipe what the first one named.
"""

from __future__ import annotations

from bot.policies.remembering_slot import RememberingSlot


class GatheringSlot(RememberingSlot):
    """Keeps every value once, in the order in which it came."""

    type_name = "bot.policies.gathering_slot.GatheringSlot"

    def joined(self, before: list[str], told: list[str]) -> list[str]:
        """Add what is new."""
        return list(dict.fromkeys([*before, *told]))
