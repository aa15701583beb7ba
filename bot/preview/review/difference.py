"""What changed between two wordings of a response, word by word.

The answer is data: a template marks what was added and removed, and escapes the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from bot.preview.review.parts import Part, variation_parts

Kind = Literal["same", "added", "removed"]

_TOKEN = re.compile(r"\n\s*\n|\n|[^\S\n]+|[\w'’-]+|[^\w\s]")
"""The end of a bubble, the end of a line, space, a word, or a mark beside words."""


@dataclass(frozen=True)
class Piece:
    """A stretch of words that both wordings have, or only the newer or the older one."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class PartDifference:
    """One part that changed. `kind` is `text`, `button`, `leads_to`, `condition` or `setting`."""

    kind: str
    label: str
    pieces: list[Piece]


@dataclass(frozen=True)
class VariationDifference:
    """What changed in one variation of a response.

    `channel` and `conditions` say which it is: the latter are pairs of a slot and its value.
    """

    channel: str
    conditions: list[tuple[str, Any]]
    kind: Kind | Literal["changed"]
    parts: list[PartDifference]


def difference(
    old: Sequence[dict[str, Any]], new: Sequence[dict[str, Any]]
) -> list[VariationDifference]:
    """Give the variations that differ, with the parts in them that do; nothing when none does.

    Variations belong together that are said in the same channel and under the same condition;
    what is left over is paired in its order.
    """
    found = []
    for before, after in _paired(old, new):
        parts = list(_changed(variation_parts(before or {}), variation_parts(after or {})))
        if not parts:
            continue
        kind: Kind | Literal["changed"] = "changed"
        if before is None or after is None:
            kind = "added" if before is None else "removed"
        said = after or before or {}
        tests = [one for one in said.get("condition") or () if "name" in one]
        conditions = [(str(one["name"]), one.get("value")) for one in tests]
        found.append(VariationDifference(str(said.get("channel") or ""), conditions, kind, parts))
    return found


def words_difference(old: str, new: str) -> list[Piece]:
    """Give both texts as one line of pieces: what is removed stands before what is added."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    pieces: list[Piece] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for what, old_from, old_to, new_from, new_to in _joined(matcher.get_opcodes(), before):
        if what == "equal":
            pieces.append(Piece("same", "".join(before[old_from:old_to])))
            continue
        if old_to > old_from:
            pieces.append(Piece("removed", "".join(before[old_from:old_to])))
        if new_to > new_from:
            pieces.append(Piece("added", "".join(after[new_from:new_to])))
    return pieces


Opcode = tuple[str, int, int, int, int]


def _joined(opcodes: Sequence[Opcode], before: Sequence[str]) -> list[Opcode]:
    """Take changes for one that have only a space between them: a phrase, not single words."""
    found: list[Opcode] = []
    for position, code in enumerate(opcodes):
        what, old_from, old_to, _, new_to = code
        inside = 0 < position < len(opcodes) - 1
        bare = what == "equal" and not "".join(before[old_from:old_to]).strip(" \t")
        if found and found[-1][0] == "change" and (what != "equal" or (bare and inside)):
            found[-1] = ("change", found[-1][1], old_to, found[-1][3], new_to)
        else:
            found.append(code if what == "equal" else ("change", *code[1:]))
    return found


def _changed(old: Sequence[Part], new: Sequence[Part]) -> Iterator[PartDifference]:
    before = {(part.kind, part.label): part.text for part in old}
    after = {(part.kind, part.label): part.text for part in new}
    for kind, label in dict.fromkeys([*after, *before]):
        was, now = before.get((kind, label), ""), after.get((kind, label), "")
        if was != now:
            yield PartDifference(kind, label, words_difference(was, now))


def _paired(
    old: Sequence[dict[str, Any]], new: Sequence[dict[str, Any]]
) -> Iterator[tuple[dict[str, Any] | None, dict[str, Any] | None]]:
    left = list(old)
    partners: list[dict[str, Any] | None] = []
    for variation in new:
        same = next((one for one in left if _place(one) == _place(variation)), None)
        if same is not None:
            left.remove(same)
        partners.append(same)
    for variation, partner in zip(new, partners, strict=True):
        yield (partner or (left.pop(0) if left else None)), variation
    for variation in left:
        yield variation, None


def _place(variation: dict[str, Any]) -> tuple[str, str]:
    condition = next((p.text for p in variation_parts(variation) if p.kind == "condition"), "")
    return str(variation.get("channel") or ""), condition
