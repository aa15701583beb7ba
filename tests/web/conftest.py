"""A real Chromium and a scripted server for the tests of the page."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from .fake_server import World, serving

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Where "Leave now" leads. The tests never go there: a page of ours stands in.
NEUTRAL = "https://www.weather.gov/"
# Notes for every line put into the log whether a screen reader would have read it out.
WATCH_LOG = """
addEventListener("DOMContentLoaded", () => {
  window.told = [];
  const log = document.getElementById("log");
  if (log) new MutationObserver((changes) => {
    for (const change of changes) for (const node of change.addedNodes)
      window.told.push({ text: node.textContent, live: log.getAttribute("aria-live") });
  }).observe(log, { childList: true });
});
"""


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Give one Chromium for the whole folder; skip where the machine has none."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("no Chromium on PATH: the page is not tested in a browser here")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def world() -> World:
    """Give what the scripted server knows, fresh for each test."""
    return World()


@pytest.fixture
def address(world: World) -> Iterator[str]:
    """Give the scripted server's address."""
    with serving(world) as address:
        yield address


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Give a browser profile of its own, in which the neutral site is a page of ours."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(5000)
    context.add_init_script(WATCH_LOG)
    context.route(NEUTRAL + "**", lambda route: route.fulfill(body="<title>Weather</title>"))
    yield context
    context.close()


@pytest.fixture
def complaints() -> list[str]:
    """Collect what the browser complained about in this test."""
    return []


@pytest.fixture
def page(context: BrowserContext, address: str, complaints: list[str]) -> Page:
    """Give the chat page, opened and welcomed."""
    page = context.new_page()

    def note(line: ConsoleMessage) -> None:
        if line.type in ("error", "warning"):
            complaints.append(line.text)

    page.on("console", note)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(address + "/")
    page.get_by_role("button", name="Not sure").wait_for()
    return page
