"""Keeps what people write out of every log, whoever logs it.

Rasa and its libraries log message texts on some error paths. The channel names the texts that are
being handled; this filter takes them out of log lines and tracebacks.
"""

from __future__ import annotations

import contextlib
import logging
from collections import Counter
from collections.abc import Iterator

MASK = "[text]"
# Shorter texts ("ok", "no") occur in ordinary log lines, and tell nothing about anybody.
LEAST_LENGTH = 4

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
    """Masks texts in flight in a record's message and traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record in place; it always stays in the log."""
        if not _in_flight:
            return True
        record.msg, record.args = mask(record.getMessage()), None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = mask(record.exc_text)
        return True


def mask(line: str) -> str:
    """Replace every text in flight; the longest first, so that none is left in part."""
    for text in sorted(_in_flight, key=len, reverse=True):
        line = line.replace(text, MASK)
    return line


def install() -> None:
    """Put the filter on every handler of the root logger; doing so twice changes nothing."""
    for handler in logging.getLogger().handlers:
        if not any(isinstance(one, TextFilter) for one in handler.filters):
            handler.addFilter(TextFilter())


def _forms(text: str) -> set[str]:
    # A text may be logged stripped, or as Python or JSON would quote it.
    stripped = text.strip()
    escaped = stripped.encode("unicode_escape").decode("ascii")
    return {text, stripped, repr(stripped)[1:-1], escaped}
