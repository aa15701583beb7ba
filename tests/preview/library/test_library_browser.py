"""The library in a real browser, at the sizes of a desktop and of a tablet."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from tests.preview.in_a_browser import AXE, sign_in

LOOKS = {
    "desktop": {"viewport": {"width": 1280, "height": 800}},
    "tablet": {"viewport": {"width": 820, "height": 1180}, "has_touch": True},
    "dark": {"viewport": {"width": 820, "height": 1180}, "color_scheme": "dark"},
}
PAGES = {
    "shelves": "/library/",
    "script": "/library/script/support/fear",
    "channels": "/library/script/safety/suicide_self",
    "languages": "/library/response/utter_safety_after_step",
    "found": "/library/?q=fear+help",
    "nothing": "/library/?q=unicorn",
    "state": "/library/?state=signed",
}


@pytest.mark.parametrize("look", LOOKS)
def test_every_page_fits_and_axe_finds_nothing(browser: Browser, address: str, look: str) -> None:
    context = browser.new_context(bypass_csp=True, reduced_motion="reduce", **LOOKS[look])
    page = sign_in(context, address)
    found = []
    for name, path in PAGES.items():
        page.goto(address + path)
        for summary in page.locator("main section:nth-of-type(-n+3) summary").all():
            summary.click()
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        found += [(name, "wider than the screen")] if wide > 0 else []
        violations = Axe().run(page, options=AXE).response["violations"]
        found += [(name, one["id"], [n["target"] for n in one["nodes"]]) for one in violations]
    context.close()
    assert found == []


def test_from_a_search_to_the_words_and_on_to_where_a_button_leads(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    complaints: list[str] = []
    page = sign_in(context, address)
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    page.get_by_role("link", name="Library").first.click()
    page.get_by_label("Words to look for").fill("RACING heart")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("mark").first).to_have_text("racing")
    page.get_by_role("link", name="Fear", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Fear")
    page.get_by_role("link", name="Support offer").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Support offer")
    page.get_by_role("link", name="Exercise", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Exercise")
    assert complaints == []
    context.close()


def test_the_keyboard_opens_what_is_folded(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 820, "height": 1180})
    page = sign_in(context, address)
    page.goto(f"{address}/library/script/support/fear")
    summary = page.locator("#utter_support_fear summary").first
    summary.focus()
    page.keyboard.press("Enter")
    expect(
        page.locator("#utter_support_fear").get_by_text("For example, they type")
    ).to_be_visible()
    context.close()
