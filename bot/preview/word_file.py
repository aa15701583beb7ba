"""Files of words that the preview shows: data/preview/<name>.en.yml."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import yaml

from bot.locations import DATA

FOLDER: Final = DATA / "preview"


@dataclass(frozen=True)
class WordFile:
    """The parts of a file by name; most have a sentence by name, some a list of them."""

    content: Mapping[str, Any]

    def sentence(self, part: str, key: str, /, **filled: object) -> str:
        """Give a sentence of a part, with its places filled in.

        Raises:
            KeyError: the file lacks it.
        """
        return str(self.content[part][key]).format(**filled)

    def sentences(self, part: str, key: str, /) -> Sequence[str]:
        """Give a list of a part, such as the heading of a table.

        Raises:
            KeyError: the file lacks it.
        """
        return [str(one) for one in self.content[part][key]]

    def named(self, part: str, name: str, /) -> str:
        """Give the words for a name as they are written; empty where the file has none."""
        return str(self.content[part].get(name) or "")


@lru_cache(maxsize=8)
def word_file(name: str) -> WordFile:
    """Read a file of the folder, once a process.

    Raises:
        OSError: there is no such file.
    """
    return WordFile(yaml.safe_load((FOLDER / f"{name}.en.yml").read_text(encoding="utf-8")))
