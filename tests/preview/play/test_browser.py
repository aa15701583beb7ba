"""The room in a real browser: the chat by keyboard, the panel, the tables, and axe."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from bot.preview.pages.application import create_application
from bot.preview.play.playing import Playing
from tests.preview.in_a_browser import AXE, served
from tests.preview.play.conftest import PASSWORD
from tests.preview.play.loaded import loaded

SIZES = {"desktop": (1280, 900), "tablet": (820, 1180)}


@pytest.fixture(scope="module")
def address(browser: Browser, tables: None, action_server: str) -> Iterator[str]:
    with loaded(action_server) as bot:
        app = create_application()
        app.extensions["play"] = Playing(bot)
        with served(app) as address:
            yield address


@pytest.fixture(params=sorted(SIZES))
def page(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    width, height = SIZES[request.param]
    context = browser.new_context(viewport={"width": width, "height": height})
    context.set_default_timeout(20_000)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{address}/sign-in")
    page.get_by_label("Login").fill("ada")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    yield page
    while page.goto(f"{address}/play") and page.get_by_role("button", name="End").count():
        page.get_by_role("button", name="End").first.click()
    context.close()
    assert not complaints


def begin(page: Page, channel: str = "Web page") -> None:
    page.get_by_role("link", name="Play", exact=True).first.click()
    page.get_by_label("Where the person writes").select_option(label=channel)
    page.get_by_role("button", name="Start").click()
    page.get_by_label("Write as the person").wait_for()


def say(page: Page, text: str) -> None:
    """Type and send by the keyboard alone."""
    turns = page.locator("#log > .turn").count()
    page.get_by_label("Write as the person").fill(text)
    page.keyboard.press("Enter")
    expect(page.locator("#log > .turn")).to_have_count(turns + 1)


def clean(page: Page) -> None:
    page.wait_for_load_state()  # with its style: sizes count
    found = Axe().run(page, options=AXE).response["violations"]
    told = [(one["id"], [node["html"] for node in one["nodes"]]) for one in found]
    assert not told
    sideways = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert not sideways


def test_a_chat_by_keyboard_with_its_panel(page: Page) -> None:
    begin(page)
    clean(page)
    say(page, "my ex keeps logging into my email and reads everything")
    expect(page.locator("#panel")).to_contain_text("tells what another person does to them")
    expect(page.get_by_label("Write as the person")).to_be_focused()
    say(page, "i am going to kill myself tonight")
    expect(page.locator("#panel")).to_contain_text("Danger: answer it at once")
    clean(page)
    turns = page.locator("#log > .turn").count()
    page.locator("#latest button.choice").first.click()
    expect(page.locator("#log > .turn")).to_have_count(turns + 1)
    page.get_by_role("button", name="Step back").click()
    expect(page.locator("#log > .turn")).to_have_count(turns)
    page.get_by_role("link", name="What happened in this step 2").click()
    expect(page.locator("#panel")).to_contain_text("What happened in step 2")
    clean(page)


def test_only_what_is_new_is_read_out(page: Page) -> None:
    begin(page)
    page.evaluate(
        """() => {
          window.told = [];
          const log = document.getElementById("log");
          new MutationObserver((changes) => {
            for (const change of changes) for (const node of change.addedNodes)
              if (log.getAttribute("aria-live") === "polite") window.told.push(node.textContent);
          }).observe(log, { childList: true });
        }"""
    )
    say(page, "menu")
    told = page.evaluate("window.told")
    assert len([one for one in told if one.strip()]) == 1


def test_text_messages_and_other_pages(page: Page, address: str) -> None:
    begin(page, "Text message (SMS)")
    say(page, "menu")
    expect(page.locator("#log")).to_contain_text("of a text message")
    clean(page)
    page.get_by_role("link", name="Print or save as PDF").click()
    expect(page.get_by_role("button", name="Print, or save as PDF")).to_be_visible()
    clean(page)
    page.get_by_role("link", name="Back to the chat").click()
    page.get_by_label("Words in the box").fill("breathing")
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_role("heading", name="Jump to any box", level=1)).to_be_visible()
    clean(page)
    page.get_by_role("button", name="Jump").first.click()
    expect(page.locator("#panel")).to_contain_text("You jumped here")
    page.get_by_label("Name of the run").fill("For the staff meeting")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The run is saved")).to_be_visible()
    page.goto(f"{address}/play")
    clean(page)
    page.get_by_role("button", name="Remove For the staff meeting").first.click()
    page.get_by_role("link", name="Try many sentences at once").click()
    page.get_by_label("Sentences").fill("hello\nhe says he will kill me if I leave")
    page.get_by_role("button", name="Show the table").click()
    expect(page.get_by_role("row")).to_have_count(3)
    clean(page)
