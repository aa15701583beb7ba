"""A list slot in which a person sorts things: each value is `<thing>:<mark>`, each thing once.

A new mark for a thing takes the place of its old one, at the end of the list, so that the order of
the list is the person's own. The mark `first` puts a thing before all others, as `now`; the mark
`off` takes it out.
"""

from __future__ import annotations

from bot.policies.remembering_slot import RememberingSlot


class SortingSlot(RememberingSlot):
    """Keeps the last mark of every thing, in the order in which the marks were given."""

    type_name = "bot.policies.sorting_slot.SortingSlot"

    def joined(self, before: list[str], told: list[str]) -> list[str]:
        """Sort in what was marked now."""
        marks = dict(one.split(":", 1) for one in before)
        for one in told:
            thing, _, mark = str(one).partition(":")
            marks.pop(thing, None)
            if mark == "first":
                marks = {thing: "now", **marks}
            elif mark and mark != "off":
                marks[thing] = mark
        return [f"{thing}:{mark}" for thing, mark in marks.items()]
