"""The sentences that the safety classifier learns from (`data/sentences/safety/`).

All of them are written for this project. What each key means stands in docs/safety.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.encoder.lesson_files import holds, holds_partly
from bot.locations import SENTENCES
from bot.patterns import normalise
from bot.safety.classifier import NONE
from bot.safety.model import FLAGS
from bot.safety.prepare import windows

FOLDER = SENTENCES / "safety"


class SentenceError(ValueError):
    """A sentence file that cannot be learned from; the message names the file and what to mend."""


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
    """Read all sentence files of a folder. Raises SentenceError."""
    found: list[Sentence] = []
    for file in sorted(folder.glob("*.yml")):
        try:
            blocks = yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)["blocks"]
            for block in blocks:
                found.extend(_read_block(block))
        except SentenceError as error:
            raise SentenceError(f"{file.name}: {error}") from error
        except (yaml.YAMLError, KeyError, TypeError) as error:
            reason = " ".join(str(error).split())
            raise SentenceError(f"{file.name}: not a file of sentences ({reason}).") from error
    return found


def _read_block(block: dict[str, Any]) -> Iterator[Sentence]:
    flag, level, kind = block["flag"], block["level"], block["kind"]
    known = flag in FLAGS and level in ("act", "check")
    if not known and (flag, level) != (NONE, NONE):
        raise SentenceError(f"{flag}/{level} is no flag and level.")
    label = f"{flag}/{level}" if known else NONE
    for one in block["sentences"]:
        entry = {"text": one} if isinstance(one, str) else one
        for clause in entry.get("says", ()):
            if clause not in entry["text"]:
                raise SentenceError(f"{clause!r} does not stand in its message.")
        says = tuple(entry.get("says", ()))
        yield Sentence(entry["text"], label, kind, says, block.get("style", ""))
