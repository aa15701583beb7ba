"""The trained bot, loaded once."""

from __future__ import annotations

import pytest

from tests.conversations.driver import MODEL, Conversation, Lantern


@pytest.fixture(scope="session")
def lantern(action_server: str) -> Lantern:
    assert MODEL.is_file(), "There is no model; `make test` trains it first."
    return Lantern(action_server)


@pytest.fixture
def talk(lantern: Lantern) -> Conversation:
    return lantern.talk()
