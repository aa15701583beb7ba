"""Every door that credentials.yml opens stays shut while safety words are unsigned."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa.core.channels.channel import InputChannel
from sanic import Blueprint

from bot.channels.messaging.input_channel import MessagingInput
from bot.channels.socket_chat import SocketChat
from bot.channels.web_chat import WebChat
from bot.locations import ROOT
from bot.storage.settings import SettingError


async def nobody(message: Any) -> None:
    """Take a message; none comes."""


class PlainApp(MessagingInput):
    """An app with nothing of its own: every app's routes are made by its base."""

    @classmethod
    def name(cls) -> str:
        return "plain"


PlainApp.__abstractmethods__ = frozenset()  # type: ignore[attr-defined]
DOORS = [WebChat, SocketChat, PlainApp]
OURS = [WebChat, SocketChat, MessagingInput]


@pytest.fixture
def unsigned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUIRE_SIGNED", "1")
    monkeypatch.setenv("LANTERN_PREVIEW_DATABASE", f"sqlite:///{tmp_path}/none.db")


@pytest.mark.parametrize("door", DOORS)
def test_no_door_opens_with_unsigned_words(door: type[InputChannel], unsigned: None) -> None:
    with pytest.raises(SettingError, match="REQUIRE_SIGNED"):
        door().blueprint(nobody)


@pytest.mark.parametrize("door", DOORS)
def test_each_opens_where_signatures_are_not_asked_for(
    door: type[InputChannel], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("REQUIRE_SIGNED", raising=False)
    assert isinstance(door().blueprint(nobody), Blueprint)


def test_every_channel_of_ours_goes_through_one_of_these_doors() -> None:
    named = yaml.safe_load((ROOT / "credentials.yml").read_text(encoding="utf-8"))
    for path in named:
        module, _, name = path.rpartition(".")
        channel = getattr(importlib.import_module(module), name)
        door = next(
            one for one in (WebChat, SocketChat, MessagingInput) if issubclass(channel, one)
        )
        assert channel.blueprint is door.blueprint, path
