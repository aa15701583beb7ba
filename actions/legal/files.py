"""The data files: read, checked, with mistakes named by file, line and field."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import jsonschema

from actions.legal import yaml_lines
from actions.legal.phones import phone_is_clear
from actions.legal.vocabulary import FEDERAL, NO_STRANGER_ORDER, STATE_CODES

NATIONAL = "national"
"""The name of the file of national lines, without `.yaml`."""

DEFAULT_FOLDER = Path(__file__).resolve().parents[2] / "data" / "legal"

Record = dict[str, Any]


@dataclass(frozen=True)
class Mistake:
    """One thing wrong in one file; `line` counts from 1, `field` is like `laws[3].citation`."""

    file: str
    line: int
    field: str
    sentence: str

    def __str__(self) -> str:
        where = f"{self.file}, line {self.line}"
        return (
            f"{where}, {self.field}: {self.sentence}" if self.field else f"{where}: {self.sentence}"
        )


class BrokenDataError(ValueError):
    """The data files hold mistakes; nothing was loaded."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        super().__init__("\n".join(str(mistake) for mistake in mistakes))
        self.mistakes = mistakes


@dataclass
class LegalFiles:
    """Everything that the folder says: one record a jurisdiction, and the national file."""

    content_hash: str
    jurisdictions: list[Record] = field(default_factory=list)
    national: Record = field(default_factory=dict)


