"""Write into a data file that somebody read a page and found a record to be right."""

import datetime as dt
import io
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlparse

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import SingleQuotedScalarString

from actions.legal import files
from actions.legal.identity import RecordName, record_key, text_hash

_OFFICIAL_ENDINGS: Final = (".gov", ".mil", ".us")
_WIDTH: Final = 110


class UnknownRecordError(LookupError):
    """There is no such record; says how many there are."""


def verify(
    folder: Path, name: RecordName, source: str, by: str, how: str | None, day: dt.date
) -> dict[str, Any]:
    """Mark a record as read on `day` against `source`, with a review by `by`; returns the record.

    The rest of the file stays as it is written, comments too. The file is only changed when what
    comes out is without a mistake.
    Raises UnknownRecordError, OSError, and BrokenDataError for a file that would have mistakes.
    """
    path = folder / f"{name.code}.yaml"
    yaml = round_trip()
    data = yaml.load(path.read_text(encoding="utf-8"))
    items = data.get(name.section) or []
    if name.number > len(items):
        raise UnknownRecordError(f"There is no {name}; {path.name} has {len(items)} there.")
    record = items[name.number - 1]
    _mark(record, how or how_by_address(source), source, day)
    data.setdefault("reviews", []).append(
        {
            "section": name.section,
            "record": record_key(name.section, record),
            "checked_by": by,
            "checked_on": SingleQuotedScalarString(day.isoformat()),
            "source": source,
            "text_hash": SingleQuotedScalarString(text_hash(record)),
        }
    )
    text = io.StringIO()
    yaml.dump(data, text)
    write_checked(path, text.getvalue())
    return dict(record)


def how_by_address(source: str) -> str:
    """Guess what kind of page an address is: of a government, or else just some page."""
    host = urlparse(source).hostname or ""
    return "official" if host.endswith(_OFFICIAL_ENDINGS) else "other_page"


def _mark(record: Any, how: str, source: str, day: dt.date) -> None:
    last = list(record)[-1]
    after_the_record = record.ca.items.get(last)  # the empty line before the next one
    record["check"] = "read"
    for name in ("how", "checked_on", "source", "source_date"):
        record.pop(name, None)  # the date was of the page read before
    after = list(record).index("check") + 1
    record.insert(after, "how", how)
    record.insert(after + 1, "checked_on", SingleQuotedScalarString(day.isoformat()))
    record.insert(after + 2, "source", source)
    if list(record)[-1] != last and after_the_record:
        record.ca.items[list(record)[-1]] = after_the_record


def write_checked(path: Path, text: str) -> None:
    """Put the new text beside the file, check it, and only then in its place.

    Raises OSError, and BrokenDataError for a text that has mistakes.
    """
    beside = path.with_name(f".{path.name}.new") / path.name
    beside.parent.mkdir(exist_ok=True)
    try:
        beside.write_text(text, encoding="utf-8")
        _, mistakes = files.read_file(beside)
        if mistakes:
            raise files.BrokenDataError(mistakes)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
        beside.parent.rmdir()


def round_trip() -> Any:
    """Give the YAML reader and writer that keeps the layout of the data files."""
    yaml: Any = YAML()
    yaml.width = _WIDTH
    yaml.preserve_quotes = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml
