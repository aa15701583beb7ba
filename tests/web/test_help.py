"""Help lines, one tap away at all times."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from .conftest import NEUTRAL
from .fake_server import World
from .steps import say
from .test_look import SIZES, open_at


def open_help(page: Page) -> None:
    page.get_by_role("button", name="More phone lines").click()
    expect(page.get_by_role("dialog", name="Help right now")).to_be_visible()


def test_lines_can_be_called_and_texted(page: Page) -> None:
    open_help(page)
    dialog = page.get_by_role("dialog")
    for name, href in (
        ("Call 911", "tel:911"),
        ("Text 911", "sms:911"),
        ("Call 988", "tel:988"),
        ("Text 988", "sms:988"),
        ("Call 1-800-799-7233", "tel:18007997233"),
        ("Text START to 88788", "sms:88788?&body=START"),
    ):
        expect(dialog.get_by_role("link", name=name)).to_have_attribute("href", href)
    expect(dialog.get_by_role("heading", name="VictimConnect")).to_be_visible()
    expect(dialog.get_by_text("Numbers checked on November")).to_be_visible()
    expect(dialog.get_by_text("can show on a shared phone or bill")).to_be_visible()
    expect(dialog.get_by_text("It can’t clear your browser history")).to_be_visible()


@pytest.mark.parametrize("how", ["Escape", "Close", "outside"])
def test_closes_and_gives_the_focus_back(page: Page, how: str) -> None:
    open_help(page)
    if how == "Escape":
        page.keyboard.press("Escape")
    elif how == "Close":
        page.get_by_role("button", name="Close").click()
    else:
        page.mouse.click(10, 400)
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="More phone lines")).to_be_focused()


def test_escape_in_it_closes_nothing_else(page: Page) -> None:
    page.evaluate("document.addEventListener('keydown', ({ key }) => (window.heard = key))")
    open_help(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert page.evaluate("window.heard") is None


def test_the_keyboard_stays_in_it_and_reaches_all_of_it(page: Page) -> None:
    open_help(page)
    expect(page.get_by_role("button", name="Close")).to_be_focused()
    links = page.get_by_role("dialog").get_by_role("link").count()
    seen = set()
    for _ in range(links + 6):
        page.keyboard.press("Tab")
        name = page.evaluate(
            "document.activeElement.closest('#help') ? document.activeElement.textContent : null"
        )
        # Between the last and the first the focus may rest on the browser's own bars.
        assert name or page.evaluate("document.activeElement === document.body")
        seen.add(name)
    assert {"Close", "Leave now", "Call 988"} <= seen


def test_works_when_the_server_is_gone(page: Page, context: BrowserContext) -> None:
    context.set_offline(True)
    say(page, "are you there")
    page.get_by_role("button", name="Try again").wait_for()
    open_help(page)
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("link", name="Call 988")).to_be_visible()
    expect(dialog.get_by_role("link", name="Text START to 88788")).to_be_attached()


def test_names_911_and_988_when_the_lines_never_came(context: BrowserContext, address: str) -> None:
    context.route("**/web/strings.json*", lambda route: route.abort())
    context.route("**/chat/**", lambda route: route.abort())
    page = context.new_page()
    page.goto(address + "/")
    open_help(page)
    links = page.get_by_role("dialog").get_by_role("link")
    assert [link.get_attribute("href") for link in links.all()] == [
        "tel:911",
        "tel:988",
        "sms:988",
    ]


def test_leaving_works_from_inside(page: Page, world: World) -> None:
    open_help(page)
    page.get_by_role("dialog").get_by_role("button", name="Leave now").click()
    expect(page).to_have_url(NEUTRAL)
    page.wait_for_timeout(200)
    assert world.sessions == set()


def test_shift_is_announced_inside_and_leaves(page: Page) -> None:
    open_help(page)
    page.keyboard.press("Shift")
    status = page.get_by_role("dialog").get_by_role("status")
    expect(status).to_have_text("Press Shift 2 more times to leave.")
    expect(status).to_be_in_viewport(ratio=0.99)
    page.keyboard.press("Escape")
    page.keyboard.press("Shift")
    outside = page.get_by_role("banner").get_by_role("status")
    expect(outside).to_have_text("Press Shift 1 more time to leave.")
    open_help(page)
    page.keyboard.press("Shift")
    expect(page).to_have_url(NEUTRAL)


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_fits_every_size(browser: Browser, address: str, width: int, height: int) -> None:
    page = open_at(browser, address, width, height)
    open_help(page)
    dialog = page.get_by_role("dialog")
    assert dialog.evaluate("node => node.scrollWidth <= node.clientWidth")
    dialog.evaluate("node => node.scrollTo(0, node.scrollHeight)")
    for name in ("Close", "Leave now"):
        expect(dialog.get_by_role("button", name=name)).to_be_in_viewport(ratio=0.99)
    for target in dialog.locator("a, button").all():
        size = target.bounding_box()
        assert size, "a control without a size"
        assert min(size["width"], size["height"]) >= 44, target.inner_text()
    page.context.close()
