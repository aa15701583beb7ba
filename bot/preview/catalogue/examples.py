"""What people type: sentences out of the training examples (data/nlu), a few for each meaning.

What speaks of danger is found by patterns (data/patterns/safety), so its sentences are theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from bot.locations import DATA
from bot.safety.language import language_of
from bot.safety.model import FLAGS

EXAMPLES: Final = Path("nlu")
DANGER: Final = Path("patterns", "safety")
SHOWN: Final = 3
_MARKED: Final = re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})")
"""Words of a sentence that Rasa's format marks as an entity."""

_SHORTEST: Final = 2
"""Words of the shortest sentence that is shown, where there are longer ones."""


@dataclass(frozen=True)
class Block:
    """Sentences that mean one thing; `labels` are names and values that they carry beside it."""

    intent: str
    labels: frozenset[tuple[str, str]]
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Examples:
    """All blocks of training examples, in the order of their files."""

    blocks: tuple[Block, ...]

    @classmethod
    def read(cls, data: Path = DATA) -> Examples:
        """Read the examples below a folder of data; what is not there has none."""
        found = [
            _block(block)
            for file in sorted((data / EXAMPLES).rglob("*.yml"))
            for block in _content(file).get("nlu") or []
            if "intent" in block
        ]
        for file in sorted((data / DANGER).glob("*.yml")):
            content = _content(file)
            if content.get("label") in FLAGS:
                found.extend(_danger(content["label"], content.get("patterns") or []))
        return cls(tuple(found))

    def of(self, intent: str, value: object = None) -> list[str]:
        """Give a few sentences of an intent, those that carry a value if one is named.

        An intent's sentences without labels are preferred where no value is named.
        """
        blocks = [one for one in self.blocks if one.intent == intent]
        if value not in (None, "none", "all", "some"):
            blocks = [one for one in blocks if str(value) in {label for _, label in one.labels}]
        else:
            blocks = [one for one in blocks if not one.labels] or blocks
        sentences = list(dict.fromkeys(one for block in blocks for one in block.sentences))
        longer = [one for one in sentences if len(one.split()) >= _SHORTEST]
        english_first = sorted(longer or sentences, key=lambda one: language_of(one) != "en")
        return english_first[:SHOWN]


def _content(file: Path) -> dict[str, Any]:
    content = yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)
    return content if isinstance(content, dict) else {}


def _danger(flag: str, patterns: list[dict[str, Any]]) -> Iterator[Block]:
    """Blocks of a safety flag, labelled with how sure a pattern is: `act` or `check`."""
    for level in ("act", "check"):
        whole = [one for one in patterns if one.get("level") == level and "needs" not in one]
        sentences = (one["example"] for one in whole)
        firsts = (one[0] if isinstance(one, list) else one for one in sentences)
        yield Block(flag, frozenset({("level", level)}), tuple(map(str, firsts)))


def _block(block: Mapping[str, Any]) -> Block:
    labels = {
        (name, str(one))
        for name, label in (block.get("metadata") or {}).items()
        for one in (label if isinstance(label, list) else [label])
    }
    lines = (line.strip() for line in str(block.get("examples") or "").splitlines())
    sentences = (line.removeprefix("- ").strip() for line in lines if line.startswith("- "))
    read = tuple(_MARKED.sub(r"\1", one) for one in sentences)
    return Block(str(block["intent"]), frozenset(labels), read)
