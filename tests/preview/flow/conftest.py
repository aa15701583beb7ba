"""The preview, with the flow built: no page has to wait for it."""

from __future__ import annotations

import pytest
from flask import Flask

from bot.preview.flow.graph import shared_chart


@pytest.fixture(scope="module")
def application(application: Flask) -> Flask:
    """Give the preview; its flow is built once a process."""
    shared_chart()
    return application


@pytest.fixture(autouse=True, scope="session")
def graphviz() -> None:
    """Skip where Graphviz lacks a library of the system."""
    pytest.importorskip("pygraphviz", reason="Graphviz cannot be loaded", exc_type=ImportError)
