"""A list slot in which a person sorts things: each value is `<thing>:<mark>`, each thing once.

A new mark for a thing takes the place of its old one, at the end of the list, so that the order of
the list is the person's own. The mark `first` puts a thing before all others, as `now`; the mark
`off` takes it out.
"""

from __future__ import annotations

from typing import Any

from rasa.shared.core.slots import ListSlot, Slot


class SortingSlot(ListSlot):
    """Keeps the last mark of every thing, in the order in which the marks were given."""

    # Rasa finds slot classes by this name; the inherited "list" would replace its own list slot.
    type_name = "bot.policies.sorting_slot.SortingSlot"

    @property
    def value(self) -> list[str] | None:
        """What is sorted so far, or None when nothing is."""
        stored: list[str] | None = self._value
        return stored

    @value.setter
    def value(self, value: Any) -> None:
        if value is None:
            Slot.value.fset(self, None)
            return
        marks = dict(one.split(":", 1) for one in self._value or [])
        for one in value if isinstance(value, list) else [value]:
            thing, _, mark = str(one).partition(":")
            marks.pop(thing, None)
            if mark == "first":
                marks = {thing: "now", **marks}
            elif mark and mark != "off":
                marks[thing] = mark
        kept = [f"{thing}:{mark}" for thing, mark in marks.items()]
        Slot.value.fset(self, kept or None)
