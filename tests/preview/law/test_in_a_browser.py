"""Sheets and legal data in a real browser: axe, copying, and a correction without script."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.preview.in_a_browser import AXE, served, sign_in

from .conftest import PASSWORD, World

LOOKS = {
    "desktop": {"viewport": {"width": 1280, "height": 800}},
    "tablet": {"viewport": {"width": 820, "height": 1180}, "color_scheme": "dark"},
}
PAGES = [
    "/handouts/",
    "/handouts/screening",
    "/handouts/awareness",
    "/handouts/log",
    "/handouts/law/OH",
    "/handouts/lines",
    "/law/",
    "/law/topic/doxxing",
    "/law/OH/",
    "/law/OH/on?day=2026-11-21",
    "/law/OH/laws/1",
    "/law/OH/orders/1/correct",
    "/law/national/resources/1/correct",
]


@pytest.fixture
def address(world: World) -> Iterator[str]:
    world.app.config["WTF_CSRF_ENABLED"] = True
    with served(world.app) as address:
        yield address


def signed_in(context: BrowserContext, address: str, login: str = "editor") -> Page:
    return sign_in(context, address, login, PASSWORD)


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_and_nothing_is_cut_off(
    browser: Browser, address: str, look: str
) -> None:
    context = browser.new_context(bypass_csp=True, reduced_motion="reduce", **LOOKS[look])
    page = signed_in(context, address)
    found = []
    for path in PAGES:
        page.goto(address + path)
        found += faults(page, path)
    page.goto(f"{address}/law/OH/laws/1/correct")
    page.get_by_label("Title").fill("")
    page.get_by_role("button", name="Save the correction").click()
    page.get_by_role("alert").first.wait_for()
    found += faults(page, "refused")
    page.get_by_label("Title").fill("Another title")
    page.get_by_label("Nobody read a page").check()
    page.get_by_label("Why this is changed").fill("It was wrong.")
    page.get_by_role("button", name="Save the correction").click()
    page.get_by_role("button", name="Save this").wait_for()
    found += faults(page, "asked")
    page.goto(f"{address}/law/OH/laws/1/correct")
    page.get_by_text("Take this record out").click()
    page.get_by_label("Why", exact=True).fill("It is not the law any more.")
    page.get_by_role("button", name="Take it out").click()
    page.get_by_role("button", name="Leave it in").wait_for()
    found += faults(page, "to be taken out")
    context.close()
    assert found == []


def faults(page: Page, name: str) -> list[tuple[str, str, list[object]]]:
    """What axe finds on the page as it stands, and whether it is wider than its window."""
    found = [
        (name, one["id"], [node["target"] for node in one["nodes"]][:3])
        for one in Axe().run(page, options=AXE).response["violations"]
    ]
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append((name, "wider than the window", []))
    return found


def test_a_text_is_copied_with_one_tap(browser: Browser, address: str) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = signed_in(context, address, "reader")
    complaints: list[str] = []
    page.on("console", lambda line: complaints.append(line.text))
    page.goto(f"{address}/handouts/awareness")
    page.get_by_role("button", name="Copy this text").first.click()
    expect(page.get_by_role("status").first).to_have_text("The text is copied.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Is someone watching, scaring or bothering you")
    assert copied.endswith("call or text 988.")
    context.close()
    assert complaints == []


def test_a_correction_without_script(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = signed_in(context, address)
    page.goto(f"{address}/handouts/awareness")
    assert page.get_by_role("button", name="Copy this text").count() == 0
    page.get_by_role("link", name="Legal data").click()
    page.get_by_role("link", name="Ohio").click()
    page.get_by_role("link", name="Menacing by stalking").first.click()
    page.get_by_role("link", name="Correct this record").click()
    page.get_by_label("Title").fill("Menacing by stalking, corrected")
    page.get_by_role("button", name="Save the correction").click()
    expect(page.get_by_role("alert").first).to_contain_text("Nothing you typed is lost")
    expect(page.get_by_label("Title")).to_have_value("Menacing by stalking, corrected")
    page.get_by_label("I read a page that says what stands above").check()
    page.get_by_label("Its web address").fill("https://codes.ohio.gov/section-2903.211")
    page.get_by_label("Why this is changed").fill("It says so there.")
    page.get_by_role("button", name="Save the correction").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Is this right?")
    page.get_by_role("button", name="Go on writing").click()
    expect(page.get_by_label("Title")).to_have_value("Menacing by stalking, corrected")
    page.get_by_role("button", name="Save the correction").click()
    page.get_by_role("button", name="Save this").click()
    expect(page.get_by_role("status")).to_contain_text("the bot shows it from now on")
    expect(page.get_by_role("heading", level=1)).to_have_text("Menacing by stalking, corrected")
    expect(page.locator("ins").first).to_contain_text("corrected")
    context.close()


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("sheet", ["law/OH", "law/TX", "law/DC", "law/US", "log"])
def test_a_sheet_prints(browser: Browser, address: str, sheet: str, paper: str) -> None:
    """It has pages; what is for the screen only is not on them."""
    context = browser.new_context()
    page = signed_in(context, address, "reader")
    page.goto(f"{address}/handouts/{sheet}")
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation", name="Main")).to_be_hidden()
    expect(page.get_by_role("button", name="Print")).to_be_hidden()
    for record in page.locator(".record").all()[:3]:
        assert record.evaluate("node => getComputedStyle(node).breakInside") == "avoid"
    printed = page.pdf(format=paper)
    assert printed.startswith(b"%PDF")
    context.close()