def content_hash(folder: Path) -> str:
    """Hash names and bytes of the data files together with the schema (SHA-256, hex)."""
    digest = hashlib.sha256(_schema_text().encode())
    for path in _paths(folder):
        digest.update(f"\0{path.name}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def read_folder(folder: Path, complete: bool = True) -> LegalFiles:
    """Read and check every file in `folder`.

    With `complete`, a missing jurisdiction is a mistake too.
    Raises BrokenDataError with all mistakes of all files.
    """
    files = LegalFiles(content_hash(folder))
    mistakes: list[Mistake] = []
    seen: set[str] = set()
    for path in _paths(folder):
        record, found = read_file(path)
        seen.add(path.stem)
        mistakes += found
        if found:
            continue
        if path.stem == NATIONAL:
            files.national = record
        else:
            files.jurisdictions.append(record)
    if complete:
        for code in (*STATE_CODES, FEDERAL, NATIONAL):
            if code not in seen:
                mistakes.append(Mistake(f"{code}.yaml", 1, "", f"{folder} has no such file."))
    if mistakes:
        raise BrokenDataError(mistakes)
    return files


def read_file(path: Path) -> tuple[Record, list[Mistake]]:
    """Read one file; returns its record (empty when broken) and its mistakes by line."""
    try:
        value, lines = yaml_lines.read_with_lines(path.read_text(encoding="utf-8"))
    except yaml_lines.BrokenYamlError as error:
        return {}, [Mistake(path.name, error.line, error.field, error.sentence)]
    except UnicodeDecodeError:
        return {}, [Mistake(path.name, 1, "", "this is not UTF-8 text.")]
    kind = "national" if path.stem == NATIONAL else "jurisdiction"
    found = list(_schema_mistakes(value, kind))
    if not found and isinstance(value, dict):
        found = list(_sense_mistakes(value, path.stem))
    mistakes = [
        Mistake(path.name, _line(where, lines), yaml_lines.field_name(where), sentence)
        for where, sentence in found
    ]
    mistakes.sort(key=lambda mistake: mistake.line)
    return (value if isinstance(value, dict) and not mistakes else {}), mistakes


def _paths(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.yaml"))


@lru_cache(maxsize=1)
def _schema_text() -> str:
    return (Path(__file__).with_name("schema.json")).read_text(encoding="utf-8")


@lru_cache(maxsize=2)
def _validator(kind: str) -> jsonschema.Draft202012Validator:
    schema = json.loads(_schema_text())
    return jsonschema.Draft202012Validator({"$ref": f"#/$defs/{kind}", "$defs": schema["$defs"]})


def _line(where: yaml_lines.Path, lines: dict[yaml_lines.Path, int]) -> int:
    while where and where not in lines:
        where = where[:-1]
    return lines.get(where, 1)


def _schema_mistakes(value: object, kind: str) -> Iterator[tuple[yaml_lines.Path, str]]:
    for error in _validator(kind).iter_errors(value):
        where = tuple(error.absolute_path)
        rule, wanted = error.validator, error.validator_value
        if rule == "required":
            missing = error.message.split("'")[1]  # one error a field: "'title' is a required ..."
            reason = " It is needed where check is read." if missing in _FOR_READ else ""
            yield (*where, missing), f"this field is missing.{reason}"
        elif rule == "additionalProperties":
            known = set(error.schema["properties"])
            for name in error.instance:
                if name not in known:
                    yield (*where, name), "there is no such field; look for a misspelling."
        elif rule == "enum":
            yield where, f"{_short(error.instance)} is not one of {', '.join(map(str, wanted))}."
        elif rule == "pattern" and "http" in wanted:
            yield where, f"{_short(error.instance)} is not a web address (https://...)."
        elif rule == "pattern":
            yield where, f"{_short(error.instance)} is not a day written like 2026-11-21."
        elif rule == "type":
            yield where, f"{_short(error.instance)} should be {_KINDS.get(wanted, wanted)}."
        elif rule == "not":
            yield (*where, "checked_on"), "a recalled record was not checked on any day."
        elif rule in ("minLength", "minItems"):
            yield where, "this is empty; leave the field out if nothing is known."
        else:
            yield where, f"{error.message}."


_FOR_READ = ("checked_on", "source")
_KINDS = {"string": "text", "array": "a list", "object": "named fields", "boolean": "true or false"}


def _short(value: object) -> str:
    if value is None:
        return "an empty value"
    text = str(value)
    return f"'{text[:40]}...'" if len(text) > 43 else f"'{text}'"


def _sense_mistakes(record: Record, stem: str) -> Iterator[tuple[yaml_lines.Path, str]]:
    """What a schema cannot say: names that must agree, days that exist, numbers nobody read."""
    if stem != NATIONAL and record["code"] != stem:
        yield ("code",), f"the code {record['code']} does not fit the file name {stem}.yaml."
    for section in ("laws", "protective_orders", "resources"):
        seen: dict[tuple[object, ...], int] = {}
        for i, item in enumerate(record.get(section, [])):
            where = (section, i)
            same = tuple(item.get(name) for name in ("topic", "kind", "name", "citation", "title"))
            if same in seen:
                yield where, f"this record says the same as {section}[{seen[same]}]."
            seen[same] = i
            yield from _item_mistakes(item, where, stem)


def _item_mistakes(
    item: Record, where: yaml_lines.Path, stem: str
) -> Iterator[tuple[yaml_lines.Path, str]]:
    day = item.get("checked_on")
    if day is not None:
        try:
            dt.date.fromisoformat(day)
        except ValueError:
            yield (*where, "checked_on"), f"there is no day {day}."
    if item.get("open_to_stranger") == "yes":
        if stem in NO_STRANGER_ORDER:
            yield (
                (*where, "open_to_stranger"),
                f"no order in {stem} was found to be open to a stranger (docs/legal-data.md).",
            )
        elif item["relationship_required"]:
            yield (
                (*where, "open_to_stranger"),
                "an order that needs a relationship cannot be open to a stranger.",
            )
    for name in ("phone", "text"):
        if name in item and item["check"] != "read":
            yield (*where, name), "a number nobody read may not be listed; leave it out."
        elif stem == NATIONAL and name in item and name not in item.get("read_fields", []):
            yield (*where, name), f"{name} is not among read_fields, so it may not be listed."
    if "phone" in item and not phone_is_clear(item["phone"]):
        yield (*where, "phone"), f"{_short(item['phone'])} is not a phone number we can read."
