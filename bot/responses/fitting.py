"""Which options fit what a person told, and in which order: by the table, nothing else.

The table is data/options/fitting.yml, written for clinicians to read. Nothing is scored: types
take turns in the order in which they came up, then come those for the relation and for everybody.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

import yaml

from bot.locations import FITTING
from bot.responses.gathered import slot_list

FIRST = 5
"""How many options one list shows before it asks whether to go on."""

MARKS = ("now", "later", "not")
"""How a person can sort an option (slot `sorted_options`)."""

_TYPES = "abuse_types"
_RELATION = "stalker_relation"


@dataclass(frozen=True)
class FittingTable:
    """The table: options by type and relation, those for everybody, and who some are kept from."""

    for_type: Mapping[str, list[str]]
    for_relation: Mapping[str, list[str]]
    for_everybody: list[str]
    only_for: Mapping[str, list[dict[str, Any]]]
    never_for: Mapping[str, list[dict[str, Any]]]

    @classmethod
    def read(cls, file: Path = FITTING) -> FittingTable:
        """Read the table.

        Raises:
            ValueError: the file lacks a part.
        """
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
        try:
            return cls(**{part: content[part] for part in cls.__dataclass_fields__})
        except (KeyError, TypeError) as error:
            raise ValueError(f"{file}: the part {error} is missing.") from error

    def fitting(self, slots: Mapping[str, Any]) -> list[str]:
        """Options that fit what the slots hold, most to the point first."""
        by_type = [self.for_type.get(one, []) for one in slot_list(slots, _TYPES)]
        in_turn = [one for row in zip_longest(*by_type) for one in row if one]
        related = self.for_relation.get(str(slots.get(_RELATION)), [])
        wanted = dict.fromkeys([*in_turn, *related, *self.for_everybody])
        return [option for option in wanted if self.suits(option, slots)]

    def suits(self, option: str, slots: Mapping[str, Any]) -> bool:
        """Whether an option may be offered at all to this person."""
        only = self.only_for.get(option, [])
        if only and not any(_holds(one, slots) for one in only):
            return False
        return not any(_holds(one, slots) for one in self.never_for.get(option, []))


def page_of_fitting(slots: Mapping[str, Any], page: str) -> list[str]:
    """The first few options that fit and are not sorted away, or the `rest` of them."""
    away = {option for mark in MARKS for option in slot_list(slots, f"sorted_options.{mark}")}
    options = [one for one in fitting_table().fitting(slots) if one not in away]
    return options[:FIRST] if page == "first" else options[FIRST:]


@functools.lru_cache(maxsize=1)
def fitting_table() -> FittingTable:
    """Read the table once a process."""
    return FittingTable.read()


def _holds(condition: Mapping[str, Any], slots: Mapping[str, Any]) -> bool:
    """Whether each slot of a condition holds one of the values named; `why` is for people."""
    for slot, wanted in condition.items():
        if slot == "why":
            continue
        held = slots.get(slot)
        values = held if isinstance(held, list) else [held]
        if not set(values) & set(wanted if isinstance(wanted, list) else [wanted]):
            return False
    return True
