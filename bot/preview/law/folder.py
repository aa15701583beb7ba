"""The files of the legal data, read and checked, each read again only when it changed."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from actions.legal import files
from actions.legal.files import Mistake, Record
from actions.legal.vocabulary import FEDERAL, NATIONAL, STATE_CODES

SETTING: Final = "LANTERN_LEGAL_DATA"
"""Folder of the files, where it is not the one in the repository."""

CODES: Final = (*STATE_CODES, FEDERAL, NATIONAL)


@dataclass(frozen=True)
class PlaceFile:
    """One file: what it says (empty when it has mistakes), and its mistakes."""

    code: str
    content: Record
    mistakes: tuple[Mistake, ...]

    @property
    def name(self) -> str:
        """Name of the place, as people say it."""
        return str(self.content.get("name") or self.content.get("scope") or self.code)


def folder() -> Path:
    """Give the folder in LANTERN_LEGAL_DATA, or the one in the repository."""
    said = os.environ.get(SETTING, "").strip()
    return Path(said) if said else files.DEFAULT_FOLDER


def path_of(code: str) -> Path:
    """Give the file of a place."""
    return folder() / f"{code}.yaml"


def place(code: str) -> PlaceFile | None:
    """Read the file of a place; None for a code that is none, or has no file."""
    if code not in CODES:
        return None
    path = path_of(code)
    try:
        state = path.stat()
    except FileNotFoundError:
        return None
    return _read(path, state.st_mtime_ns, state.st_size, state.st_ino)


def places() -> list[PlaceFile]:
    """Read all files, states by name, then federal law and the national lines."""
    found = [one for one in map(place, CODES) if one]
    last = {FEDERAL: 1, NATIONAL: 2}
    return sorted(found, key=lambda one: (last.get(one.code, 0), one.name))


@lru_cache(maxsize=256)
def _read(path: Path, *_state: int) -> PlaceFile:
    content, mistakes = files.read_file(path)
    return PlaceFile(path.stem, content, tuple(mistakes))
