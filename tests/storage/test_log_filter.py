"""What people write is in no log line, whoever writes the line."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest

from bot.channels.message_text import clean
from bot.channels.turn import take_turn
from bot.storage import log_filter
from bot.storage.log_filter import TextFilter, keep_out_of_logs

CANARY = 'My ex "Canary" hides\nbehind the yellow house é'


@pytest.fixture
def lines() -> Iterator[list[str]]:
    """Everything that reaches the root logger's handler."""
    written: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            written.append(self.format(record))

    handler = Keep()
    root = logging.getLogger()
    root.addHandler(handler)
    log_filter.install()
    yield written
    root.removeHandler(handler)


@pytest.mark.parametrize(
    "form", [str, repr, lambda text: {"text": text}], ids=["str", "repr", "dict"]
)
def test_a_text_is_masked_in_every_form(lines: list[str], form: object) -> None:
    with keep_out_of_logs(CANARY):
        logging.getLogger("rasa.core").error("Could not handle %s.", form(CANARY))  # type: ignore[operator]
    assert lines
    assert "yellow house" not in lines[0]
    assert "Could not handle" in lines[0]


def test_a_traceback_is_masked_too(lines: list[str]) -> None:
    with keep_out_of_logs(CANARY):
        try:
            raise ValueError(CANARY)
        except ValueError:
            logging.getLogger("rasa").exception("It broke.")
    assert "It broke." in lines[0]
    assert "yellow house" not in lines[0]


def test_an_error_says_its_kind_and_where_even_when_the_turn_is_over(lines: list[str]) -> None:
    try:
        try:
            raise KeyError(CANARY)
        except KeyError as error:
            raise RuntimeError(f"about {CANARY}") from error
    except RuntimeError:
        logging.getLogger("rasa").exception("It broke.")
    assert "yellow" not in lines[0]
    assert "KeyError" in lines[0]
    assert "RuntimeError" in lines[0]
    assert "test_log_filter.py" in lines[0]


@pytest.mark.parametrize("part", [CANARY[3:], CANARY[:30], CANARY.upper(), CANARY.split()])
def test_a_part_of_a_text_is_masked_too(lines: list[str], part: object) -> None:
    with keep_out_of_logs(CANARY):
        logging.getLogger("rasa.nlu").warning("Could not read %s", part)
        logging.getLogger("bot.nlu").warning("The house rule stands: %s", "yellow")
    for word in ("canary", "hides", "behind", "yellow", "house"):
        assert word not in lines[0].lower()
    assert "Could not read" in lines[0]
    assert lines[1] == "The house rule stands: yellow"  # our own lines have no words of anybody


def test_values_around_an_error_are_left_out(lines: list[str]) -> None:
    frame = {"filename": "a.py", "lineno": 5, "locals": {"text": CANARY[:20]}}
    error = {"exc_type": "ValueError", "exc_value": CANARY, "frames": [frame]}
    for exception in ([error], f"ValueError: {CANARY}", None):
        logging.getLogger("rasa").error(json.dumps({"event": "broke", "exception": exception}))
    logging.getLogger("asyncio").error("Never retrieved\nfuture: <Task exception=%r>", CANARY)
    assert not [line for line in lines if "Canary" in line or "yellow" in line]
    assert "a.py:5 ValueError" in lines[0]
    assert lines[3] == "Never retrieved"


def test_a_wrong_log_call_does_not_print_its_values(
    lines: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    logging.getLogger("rasa").error("A number: %d", CANARY)
    assert lines == ["A number: %d"]
    assert "yellow" not in capsys.readouterr().err


def test_other_lines_stay_as_they_are(lines: list[str]) -> None:
    with keep_out_of_logs("no"):
        logging.getLogger("rasa").error("There is no model.")
    assert "There is no model." in lines[0]


def test_nothing_is_masked_once_the_turn_is_over(lines: list[str]) -> None:
    with keep_out_of_logs("model"):
        pass
    logging.getLogger("rasa").error("The model is there.")
    assert "The model is there." in lines[0]


async def test_a_turn_that_breaks_logs_no_word_of_it(lines: list[str]) -> None:
    async def breaks(message: object) -> None:
        logging.getLogger("rasa").error("Message: %s", getattr(message, "text", ""))
        raise RuntimeError(getattr(message, "text", ""))

    async for _ in take_turn(breaks, "me", "test", clean(CANARY)):
        pass
    assert lines
    assert not [line for line in lines if "yellow" in line]


def test_installing_twice_filters_once() -> None:
    handler = logging.NullHandler()
    logging.getLogger().addHandler(handler)
    log_filter.install()
    log_filter.install()
    logging.getLogger().removeHandler(handler)
    assert len([one for one in handler.filters if isinstance(one, TextFilter)]) == 1
