"""A list slot to which what is said later is joined: the base of those that gather and sort."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

from rasa.shared.core.slots import ListSlot, Slot


class RememberingSlot(ListSlot):
    """Joins each new value with what it holds. Setting it to None (start over) empties it."""

    # Rasa finds slot classes by this name; the inherited "list" would replace its own list slot.
    type_name = "bot.policies.remembering_slot.RememberingSlot"

    @property
    def value(self) -> list[str] | None:
        """The values so far, or None when there are none."""
        stored: list[str] | None = self._value
        return stored

    @value.setter
    def value(self, value: Any) -> None:
        told = value if isinstance(value, list) else [value]
        kept = None if value is None else self.joined(self._value or [], told)
        Slot.value.fset(self, kept or None)

    @abstractmethod
    def joined(self, before: list[str], told: list[str]) -> list[str]:
        """Give what is held from now on."""
