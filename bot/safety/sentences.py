"""The sentences that the safety classifier learns from (`data/sentences/safety/`).

All of them are written for this project. What each key means stands in docs/safety.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.encoder.lesson_files import LessonError, holds, holds_partly, read_lessons
from bot.locations import SENTENCES
from bot.patterns import normalise
from bot.safety.classifier import NONE
from bot.safety.model import FLAGS
from bot.safety.prepare import windows

FOLDER = SENTENCES / "safety"


@dataclass(frozen=True)
class Sentence:
    """A message, its label ("none" or "<flag>/<level>"), and the clauses that carry the danger.

    `says` is empty where the whole message does. `kind` names the wording, `style` where such a
    message is found (only in sentences for judging).
    """

    text: str
    label: str
    kind: str
    says: tuple[str, ...] = ()
    style: str = ""

    def units(self) -> Iterator[tuple[str, str]]:
        """Yield what is learned from it: texts as the classifier reads them, with their labels."""
        text = normalise(self.text)
        clauses = [normalise(clause) for clause in self.says]
        if not clauses:
            yield text, self.label
            if self.label == NONE:
                yield from ((window, NONE) for window in windows(self.text))
            return
        yield from ((clause, self.label) for clause in clauses)
        for window in windows(self.text):
            if any(holds(window, clause) for clause in clauses):
                yield window, self.label
            elif not any(holds_partly(window, clause) for clause in clauses):
                yield window, NONE


def read_sentences(folder: Path = FOLDER) -> list[Sentence]:
    """Read all sentence files of a folder. Raises LessonError."""
    return read_lessons(folder, "blocks", _read_block)


def _read_block(block: dict[str, Any]) -> Iterator[Sentence]:
    flag, level, kind = block["flag"], block["level"], block["kind"]
    known = flag in FLAGS and level in ("act", "check")
    if not known and (flag, level) != (NONE, NONE):
        raise LessonError(f"{flag}/{level} is no flag and level.")
    label = f"{flag}/{level}" if known else NONE
    for one in block["sentences"]:
        entry = {"text": one} if isinstance(one, str) else one
        for clause in entry.get("says", ()):
            if clause not in entry["text"]:
                raise LessonError(f"{clause!r} does not stand in its message.")
        says = tuple(entry.get("says", ()))
        yield Sentence(entry["text"], label, kind, says, block.get("style", ""))
