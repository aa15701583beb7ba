"""Log lines as JSON, one object a line, where LANTERN_LOG_FORMAT asks for it.

It writes what the filter left of a record (log_filter.py) and takes nothing out by itself.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import logging

from bot.storage.settings import JSON_LINES, SettingError, log_format

# As in deploy/action-logging.yml.
PLAIN = "%(asctime)s %(levelname)-8s %(name)s  - %(message)s"


class JsonLines(logging.Formatter):
    """Writes time, level, logger and event; of an error also its kind and its place in the code."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a record that came through the filter; of any other one the event stays out."""
        filtered = getattr(record, "texts_taken_out", False)
        moment = dt.datetime.fromtimestamp(record.created, dt.timezone.utc)
        line: dict[str, object] = {
            "time": moment.isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": _event(record.getMessage()) if filtered else "",
        }
        failure = getattr(record, "failure", None)
        if filtered and failure:
            line["error"] = failure
        return json.dumps(line, ensure_ascii=False)


def line_format() -> logging.Formatter:
    """Give the format of the action server's lines (deploy/action-logging.yml); never raises.

    A logging configuration that cannot be read would be left out whole, with the filter in it.
    """
    with contextlib.suppress(SettingError):
        if log_format() == JSON_LINES:
            return JsonLines()
    return logging.Formatter(PLAIN)


def _event(message: str) -> str:
    """Give what happened: of the JSON that structlog makes of its fields, the event alone."""
    if message.startswith("{"):
        with contextlib.suppress(ValueError, KeyError, TypeError):
            return str(json.loads(message)["event"])
    return message
