"""The fields of a record as a form shows them, taken from the schema of the data files."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from werkzeug.datastructures import MultiDict

from actions.legal import files
from actions.legal.files import Record
from actions.legal.vocabulary import NATIONAL

ABOUT_THE_CHECK: Final = ("check", "how", "checked_on", "source", "source_date", "read_fields")
"""Fields that say how a record is known; the form asks for them by themselves."""

_DEFINITIONS: Final = {
    "laws": "law",
    "protective_orders": "protective_order",
    "resources": "resource",
    "none_found": "none_found",
}
_LONG: Final = frozenset(
    {"summary", "penalty", "for", "minors", "doubt", "says", "nearest", "about", "who_for"}
    | {"duration", "fee", "deaf_access", "time_limit.says"}
)
WORDED: Final = _LONG | {"title"}
"""Fields in our own words: these can be put better without reading the source again."""

Sent = MultiDict[str, str]
"""What a browser sent: names with one value or many."""


@dataclass(frozen=True)
class Field:
    """One field: `kind` is `choice`, `choices`, `address`, `line` or `text`.

    `name` has a dot where a field stands inside another, such as `time_limit.days`.
    """

    name: str
    kind: str
    required: bool
    options: tuple[str, ...] = ()


@lru_cache(maxsize=16)
def order_of(code: str, section: str) -> tuple[str, ...]:
    """Give the names of a record's fields in the order of the schema."""
    return tuple(_definition(code, section)["properties"])


@lru_cache(maxsize=16)
def fields_of(code: str, section: str) -> tuple[Field, ...]:
    """Give what a record can say; what is about its check is left out."""
    definition = _definition(code, section)
    required = definition["required"]
    found: list[Field] = []
    for name, rule in definition["properties"].items():
        if name in ABOUT_THE_CHECK:
            continue
        inner = rule.get("properties")
        if inner is None:
            found.append(_field(name, rule, name in required))
        else:
            says_first = sorted(inner, key=lambda one: one != "says")
            found += [_field(f"{name}.{one}", inner[one], False) for one in says_first]
    return tuple(found)


def hows(code: str) -> tuple[str, ...]:
    """Give the kinds of page that can have been read; none for the national lines."""
    definition = _definition(code, "resources")
    return tuple(definition["properties"].get("how", {}).get("enum", ()))


def values_of(record: Mapping[str, Any], code: str, section: str) -> dict[str, Any]:
    """Give what the form shows for a record: text, or a list for a field of kind `choices`."""
    values: dict[str, Any] = {}
    for field in fields_of(code, section):
        outer, _, inner = field.name.partition(".")
        value = record.get(outer)
        if inner:
            value = (value or {}).get(inner)
        values[field.name] = value if value is not None else ([] if field.kind == "choices" else "")
    return values


def said(sent: Sent, code: str, section: str, base: Mapping[str, Any]) -> Record:
    """Give what a form says, without its check; what was not touched stays as `base` has it."""
    record: Record = {}
    for field in fields_of(code, section):
        outer, _, inner = field.name.partition(".")
        value: Any
        if field.kind == "choices":
            value = [one for one in field.options if one in sent.getlist(field.name)]
            before = base.get(outer, [])
            value = before if set(value) == set(before) else value
        else:
            value = plain(sent.get(field.name, ""))
            before = (base.get(outer) or {}).get(inner) if inner else base.get(outer)
            value = before if before and plain(str(before)) == value else value
        if not value:
            continue
        if inner:
            record.setdefault(outer, {})[inner] = value
        else:
            record[outer] = value
    return record


def plain(text: str) -> str:
    """Give a text on one line, without characters that cannot be seen."""
    one_line = " ".join(text.split())
    return "".join(letter for letter in one_line if unicodedata.category(letter) != "Cc")


def _field(name: str, rule: Mapping[str, Any], required: bool) -> Field:
    if "enum" in rule:
        return Field(name, "choice", required, tuple(rule["enum"]))
    if rule.get("type") == "array":
        return Field(name, "choices", required, tuple(rule["items"]["enum"]))
    if "http" in rule.get("pattern", ""):
        return Field(name, "address", required)
    return Field(name, "text" if name in _LONG else "line", required)


def _definition(code: str, section: str) -> dict[str, Any]:
    name = "national_resource" if code == NATIONAL else _DEFINITIONS[section]
    found: dict[str, Any] = _schema()["$defs"][name]
    return found


@lru_cache(maxsize=1)
def _schema() -> dict[str, Any]:
    path = Path(files.__file__).with_name("schema.json")
    schema: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return schema
