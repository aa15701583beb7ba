"""A data file's text with one record changed; every other line stays as it is, to the byte.

A record's new fields are written by the same YAML writer as `python -m actions.legal verify`, and
set in place of the old ones line by line, so that comments, order and quotes of the rest remain.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Any, Final

from ruamel.yaml.comments import CommentedSeq

from actions.legal import yaml_lines
from actions.legal.files import Record
from actions.legal.verification import round_trip

_ITEM: Final = re.compile(r"  - (?=\S)")
_INDENT: Final = "    "


class UnusualLayoutError(ValueError):
    """The file is written in a way that this cannot change; somebody has to do it by hand."""


def with_record(text: str, section: str, index: int, wanted: Record, order: Sequence[str]) -> str:
    """Write `wanted` in place of record `index` (from 0); `order` is where new fields go.

    Raises UnusualLayoutError.
    """
    lines, start, end = _span(text, section, index)
    value, places = yaml_lines.read_with_lines(text)
    held: Record = value[section][index]  # type: ignore[index]
    starts = {name: places[(section, index, name)] - 1 for name in held}
    ends = dict(zip(starts, [*list(starts.values())[1:], end], strict=True))
    blocks = {name: lines[starts[name] : ends[name]] for name in held}
    first, *_, last = held
    blocks[first][0] = _INDENT + blocks[first][0][len(_INDENT) :]
    body: list[str] = []
    for name in _in_order(list(held), wanted, order):
        old = blocks.get(name, [])
        tail = _tail(old)
        if name in held and held[name] == wanted[name]:
            body += old[: len(old) - len(tail)]
        else:
            body += _written(section, name, wanted[name])
        body += tail if name != last else []
    body[0] = "  - " + body[0][len(_INDENT) :]
    return "\n".join([*lines[:start], *body, *_tail(blocks[last]), *lines[end:]])


def with_comment(text: str, section: str, index: int, comment: str) -> str:
    """Write a comment line at the end of record `index`.

    Raises UnusualLayoutError.
    """
    lines, start, end = _span(text, section, index)
    at = end - len(_blank_tail(lines[start:end]))
    return "\n".join([*lines[:at], f"{_INDENT}# {comment}", *lines[at:]])


def with_review(text: str, review: Record) -> str:
    """Write a review behind the others, or as the first at the end of the file."""
    value, _ = yaml_lines.read_with_lines(text)
    held = value.get("reviews") if isinstance(value, dict) else None
    item = _written_item("reviews", review)
    lines = text.split("\n")
    if not held and "reviews: []" in lines:
        at = lines.index("reviews: []")
        return "\n".join([*lines[:at], "reviews:", *item, *lines[at + 1 :]])
    if not held:
        return "\n".join([*text.rstrip("\n").split("\n"), "", "reviews:", *item, ""])
    lines, start, end = _span(text, "reviews", len(held) - 1)
    at = end - len(_blank_tail(lines[start:end]))
    return "\n".join([*lines[:at], *item, *lines[at:]])


def without_record(text: str, section: str, index: int, comment: str = "") -> str:
    """Take record `index` out; a comment, where there is one, stands in its place.

    Raises UnusualLayoutError.
    """
    lines, start, end = _span(text, section, index)
    value, places = yaml_lines.read_with_lines(text)
    if len(value[section]) == 1:  # type: ignore[index]
        header = places[(section,)] - 1
        if lines[header].rstrip() != f"{section}:":
            raise UnusualLayoutError
        lines[header] = f"{section}: []"
    left = [f"  # {comment}"] if comment else []
    left += _tail(lines[start:end]) if comment else []
    return "\n".join([*lines[:start], *left, *lines[end:]])


def comments(text: str, section: str, index: int) -> list[str]:
    """Give the comment lines inside a record."""
    lines, start, end = _span(text, section, index)
    return [line.strip()[1:].strip() for line in lines[start:end] if line.startswith("    # ")]


def _span(text: str, section: str, index: int) -> tuple[list[str], int, int]:
    """Give all lines, and where the record begins and where the next thing begins (from 0)."""
    _, places = yaml_lines.read_with_lines(text)
    lines = text.split("\n")
    start = places[(section, index)] - 1
    if not _ITEM.match(lines[start]):
        raise UnusualLayoutError
    here = (section, index)
    after = [line - 1 for where, line in places.items() if where[:2] != here and line - 1 > start]
    return lines, start, min(after, default=len(lines))


def _tail(block: list[str]) -> list[str]:
    """Give the empty and comment lines at the end of some lines."""
    at = len(block)
    while at > 1 and (not block[at - 1].strip() or block[at - 1].lstrip().startswith("#")):
        at -= 1
    return block[at:]


def _blank_tail(block: list[str]) -> list[str]:
    at = len(block)
    while at > 1 and not (block[at - 1].strip() and block[at - 1].startswith(_INDENT)):
        at -= 1
    return block[at:]


def _in_order(held: list[str], wanted: Record, order: Sequence[str]) -> list[str]:
    """Give the fields in the order in which the record has them, new ones where they belong."""
    names = [name for name in held if name in wanted]
    for name in order:
        if name in wanted and name not in names:
            before = [one for one in order[: order.index(name)] if one in names]
            names.insert(names.index(before[-1]) + 1 if before else 0, name)
    return names


def _written(section: str, name: str, value: object) -> list[str]:
    first, *rest = _written_item(section, {name: value})
    return [_INDENT + first[len(_INDENT) :], *rest]


def _written_item(section: str, item: Record) -> list[str]:
    text = io.StringIO()
    round_trip().dump({section: [{name: _laid_out(name, v) for name, v in item.items()}]}, text)
    return text.getvalue().rstrip("\n").split("\n")[1:]


def _laid_out(name: str, value: object) -> Any:
    """Give a value in the layout of the files: short lists on a line, days as a number."""
    if isinstance(value, list) and name not in ("source", "read_fields"):
        short = CommentedSeq(value)
        short.fa.set_flow_style()
        return short
    if isinstance(value, dict):
        return {key: int(one) if key == "days" else one for key, one in value.items()}
    return value
