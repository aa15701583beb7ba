"""Keeps what people write out of every log, whoever logs it.

Rasa and its libraries log message texts on some error paths, whole or in part. Three things stand
against that, on every handler of the root logger:

- an error's own message and the values around it are left out of tracebacks; its kind and the
  lines of code stay;
- the channel names the texts that are being handled, and they are masked;
- so are their single words, in lines that are not our own: a library may log a part of a text.
"""

from __future__ import annotations

import contextlib
import json
import logging
import re
import sys
import traceback
import warnings
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

from bot.locations import ROOT
from bot.storage.log_format import JsonLines
from bot.storage.settings import JSON_LINES, log_format

MASK = "[text]"
# Shorter texts ("ok", "no") occur in ordinary log lines, and tell nothing about anybody.
LEAST_LENGTH = 4
# Loggers of Lantern itself: what they say of an error is its kind.
OURS = ("bot.", "actions.")

_WORD = re.compile(r"[^\W_]+")

_in_flight: Counter[str] = Counter()


@contextlib.contextmanager
def keep_out_of_logs(*texts: str) -> Iterator[None]:
    """Mask these texts in every log line that is written while the block runs."""
    kept = [form for text in texts for form in _forms(text) if len(form) >= LEAST_LENGTH]
    _in_flight.update(kept)
    try:
        yield
    finally:
        _in_flight.subtract(kept)
        for text in kept:
            if _in_flight[text] <= 0:
                del _in_flight[text]


class TextFilter(logging.Filter):
    """Takes texts out of a record's message and traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record in place; it always stays in the log."""
        if getattr(record, "texts_taken_out", False):  # another handler came first
            return True
        record.texts_taken_out = True
        message = _without_exception(record.name, _message(record))
        message = mask(message)
        if not record.name.startswith(OURS):
            message = _mask_words(message)
        record.msg, record.args = message, None
        if record.levelno >= logging.ERROR:
            record.failure = _failure(message, (record.exc_info or sys.exc_info())[1])
        if record.exc_info:
            record.exc_text = _traceback(*record.exc_info)
            record.exc_info = None
        return True


def mask(line: str) -> str:
    """Replace every text in flight; the longest first, so that none is left in part."""
    for text in sorted(_in_flight, key=len, reverse=True):
        line = line.replace(text, MASK)
    return line


def install() -> None:
    """Put the filter on every handler of the root logger, and the format that is set.

    Doing so twice changes nothing.

    Raises:
        SettingError: there is no such format.
    """
    as_json = log_format() == JSON_LINES
    logging.captureWarnings(True)
    # A warning is logged with the line of code that it is about, and nothing of its values.
    warnings.formatwarning = _format_warning
    for handler in logging.getLogger().handlers:
        if not any(isinstance(one, TextFilter) for one in handler.filters):
            handler.addFilter(TextFilter())
        if as_json:
            handler.setFormatter(JsonLines())


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError):  # logging itself would print the arguments to stderr
        return str(record.msg)


def _without_exception(logger: str, message: str) -> str:
    """Take an error's words out of a message that carries an error inside it."""
    if logger == "asyncio":  # the lines below the first show the task, its values and its error
        return message.partition("\n")[0]
    if message.startswith("{") and '"exception"' in message:
        with contextlib.suppress(ValueError):
            fields = json.loads(message)
            errors = fields.get("exception")
            parts = errors if isinstance(errors, list) else [errors]
            fields["exception"] = [_kind_and_lines(one) for one in parts]
            return json.dumps(fields)
    return message


def _kind_and_lines(error: Any) -> str:
    """Shorten what structlog writes of an error, values of variables and all."""
    if not isinstance(error, dict):
        return MASK
    lines = [f"{one.get('filename')}:{one.get('lineno')}" for one in error.get("frames") or []]
    return " ".join([*lines, str(error.get("exc_type"))])


def _failure(message: str, error: BaseException | None) -> dict[str, str] | None:
    """Give kind and place of an error that is logged, or that is being handled; no word of it."""
    if error is not None:
        seen: set[int] = set()
        # Rasa wraps what its components raise; an error may even be its own cause.
        while error.__cause__ is not None and id(error) not in seen:
            seen.add(id(error))
            error = error.__cause__
        frames = list(traceback.walk_tb(error.__traceback__))
        place = [f"{_short(frame.f_code.co_filename)}:{line}" for frame, line in frames[-1:]]
        return {"kind": type(error).__qualname__, "place": "".join(place)}
    # What structlog was told of an error stands in the message, as `_kind_and_lines` left it.
    with contextlib.suppress(ValueError, LookupError, TypeError, AttributeError):
        *places, name = json.loads(message)["exception"][0].split(" ")
        return {"kind": name, "place": _short("".join(places[-1:]))}
    return None


def _short(file: str) -> str:
    """Give a file of ours from the project's folder on, and one of a library as it is."""
    return str(Path(file).relative_to(ROOT)) if file.startswith(f"{ROOT}/") else file


def _traceback(
    kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
) -> str:
    """Write a traceback as Python does, but for what the errors say."""
    if kind is None or error is None:
        return ""
    parts: list[str] = []
    seen: set[int] = set()
    chain: BaseException | None = error
    while chain is not None and id(chain) not in seen:
        seen.add(id(chain))
        frames = traceback.format_tb(where if chain is error else chain.__traceback__)
        parts.insert(0, "".join([*frames, type(chain).__qualname__]))
        chain = chain.__cause__ or (None if chain.__suppress_context__ else chain.__context__)
    return "Traceback (most recent call last):\n" + "\nand then:\n".join(parts)


def _mask_words(line: str) -> str:
    words = {
        word.casefold()
        for text in _in_flight
        for word in _WORD.findall(text)
        if len(word) >= LEAST_LENGTH
    }
    if not words:
        return line

    def masked(found: re.Match[str]) -> str:
        seen = found[0].casefold()
        # What was cut off in mid-word is a word's beginning or end.
        part = len(seen) >= LEAST_LENGTH and any(
            word.startswith(seen) or word.endswith(seen) for word in words
        )
        return MASK if part else found[0]

    return _WORD.sub(masked, line)


def _format_warning(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    line: str | None = None,
) -> str:
    return f"{filename}:{lineno}: {category.__name__}"


def _forms(text: str) -> set[str]:
    # A text may be logged stripped, or as Python or JSON would quote it.
    stripped = text.strip()
    escaped = stripped.encode("unicode_escape").decode("ascii")
    return {text, stripped, repr(stripped)[1:-1], escaped, json.dumps(stripped)[1:-1]}
