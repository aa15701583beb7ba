"""What the bot says in a response, as the parts of a printed page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from bot.preview.handouts.words import HandoutError, Section
from bot.responses.script_index import ScriptIndex

_ITEM: Final = "- "
_QUOTED: Final = re.compile(r'^"(?P<words>[^"]+)"$')


@dataclass(frozen=True)
class Passage:
    """A paragraph, words to say or copy (without their quotation marks), or a list."""

    kind: Literal["text", "words", "list"]
    text: str = ""
    items: tuple[str, ...] = ()


def passages(index: ScriptIndex, section: Section) -> list[Passage]:
    """Give what a section prints, out of the bot's own response.

    Raises:
        HandoutError: there is no such response, or a sentence to leave out is not in it.
    """
    said = _said(index, section)
    for sentence in section.leave_out:
        if sentence not in said:
            raise HandoutError(f"{section.response} does not say “{sentence}” any more.")
        said = said.replace(sentence, "")
    found: list[Passage] = []
    for paragraph in re.split(r"\n\s*\n", said):
        found += _parts([line.strip() for line in paragraph.split("\n") if line.strip()])
    return found


def _said(index: ScriptIndex, section: Section) -> str:
    wanted = [
        one
        for one in index.responses.get(section.response, [])
        if _age(one) == section.age and not one.get("channel")
    ]
    if not wanted:
        raise HandoutError(f"There is no response {section.response} for everybody.")
    return str(wanted[0]["text"])


def _age(variation: dict[str, Any]) -> str:
    """Give the age band that a variation is for; another condition counts as one of its own."""
    conditions: Sequence[dict[str, Any]] = variation.get("condition") or ()
    return " ".join(str(one.get("value")) for one in conditions)


def _parts(lines: list[str]) -> list[Passage]:
    found: list[Passage] = []
    items: list[str] = []
    for line in lines:
        if line.startswith(_ITEM):
            items.append(line.removeprefix(_ITEM))
            continue
        if items:
            found.append(Passage("list", items=tuple(items)))
            items = []
        quoted = _QUOTED.match(line)
        found.append(Passage("words", quoted["words"]) if quoted else Passage("text", line))
    return [*found, Passage("list", items=tuple(items))] if items else found
