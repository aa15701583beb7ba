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
