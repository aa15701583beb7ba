"""What people write is in no log line, whoever writes the line."""

from __future__ import annotations

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
