"""Log lines as JSON: what happened and where, and no word of anybody."""

from __future__ import annotations

import datetime as dt
import json
import logging
import logging.config
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from bot.locations import ROOT
from bot.storage import log_filter
from bot.storage.log_filter import keep_out_of_logs
from bot.storage.log_format import JsonLines, line_format
from bot.storage.settings import SettingError

CANARY = "He hides behind the yellow house"


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[dict[str, Any]]]:
    """What a handler of the root logger writes where JSON is asked for."""
    monkeypatch.setenv("LANTERN_LOG_FORMAT", "json")
    written: list[dict[str, Any]] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            line = self.format(record)
            assert "\n" not in line
            for word in ("yellow", "hides", "house"):
                assert word not in line
            written.append(json.loads(line))

    handler, root = Keep(), logging.getLogger()
    others = list(root.handlers)
    root.handlers = [handler]
    log_filter.install()
    yield written
    root.handlers = others


def test_a_line_has_time_level_logger_and_event(lines: list[dict[str, Any]]) -> None:
    with keep_out_of_logs(CANARY):
        logging.getLogger("rasa.core").warning("Could not read %s.", CANARY)
    (line,) = lines
    age = dt.datetime.now(dt.timezone.utc) - dt.datetime.fromisoformat(line.pop("time"))
    assert dt.timedelta(0) <= age < dt.timedelta(minutes=1)
    assert line == {"level": "warning", "logger": "rasa.core", "event": "Could not read [text]."}


def test_an_error_has_its_kind_and_place(lines: list[dict[str, Any]]) -> None:
    try:
        raise ValueError(CANARY)
    except ValueError as error:
        logging.getLogger("bot.channels.turn").error("A turn failed: %s", type(error).__name__)
        logging.getLogger("rasa").exception("It broke: %s", CANARY[:9] and "so")
    logging.getLogger("bot.watching").error("No error is being handled.")
    for line in lines[:2]:
        assert line["error"]["kind"] == "ValueError"
        assert line["error"]["place"].startswith("tests/storage/test_log_format.py:")
    assert lines[0]["event"] == "A turn failed: ValueError"
    assert "error" not in lines[2]


def test_of_an_error_that_was_wrapped_the_first_one_counts(lines: list[dict[str, Any]]) -> None:
    own = OSError("its own cause")
    own.__cause__ = own
    for first in (KeyError(CANARY), own):
        try:
            raise RuntimeError(CANARY) from first
        except RuntimeError:
            logging.getLogger("rasa").error("It broke.")
    assert [line["error"]["kind"] for line in lines] == ["KeyError", "OSError"]


@pytest.mark.parametrize("odd", ['{"exception": [5]}', ' {"exception": [{}]}', "{", "[1]", '""'])
def test_an_odd_line_breaks_nothing(lines: list[dict[str, Any]], odd: str) -> None:
    logging.getLogger("rasa").error(odd)
    assert len(lines) == 1


def test_of_what_structlog_writes_only_the_event_is_kept(lines: list[dict[str, Any]]) -> None:
    frames = [{"filename": "a.py", "lineno": 1}, {"filename": "b.py", "lineno": 5}]
    error = {"exc_type": "KeyError", "exc_value": CANARY, "frames": frames}
    fields = {"event": "it.broke", "text": CANARY, "slots": {"place": CANARY}, "exception": [error]}
    logging.getLogger("rasa").error(json.dumps(fields))
    assert lines[0]["event"] == "it.broke"
    assert lines[0]["error"] == {"kind": "KeyError", "place": "b.py:5"}


def test_a_record_that_no_filter_saw_keeps_its_words_to_itself() -> None:
    record = logging.LogRecord("rasa", logging.ERROR, "", 1, CANARY, None, None)
    assert "yellow" not in JsonLines().format(record)


def test_another_format_ends_the_start_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANTERN_LOG_FORMAT", "xml")
    with pytest.raises(SettingError, match="has to be text or json"):
        log_filter.install()
    # The action server's lines go on, and through the filter.
    assert not isinstance(line_format(), JsonLines)


@pytest.mark.parametrize("setting", ["json", "text", "xml"])
def test_the_action_servers_lines_are_written_through_the_filter(
    monkeypatch: pytest.MonkeyPatch, setting: str
) -> None:
    monkeypatch.setenv("LANTERN_LOG_FORMAT", setting)
    config = yaml.safe_load((ROOT / "deploy" / "action-logging.yml").read_text("utf-8"))
    # To apply it whole would close the handlers of everybody else in this process.
    parts = logging.config.DictConfigurator(config)
    assert config["handlers"]["console"]["filters"] == ["texts"]
    assert config["handlers"]["console"]["formatter"] == "line"
    formatter = parts.configure_formatter(parts.config["formatters"]["line"])
    masking = parts.configure_filter(parts.config["filters"]["texts"])
    with keep_out_of_logs(CANARY):
        record = logging.LogRecord("rasa_sdk", logging.ERROR, "", 1, f"Read {CANARY}.", None, None)
        assert masking.filter(record)
    line = formatter.format(record)
    assert "Read [text]." in line
    assert line.startswith("{") == (setting == "json")
