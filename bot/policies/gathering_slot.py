"""A list slot that gathers: what is said later is added to what was said before.

People tell their story in pieces, so a second message must not wipe what the first one named.
Setting the slot to None (start over) empties it.
"""

from __future__ import annotations

from typing import Any

from rasa.shared.core.slots import ListSlot, Slot


class GatheringSlot(ListSlot):
    """Keeps every value once, in the order in which it came."""

    # Rasa finds slot classes by this name; the inherited "list" would replace its own list slot.
    type_name = "bot.policies.gathering_slot.GatheringSlot"

    @property
    def value(self) -> list[str] | None:
        """The values so far, or None when there are none."""
        stored: list[str] | None = self._value
        return stored

    @value.setter
    def value(self, value: Any) -> None:
        if value is None:
            Slot.value.fset(self, None)
            return
        added = value if isinstance(value, list) else [value]
        Slot.value.fset(self, list(dict.fromkeys([*(self._value or []), *added])))
