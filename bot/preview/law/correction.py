"""Correct one record in its file, and load the database again: both, or nothing.

The data files are the truth. What a record said before stays in the database's history, and who
corrected it against which page stands in the file.
"""

from __future__ import annotations

import datetime as dt
import difflib
import errno
import fcntl
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from alembic.util import CommandError
from sqlalchemy.exc import SQLAlchemyError

from actions.legal import files, yaml_lines
from actions.legal.database import database_url
from actions.legal.files import Mistake, Record
from actions.legal.identity import canonical, record_key, text_hash
from actions.legal.loading import load
from actions.legal.verification import write_checked
from actions.legal.vocabulary import NATIONAL
from bot.preview.law import folder as law_folder
from bot.preview.law import splicing
from bot.preview.law.fields import order_of, plain
from bot.preview.law.folder import PlaceFile
from bot.preview.notices import notice
from bot.preview.records.database import now

_NO_WRITING: Final = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


class ChangedMeanwhileError(Exception):
    """The record is not what the editor saw; `now` is what it says, or None where it is gone."""

    def __init__(self, now: Record | None) -> None:
        super().__init__()
        self.now = now


class RefusedError(Exception):
    """The file would have mistakes, or has some already; nothing was changed."""

    def __init__(self, mistakes: list[Mistake], section: str = "", index: int = 0) -> None:
        super().__init__()
        self.mistakes = mistakes
        self._here = f"{section}[{index}]"

    def by_field(self) -> dict[str, str]:
        """Give the sentences by field of the record; what is of no field stands under ``""``."""
        found: dict[str, str] = {}
        for mistake in self.mistakes:
            inside = mistake.field.startswith(self._here)
            name = mistake.field.removeprefix(self._here).lstrip(".").split("[")[0]
            said = mistake.sentence if inside else str(mistake)
            key = name if inside else ""
            found[key] = f"{found[key]} {said}" if key in found else said
        return found


class NotWritableError(Exception):
    """The files cannot be written here, as in a production image; nothing was changed."""


class NotLoadedError(Exception):
    """The database did not take it; the file is as it was before."""


@dataclass(frozen=True)
class Correction:
    """What an editor wants: `base` is the record they saw, `wanted` what it shall say.

    `wanted` is None for a record that shall be taken out. `wording_only`: the source was not read
    again, and its check stands. `day` is in UTC, as the times of the history are.
    """

    code: str
    section: str
    base: Record
    wanted: Record | None
    by: str
    why: str = ""
    day: dt.date = field(default_factory=lambda: now().date())
    wording_only: bool = False


def new_text(text: str, wish: Correction) -> tuple[str, int]:
    """Give the file's new text, and the place of the record in its section (from 0).

    Raises:
        ChangedMeanwhileError: the record is not `base` any more.
        UnusualLayoutError: the file is written in a way that this cannot change.
    """
    value: Any = yaml_lines.read_with_lines(text)[0]
    items: list[Record] = value.get(wish.section) or []
    key = record_key(wish.section, wish.base)
    index = next((i for i, one in enumerate(items) if record_key(wish.section, one) == key), None)
    if index is None:
        raise ChangedMeanwhileError(None)
    if canonical(items[index]) != canonical(wish.base):
        raise ChangedMeanwhileError(items[index])
    if wish.wanted is None:
        for number in reversed(_reviews_of(value, wish.section, key)):
            text = splicing.without_record(text, "reviews", number)
        note = notice("file_notes", "taken_out", day=wish.day, by=wish.by, record=key, why=wish.why)
        return splicing.without_record(text, wish.section, index, plain(note)), index
    text = splicing.with_record(
        text, wish.section, index, wish.wanted, order_of(wish.code, wish.section)
    )
    for number in _reviews_of(value, wish.section, key):
        # A review of an older text stays one: its hash is of what the record said then.
        moved = {**value["reviews"][number], "record": record_key(wish.section, wish.wanted)}
        text = splicing.with_record(text, "reviews", number, moved, list(moved))
    return _with_who(text, wish, index), index


