"""The words of a sheet that stand in no script: `data/handouts/<sheet>.en.yml`."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import yaml

from bot.locations import DATA

FOLDER: Final = DATA / "handouts"


class HandoutError(ValueError):
    """A file of words cannot be read; the message names the file and what to mend."""


@dataclass(frozen=True)
class Section:
    """One part of a sheet: a heading over what the bot says in `response`.

    `leave_out` are sentences that make sense in a chat only; `age` chooses the variation for that
    age band; a `large` section is printed alone, to be read from afar.
    """

    heading: str
    response: str
    leave_out: tuple[str, ...] = ()
    age: str = ""
    large: bool = False


@dataclass(frozen=True)
class SheetWords:
    """Words by name, the sections in order, and the columns of a table."""

    words: dict[str, str]
    sections: tuple[Section, ...] = ()
    columns: tuple[str, ...] = ()
    sources: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return self.words[name]


@lru_cache(maxsize=8)
def sheet_words(name: str, language: str = "en", folder: Path = FOLDER) -> SheetWords:
    """Read the words of a sheet.

    Raises:
        HandoutError: the file is not there, is no valid YAML, or a word has no text or no source.
    """
    path = folder / f"{name}.{language}.yml"
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        words = {key: _text(one) for key, one in content["words"].items()}
        columns = tuple(_text(one) for one in content.get("columns", ()))
        sections = tuple(_section(one) for one in content.get("sections", ()))
        sources = {key: one["source"] for key, one in content["words"].items()}
    except OSError as error:
        raise HandoutError(f"{path.name} cannot be read: {error.strerror}.") from error
    except (yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
        raise HandoutError(f"{path.name}: {error} is missing or not as it should be.") from error
    return SheetWords(words, sections, columns, sources)


def _section(said: dict[str, Any]) -> Section:
    return Section(
        heading=_text(said["heading"]),
        response=said["response"],
        leave_out=tuple(said.get("leave_out", ())),
        age=said.get("age", ""),
        large=bool(said.get("large", False)),
    )


def _text(said: dict[str, str]) -> str:
    if not said["text"] or not said["source"]:
        raise KeyError("text or source")
    return said["text"]
