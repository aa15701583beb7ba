"""The preview served to a real browser: its address, signing in, and what axe is asked for."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from playwright.sync_api import BrowserContext, Page
from werkzeug.serving import make_server

LOGIN, PASSWORD = "reader@clinic.example", "a long enough sentence"
"""The reviewer of the preview that conftest.py makes."""

_PATIENCE = 30_000
"""Milliseconds."""

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}


@contextmanager
def served(application: Flask) -> Iterator[str]:
    """Give the address at which an application is served."""
    server = make_server("127.0.0.1", 0, application, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join(10)


def sign_in(
    context: BrowserContext, address: str, login: str = LOGIN, password: str = PASSWORD
) -> Page:
    """Sign in through the form, as a person does."""
    context.set_default_timeout(_PATIENCE)
    page = context.new_page()
    page.goto(f"{address}/sign-in")
    page.get_by_label("Login").fill(login)
    page.get_by_label("Password").fill(password)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name="What would you like to do?").wait_for()
    return page
