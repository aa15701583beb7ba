"""One record of the legal data as the pages show it: its name, its check, its doubts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from actions.legal.files import Record
from actions.legal.freshness import is_stale, stale_after_days
from actions.legal.identity import SECTIONS, record_key, text_hash
from actions.legal.vocabulary import NATIONAL, open_to_stranger
from bot.preview.law.folder import PlaceFile

WORDS: Final = {section: word for word, section in SECTIONS.items()}
"""Section of a file -> its word in a record's name and in a page's address."""


@dataclass(frozen=True)
class ShownRecord:
    """A record with the place that it stands in; `number` counts from 1 in its section."""

    code: str
    place: str
    section: str
    number: int
    content: Record

    @property
    def word(self) -> str:
        """Give the word of the section, as `OH.laws.3` has it."""
        return WORDS[self.section]

    @property
    def name(self) -> str:
        """Give the name that the command line knows too, such as `OH.laws.3`."""
        return f"{self.code}.{self.word}.{self.number}"

    @property
    def key(self) -> str:
        """Give what makes it the same record over time."""
        return record_key(self.section, self.content)

    def is_same(self, other: ShownRecord) -> bool:
        """Say whether both are one record, maybe at different times."""
        return (self.section, self.key) == (other.section, other.key)

    @property
    def head(self) -> str:
        """Give the line by which people know it."""
        return str(
            self.content.get("title") or self.content.get("name") or self.content.get("says")
        )

    @property
    def topic(self) -> str:
        """Give what it is about, in the vocabulary's word; empty for a court order."""
        content = self.content
        if self.section == "laws":
            return str(content["topic"])
        return str(content.get("what") or content.get("kind") or "")

    @property
    def read(self) -> bool:
        """Say whether somebody read a page about it."""
        return bool(self.content["check"] == "read")

    @property
    def checked_on(self) -> dt.date | None:
        """Give the day of the check."""
        day = self.content.get("checked_on")
        return dt.date.fromisoformat(day) if day else None

    @property
    def age(self) -> int | None:
        """Give how many days ago it was checked."""
        day = self.checked_on
        return (dt.date.today() - day).days if day else None

    @property
    def stale(self) -> bool:
        """Say whether the check is so long ago that the bot says so."""
        return is_stale(self.checked_on, dt.date.today(), stale_after_days())

    @property
    def stranger(self) -> str:
        """Give whether a stranger's target can use this court order: yes, no or unknown."""
        return open_to_stranger(self.content) if self.section == "protective_orders" else ""


def records(place: PlaceFile) -> Iterator[ShownRecord]:
    """Give every record of a file, section by section, in the file's order."""
    for section in SECTIONS.values():
        for number, item in enumerate(place.content.get(section, []), 1):
            yield ShownRecord(place.code, place.name, section, number, item)


def record(place: PlaceFile, word: str, number: int) -> ShownRecord | None:
    """Give one record by the word of its section and its number; None when there is none."""
    section = SECTIONS.get(word, "")
    items = place.content.get(section, [])
    if not 1 <= number <= len(items):
        return None
    return ShownRecord(place.code, place.name, section, number, items[number - 1])


def reviews(place: PlaceFile, shown: ShownRecord) -> list[tuple[Record, bool]]:
    """Give who checked a record, the newest first, and whether it was the text of now."""
    if place.code == NATIONAL:
        return []
    now = text_hash(shown.content)
    found = [
        (review, review["text_hash"] == now)
        for review in place.content.get("reviews", [])
        if review["section"] == shown.section and review["record"] == shown.key
    ]
    return found[::-1]
