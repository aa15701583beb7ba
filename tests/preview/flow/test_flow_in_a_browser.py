"""The picture in a real Chromium: zoom, follow a path, by keyboard alone, and as axe sees it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.preview.in_a_browser import AXE, sign_in

PAGES = [
    "/flow/",
    "/flow/script/support/fear",
    "/flow/script/safety/screening?at=utter_safety_ask_now",
]
WIDTH = "document.getElementById('flow').getBoundingClientRect().width"


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = sign_in(context, address)
    page.goto(f"{address}/flow/script/support/fear")
    yield page
    context.close()


def test_zooming_by_buttons_and_keys(page: Page) -> None:
    before = page.evaluate(WIDTH)
    page.get_by_role("button", name="Larger").click()
    larger = page.evaluate(WIDTH)
    assert larger > before
    page.locator("#frame").focus()
    page.keyboard.press("-")
    assert page.evaluate(WIDTH) < larger
    page.keyboard.press("1")
    expect(page.locator("#zoomed")).to_have_text("100 %")


def test_the_wheel_with_ctrl_zooms_and_without_scrolls(page: Page) -> None:
    page.locator("#frame").hover()
    before = page.evaluate(WIDTH)
    page.mouse.wheel(0, 50)
    assert page.evaluate(WIDTH) == before
    page.keyboard.down("Control")
    page.mouse.wheel(0, -100)
    page.keyboard.up("Control")
    page.wait_for_function(f"{WIDTH} > {before}")


def test_a_click_on_a_box_lights_its_ways(page: Page) -> None:
    page.locator("#utter_support_fear_again a.words").click()
    panel = page.locator("#panel")
    expect(panel).to_contain_text("A racing heart")
    expect(page.locator("#utter_support_fear_again.chosen.lit")).to_be_attached()
    expect(page.locator(".edge.lit").first).to_be_attached()
    expect(page.locator("#utter_support_fear_again_2.lit")).to_have_count(0)
    assert "at=utter_support_fear_again" in page.url
    page.get_by_role("button", name="Show all boxes alike").click()
    expect(page.locator(".lit")).to_have_count(0)


def test_following_by_keyboard_alone(page: Page) -> None:
    page.locator("#utter_support_fear a.words").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#here")).to_be_focused()
    ways_on = page.locator("#panel .ways a[data-at='utter_support_fear_again']").first
    ways_on.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#panel blockquote")).to_contain_text("A racing heart")


def test_a_way_to_another_script_opens_its_picture(page: Page, address: str) -> None:
    page.goto(f"{address}/flow/script/support/fear?at=utter_support_fear")
    page.locator("#panel a[data-at='utter_support_offer']").first.click()
    page.get_by_role("link", name="See it in Support: flow").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Support: flow")
    expect(page.locator("#utter_support_offer.chosen")).to_be_in_viewport()


def test_without_script_the_list_and_the_links_do_it(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = sign_in(context, address)
    page.goto(f"{address}/flow/script/support/fear")
    expect(page.locator("#tools")).to_be_hidden()
    page.locator(".entry a[data-at='utter_support_fear']").first.click()
    expect(page.locator("#panel")).to_contain_text("From the start to here")
    context.close()


@pytest.mark.parametrize(
    ("width", "scheme"), [(1280, "light"), (820, "dark")], ids=["desktop", "tablet"]
)
def test_axe_finds_nothing_and_nothing_is_wider_than_the_page(
    browser: Browser, address: str, width: int, scheme: str
) -> None:
    context = browser.new_context(
        bypass_csp=True, viewport={"width": width, "height": 1000}, color_scheme=scheme
    )
    page = sign_in(context, address)
    found = []
    for path in PAGES:
        page.goto(address + path)
        page.locator("#tools").wait_for(state="visible")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        for one in Axe().run(page, options=AXE).response["violations"]:
            found.append((path, one["id"], [node["target"] for node in one["nodes"]][:3]))
    context.close()
    assert found == []


def test_on_paper_nothing_is_folded_and_no_page_has_the_legend_alone(
    page: Page, address: str
) -> None:
    page.goto(f"{address}/flow/script/support/flow")
    folded = page.locator("details:not([open])")
    before = folded.count()
    assert before
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(folded).to_have_count(0)
    expect(page.get_by_text("Choose a box's words to follow it")).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_hidden()
    pages = page.locator(".on-paper .page")
    last, legend = pages.last.bounding_box(), page.locator(".legend").bounding_box()
    assert last
    assert legend
    assert legend["y"] >= last["y"] + last["height"]
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(folded).to_have_count(before)
