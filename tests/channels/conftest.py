"""Somebody new in the app that a file of tests is about (its fixture `world`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:  # it loads every app, which most files here do without
    from tests.channels.app_chat import Chat, World


@pytest.fixture
def ann(world: World) -> Chat:
    return world.somebody()


@pytest.fixture(autouse=True)
def _nothing_refused(request: pytest.FixtureRequest) -> Iterator[None]:
    """The app would have taken everything that it was sent."""
    yield
    if "world" in request.fixturenames:
        stand_in = request.getfixturevalue("world").stand_in
        refusals, stand_in.refusals = stand_in.refusals, []
        assert refusals == []
        assert not stand_in.faults_left
