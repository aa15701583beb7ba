"""How one record is named, by people (`OH.laws.3`) and over time, and what it says as a hash."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

Record = dict[str, Any]

SECTIONS: Final = {
    "laws": "laws",
    "orders": "protective_orders",
    "resources": "resources",
    "none_found": "none_found",
}
"""The word in a record's name -> the section of a data file that the record stands in."""

PLACE: Final = "place"
"""The section under which history keeps a place's own name and notes."""

_KEYS: Final = {
    "laws": ("topic", "kind", "citation"),
    "protective_orders": ("name",),
    "resources": ("kind", "name"),
    "none_found": ("what",),
    PLACE: (),
}
_ABOUT_THE_CHECK: Final = frozenset(
    {"check", "how", "checked_on", "source", "source_date", "read_fields"}
)
_NAME: Final = re.compile(r"^(?P<code>[A-Za-z]{2})\.(?P<word>[a-z_]+)\.(?P<number>[1-9]\d{0,3})$")


@dataclass(frozen=True)
class RecordName:
    """`OH.laws.3`: the third law in the file of Ohio; `number` counts from 1, as people do."""

    code: str
    section: str
    number: int

    def __str__(self) -> str:
        word = next(word for word, section in SECTIONS.items() if section == self.section)
        return f"{self.code}.{word}.{self.number}"


def parse_name(text: str) -> RecordName:
    """Read a name such as `OH.laws.3`; raises ValueError with a sentence that says what to mend."""
    match = _NAME.match(text.strip())
    if not match or match["word"] not in SECTIONS:
        words = ", ".join(SECTIONS)
        raise ValueError(f"{text} is no record; write it like OH.laws.3, with one of {words}.")
    return RecordName(match["code"].upper(), SECTIONS[match["word"]], int(match["number"]))


def record_key(section: str, item: Mapping[str, Any]) -> str:
    """Return what makes a record the same one from load to load, within its place and section.

    A record whose citation changes is a new one: the old citation was what people were told.
    """
    return " | ".join(str(item[name]) for name in _KEYS[section])


def text_hash(item: Mapping[str, Any]) -> str:
    """Hash what a record says (16 hex digits), leaving out how and when it was checked."""
    said = {name: value for name, value in item.items() if name not in _ABOUT_THE_CHECK}
    return hashlib.sha256(canonical(said).encode()).hexdigest()[:16]


def canonical(item: Mapping[str, Any]) -> str:
    """Write a record in one way only, whatever the order of its fields."""
    return json.dumps(item, sort_keys=True, ensure_ascii=False)