def patch(wish: Correction) -> str:
    """Give the correction as a unified diff that `git apply` takes.

    Raises what `new_text` raises, RefusedError for a file that has mistakes already, and OSError.
    """
    held = law_folder.place(wish.code)
    _refuse_mistakes([held] if held else [], complete=False)
    name = f"data/legal/{wish.code}.yaml"
    old = law_folder.path_of(wish.code).read_bytes().decode()
    new, _ = new_text(old, wish)
    diff = "".join(difflib.unified_diff(_lines(old), _lines(new), f"a/{name}", f"b/{name}"))
    return f"By {plain(wish.by)}, {wish.day}. Why: {wish.why}\n\n{diff}"


def check(wish: Correction) -> None:
    """Find out what would stand in the way of a correction, and write nothing.

    Raises ChangedMeanwhileError, RefusedError and UnusualLayoutError, as `correct` does.
    """
    _refuse_mistakes(law_folder.places())
    text, index = new_text(law_folder.path_of(wish.code).read_bytes().decode(), wish)
    with tempfile.TemporaryDirectory() as beside:
        path = Path(beside) / f"{wish.code}.yaml"
        path.write_text(text, encoding="utf-8")
        _, mistakes = files.read_file(path)
    if mistakes:
        raise RefusedError(mistakes, wish.section, index)


def correct(wish: Correction) -> int:
    """Write the correction and load the database; gives the record's place (from 0).

    Raises:
        ChangedMeanwhileError: somebody else changed the record.
        RefusedError: the checks of `python -m actions.legal check` find a mistake.
        NotWritableError: the files cannot be written here.
        NotLoadedError: the database did not take it.
        UnusualLayoutError: the file has to be changed by hand.
    """
    path = law_folder.path_of(wish.code)
    with _alone(path.parent):
        old = path.read_bytes()
        _refuse_mistakes(law_folder.places())
        text, index = new_text(old.decode(), wish)
        try:
            write_checked(path, text)
        except files.BrokenDataError as error:
            raise RefusedError(error.mistakes, wish.section, index) from error
        except OSError as error:
            raise (NotWritableError if error.errno in _NO_WRITING else error) from error
        try:
            load(path.parent, database_url())
        except BaseException as error:
            write_checked(path, old.decode())
            if isinstance(error, (SQLAlchemyError, CommandError, OSError)):
                raise NotLoadedError from error
            raise
    return index


def may_write(code: str) -> bool:
    """Say whether the file of a place can be written here, as far as can be told beforehand."""
    path = law_folder.path_of(code)
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _with_who(text: str, wish: Correction, index: int) -> str:
    """Note who corrected it: as a review where a page was read, else as a comment."""
    record = wish.wanted or {}
    if wish.code != NATIONAL and record["check"] == "read" and not wish.wording_only:
        review = {
            "section": wish.section,
            "record": record_key(wish.section, record),
            "checked_by": plain(wish.by),
            "checked_on": record["checked_on"],
            "source": record["source"],
            "text_hash": text_hash(record),
        }
        return splicing.with_review(text, review)
    known = "wording" if wish.wording_only else record["check"]
    note = notice(
        "file_notes",
        "corrected",
        day=wish.day,
        by=wish.by,
        known=notice("file_notes", known, day=record.get("checked_on")),
        text_hash=text_hash(record),
    )
    if wish.why:
        note = f"{note} {notice('file_notes', 'why', why=wish.why)}"
    return splicing.with_comment(text, wish.section, index, plain(note))


def _lines(text: str) -> list[str]:
    """Give the lines as git counts them, each with its end."""
    return [f"{line}\n" for line in text.removesuffix("\n").split("\n")]


def _reviews_of(value: Any, section: str, key: str) -> list[int]:
    held = value.get("reviews") or []
    return [
        number
        for number, review in enumerate(held)
        if review["section"] == section and review["record"] == key
    ]


def _refuse_mistakes(held: Sequence[PlaceFile], complete: bool = True) -> None:
    """Refuse while a file has mistakes or is missing: the database could not be loaded."""
    mistakes = [mistake for one in held for mistake in one.mistakes]
    missing = set(law_folder.CODES) - {one.code for one in held} if complete else set()
    mistakes += [Mistake(f"{one}.yaml", 1, "", "there is no such file.") for one in sorted(missing)]
    if mistakes:
        raise RefusedError(mistakes)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep every other correction out, also of another process, until this one is done."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
