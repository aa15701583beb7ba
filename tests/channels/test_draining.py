"""How long a server goes on answering after it was told to end."""

from __future__ import annotations

import pytest

from bot.channels.draining import DRAIN_SETTING, drain_seconds
from bot.storage.settings import SettingError


@pytest.mark.parametrize(("value", "seconds"), [("", 0), ("0", 0), (" 5 ", 5), ("60", 60)])
def test_the_setting_is_read(monkeypatch: pytest.MonkeyPatch, value: str, seconds: int) -> None:
    monkeypatch.setenv(DRAIN_SETTING, value)
    assert drain_seconds() == seconds


@pytest.mark.parametrize("value", ["-1", "61", "5s", "two", "1.5"])
def test_another_value_is_said_in_one_sentence(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv(DRAIN_SETTING, value)
    with pytest.raises(SettingError, match=DRAIN_SETTING):
        drain_seconds()
