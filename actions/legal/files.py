"""The data files: read, checked, with mistakes named by file, line and field."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import jsonschema

from actions.legal import yaml_lines
from actions.legal.sense import sense_mistakes, short
from actions.legal.vocabulary import FEDERAL, NATIONAL, STATE_CODES

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
        found = list(sense_mistakes(value, path.stem))
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
            yield where, f"{short(error.instance)} is not one of {', '.join(map(str, wanted))}."
        elif rule == "pattern" and "http" in wanted:
            yield where, f"{short(error.instance)} is not a web address (https://...)."
        elif rule == "pattern" and where[-1] == "days":
            yield where, f"{short(error.instance)} is not a whole number of days."
        elif rule == "pattern" and where[-1] == "text_hash":
            yield where, "this is no hash of a record; `verify` writes it."
        elif rule == "pattern":
            yield where, f"{short(error.instance)} is not a day written like 2026-11-21."
        elif rule == "type":
            yield where, f"{short(error.instance)} should be {_KINDS.get(wanted, wanted)}."
        elif rule == "not":
            yield (
                where,
                "a recalled record was not checked on any day; leave out checked_on and how.",
            )
        elif rule in ("minLength", "minItems"):
            yield where, "this is empty; leave the field out if nothing is known."
        else:
            yield where, f"{error.message}."


_FOR_READ = ("how", "checked_on", "source")
_KINDS = {"string": "text", "array": "a list", "object": "named fields", "boolean": "true or false"}
