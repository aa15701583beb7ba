"""The trained bot, loaded by the preview itself; for the tests that play with it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bot.launch.prepare import MODEL
from bot.preview.play.loading import ACTIONS_SETTING, LoadedBot, State

LOADING_SECONDS = 240


@contextmanager
def loaded(action_server: str) -> Iterator[LoadedBot]:
    assert MODEL.is_file(), "There is no model; `make test` trains it first."
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(ACTIONS_SETTING, action_server)
        bot = LoadedBot()
        bot.start()
        until = time.monotonic() + LOADING_SECONDS
        while bot.state is State.LOADING and time.monotonic() < until:
            time.sleep(0.1)
        assert bot.state is State.READY
        yield bot
