"""rasa-webchat, fetched from npm, on a clinic's page in a real browser, talking to our server."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from bot.launch.prepare import MODEL, quiet_environment
from bot.locations import ROOT
from tests.conftest import free_port, wait_for
from tests.rasa_webchat.package import NoPackage, widget_script
from tests.rasa_webchat.site import page, serving

CHANNELS = "bot.channels.web_chat.WebChat:\nbot.channels.socket_chat.SocketChat:\n"
# The widget asks others for a font; in the tests it reaches this machine only.
BROWSER = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("no Chromium on PATH: the widget is not tested in a browser here")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=BROWSER)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[int]:
    """Port of the clinic's site; its page under the name `localhost` is allowed, and no other."""
    folder = tmp_path_factory.mktemp("widget")
    try:
        script = widget_script(folder)
    except NoPackage as reason:
        pytest.skip(str(reason))
    port = free_port()
    credentials = folder / "credentials.yml"
    credentials.write_text(CHANNELS)
    files = {
        "/": ("text/html", page(f"http://127.0.0.1:{port}")),
        "/widget.js": ("text/javascript", script),
    }
    command = ["rasa", "run", "--model", str(MODEL), "--credentials", str(credentials)]
    with serving(files) as site, (folder / "output.txt").open("w") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", *command, "--interface", "127.0.0.1", "--port", str(port)],
            cwd=ROOT,
            env={
                **quiet_environment(),
                "LANTERN_ALLOWED_ORIGINS": f"http://localhost:{site}",
                "LOG_LEVEL_LIBRARIES": "INFO",  # at which Socket.IO logs every message
            },
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_for(f"http://127.0.0.1:{port}/health/live", 180)
            yield site
        finally:
            server.terminate()
            server.wait(20)
        assert "submarine" not in (folder / "output.txt").read_text(errors="replace")


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context()
    context.set_default_timeout(15_000)
    yield context
    context.close()


def visit(context: BrowserContext, site: int) -> Page:
    """Open the clinic's page and the chat on it, and read the welcome."""
    visited = context.new_page()
    visited.goto(f"http://localhost:{site}/")
    visited.locator(".rw-launcher").click()
    hears(visited, "Is it safe for you to chat on this device now?")
    return visited


def say(visited: Page, text: str) -> None:
    visited.locator(".rw-new-message").fill(text)
    visited.keyboard.press("Enter")


def tap(visited: Page, title: str) -> None:
    visited.locator(".rw-reply", has_text=title).last.click()


def hears(visited: Page, words: str) -> None:
    """Wait for a bubble of the bot's with these words."""
    expect(visited.locator(".rw-response", has_text=words).last).to_be_visible(timeout=15_000)


def bubbles(visited: Page) -> list[str]:
    return visited.locator(".rw-message").all_inner_texts()


def token(visited: Page) -> str:
    kept = visited.evaluate("() => sessionStorage.getItem('chat_session')")
    return str(json.loads(kept)["session_id"])


def test_a_conversation_by_buttons_and_by_typing(context: BrowserContext, site: int) -> None:
    visited = visit(context, site)
    tap(visited, "Yes, it is safe")
    hears(visited, "What would help you most")
    say(visited, "my ex put a tracker on my car, a yellow submarine")
    hears(visited, "location tracking")
    tap(visited, "Yes, that fits")
    say(visited, "i feel so ashamed")
    hears(visited, "Shame")


def test_danger_is_answered(context: BrowserContext, site: int) -> None:
    visited = visit(context, site)
    named = visited.locator(".rw-response", has_text="988")
    in_welcome = named.count()
    say(visited, "I want to kill myself")
    expect(named.nth(in_welcome)).to_be_visible(timeout=5_000)


def test_two_visitors_do_not_mix(browser: Browser, context: BrowserContext, site: int) -> None:
    one = visit(context, site)
    another = browser.new_context()
    other = visit(another, site)
    assert token(one) != token(other)
    before = bubbles(other)
    say(one, "i feel so ashamed")
    hears(one, "Shame")
    other.wait_for_timeout(1_000)
    assert bubbles(other) == before
    another.close()


def test_reloading_the_page_keeps_the_conversation(context: BrowserContext, site: int) -> None:
    visited = visit(context, site)
    say(visited, "my ex put a tracker on my car")
    hears(visited, "location tracking")
    mine, before = token(visited), bubbles(visited)
    visited.reload()
    visited.locator(".rw-new-message").wait_for()
    assert bubbles(visited) == before
    tap(visited, "Yes, that fits")
    visited.wait_for_timeout(2000)
    print(bubbles(visited)[len(before) :])
    assert token(visited) == mine


def test_the_page_of_another_site_gets_no_chat(context: BrowserContext, site: int) -> None:
    visited = context.new_page()
    refused: list[str] = []
    visited.on("requestfailed", lambda one: refused.append(one.url))
    visited.goto(f"http://127.0.0.1:{site}/")
    visited.wait_for_timeout(4_000)
    assert len([url for url in refused if "/socket.io/" in url]) >= 2
    assert visited.locator(".rw-launcher").count() == 0
