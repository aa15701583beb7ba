"""What the files of sentences have in common from which a tuning is learned."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

import yaml

# Share of a clause's words from which a stretch that holds them is neither with nor without it.
_PARTLY = 0.6

Read = TypeVar("Read")


class LessonError(ValueError):
    """A file that cannot be learned from; the message names the file and what to mend."""


def read_lessons(folder: Path, key: str, read: Callable[[Any], Iterable[Read]]) -> list[Read]:
    """Read the entries under `key` of every file of a folder. Raises LessonError."""
    found: list[Read] = []
    for file in sorted(folder.glob("*.yml")):
        try:
            for entry in yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)[key]:
                found.extend(read(entry))
        except LessonError as error:
            raise LessonError(f"{file.name}: {error}") from error
        except (yaml.YAMLError, KeyError, TypeError) as error:
            reason = " ".join(str(error).split())
            raise LessonError(f"{file.name}: not a file of `{key}:` ({reason}).") from error
    return found


def checksum(*folders: Path) -> str:
    """SHA-256 over the files of folders, by which a tuning knows what it was trained on."""
    digest = hashlib.sha256()
    for folder in folders:
        for file in sorted(folder.glob("*.yml")):
            digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def holds(window: str, clause: str) -> bool:
    """Whether a stretch of a message holds a clause, or lies within it."""
    return clause in window or window in clause


def holds_partly(window: str, clause: str) -> bool:
    """Whether a stretch has so many of a clause's words that it may or may not tell the same."""
    words = set(clause.casefold().split())
    return len(words & set(window.casefold().split())) >= _PARTLY * len(words)
