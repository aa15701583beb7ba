"""What the files of sentences have in common from which a tuning is learned."""

from __future__ import annotations

import hashlib
from pathlib import Path

# Share of a clause's words from which a stretch that holds them is neither with nor without it.
_PARTLY = 0.6


def checksum(folder: Path) -> str:
    """SHA-256 over the files of a folder, by which a tuning knows what it was trained on."""
    digest = hashlib.sha256()
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
