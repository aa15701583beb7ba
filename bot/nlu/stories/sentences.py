"""The stories that the story reader learns from (`data/sentences/stories/`).

All of them are written for this project. What each key means stands in docs/recognising.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.encoder.lesson_files import LessonError, holds, holds_partly, read_lessons
from bot.locations import SENTENCES
from bot.patterns import normalise
from bot.safety.prepare import MOST_WORDS_AT_ONCE, windows

FOLDER = SENTENCES / "stories"
RELATIONS = (
    *("partner", "ex_partner", "family", "friend", "classmate", "coworker", "professional"),
    *("stranger", "unknown"),
)
WHOM = ("self", "child", "friend", "partner", "family", "client")
GOES_ON = ("now", "over")
UNSAID = "unsaid"
# All that a message may tell beside types.
FACT_LABELS = (
    *(f"relation/{name}" for name in RELATIONS),
    *(f"whom/{name}" for name in WHOM),
    *(f"goes_on/{name}" for name in GOES_ON),
)


@dataclass(frozen=True)
class Story:
    """A message, the types it tells of, and who, whom and when; `says` has a type's clauses."""

    text: str
    types: tuple[str, ...]
    relation: str = UNSAID
    whom: str = UNSAID
    goes_on: str = UNSAID
    says: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def units(self) -> Iterator[tuple[str, dict[str, float | None]]]:
        """Yield texts as the reader reads them, each with the labels that hold (None: unclear).

        A label that is missing does not hold. In a stretch of a long story a type holds where its
        clause stands; who and whom stand in the whole story only, and not where nothing is done.
        """
        told = self.types or self.relation != UNSAID
        unknown = () if told else FACT_LABELS
        whole: dict[str, float | None] = dict.fromkeys(unknown)
        whole |= {type_label(name): 1.0 for name in self.types}
        for key, value in (("relation", self.relation), ("whom", self.whom)):
            if value != UNSAID:
                whole[f"{key}/{value}"] = 1.0
        if self.goes_on != UNSAID:
            whole[f"goes_on/{self.goes_on}"] = 1.0
        yield normalise(self.text), whole
        if len(self.text.split()) <= MOST_WORDS_AT_ONCE:
            return
        for window in windows(self.text):
            found: dict[str, float | None] = dict.fromkeys(FACT_LABELS)
            for name in self.types:
                found[type_label(name)] = self._told_in(window, name)
            yield window, found

    def _told_in(self, window: str, name: str) -> float | None:
        clauses = [normalise(clause) for clause in self.says.get(name, ())]
        if not clauses:
            return None
        if any(holds(window, clause) for clause in clauses):
            return 1.0
        return None if any(holds_partly(window, clause) for clause in clauses) else 0.0


def type_label(name: str) -> str:
    """The reader's label of a type of cyberstalking."""
    return f"type/{name}"


def read_stories(folder: Path = FOLDER) -> list[Story]:
    """Read all story files of a folder. Raises LessonError."""
    return read_lessons(folder, "tellings", _story)


def _story(entry: dict[str, Any]) -> Iterator[Story]:
    for key, values in (("relation", RELATIONS), ("whom", WHOM), ("goes_on", GOES_ON)):
        if entry.get(key, UNSAID) not in (*values, UNSAID):
            raise LessonError(f"{entry[key]!r} is no {key}.")
    says = {name: tuple(clauses) for name, clauses in entry.get("says", {}).items()}
    for name, clauses in says.items():
        if name not in entry["types"]:
            raise LessonError(f"{name!r} has clauses but is not among the types.")
        for clause in clauses:
            if clause not in entry["text"]:
                raise LessonError(f"{clause!r} does not stand in its story.")
    yield Story(
        entry["text"],
        tuple(entry["types"]),
        entry.get("relation", UNSAID),
        entry.get("whom", UNSAID),
        entry.get("goes_on", UNSAID),
        says,
    )
