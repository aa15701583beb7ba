"""Long legal answers: the first lines at once, all of it on demand, nothing kept from anybody."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from .fake_server import RECORD
from .steps import say


@pytest.fixture
def record(page: Page) -> Locator:
    """Give the bubble of a long record, just said."""
    say(page, "record")
    page.get_by_role("button", name="Go on").wait_for(state="attached")
    return page.locator(".bubble", has_text="Civil harassment order")


def test_the_first_lines_and_the_day_of_the_check_are_shown(page: Page, record: Locator) -> None:
    button = page.get_by_role("button", name="Show all")
    expect(button).to_have_attribute("aria-expanded", "false")
    folded = record.bounding_box()
    assert folded
    rest = record.locator(".rest").bounding_box()
    assert rest
    assert rest["height"] <= 1, "the rest takes room on the screen"
    assert "Checked on" not in record.locator(".rest").inner_text()
    button.click()
    less = page.get_by_role("button", name="Show less")
    expect(less).to_have_attribute("aria-expanded", "true")
    expect(less).to_be_focused()
    opened = record.bounding_box()
    assert opened
    assert opened["height"] > folded["height"]
    less.click()
    expect(page.get_by_role("button", name="Show all")).to_be_visible()


def test_screen_readers_get_all_of_it_in_order(page: Page, record: Locator) -> None:
    spoken = page.evaluate("told.at(-2).text").replace(" (opens in a new tab)", "")
    assert spoken.startswith(f"Lantern: {RECORD}")
    snapshot = page.locator("#log").aria_snapshot()
    places = [snapshot.index(words) for words in ("Code §", "Cost: none", "Forms:", "Checked on")]
    assert places == sorted(places)


def test_focus_on_a_link_out_of_sight_brings_it_into_sight(page: Page, record: Locator) -> None:
    record.get_by_role("link", name="example.org/order").focus()
    page.keyboard.press("Tab")
    expect(record.get_by_role("link", name="example.org/forms")).to_be_focused()
    expect(page.get_by_role("button", name="Show less")).to_be_visible()


def test_paper_shows_all_and_no_button(page: Page, record: Locator) -> None:
    page.emulate_media(media="print")
    rest = record.locator(".rest")
    size = rest.bounding_box()
    assert size
    assert size["height"] > 20
    assert rest.evaluate("node => getComputedStyle(node).clipPath") == "none"
    expect(page.locator(".fold")).to_be_hidden()


def test_short_answers_and_the_person_s_own_words_are_not_folded(page: Page) -> None:
    say(page, "lines")
    page.get_by_role("button", name="Go on").wait_for()
    page.get_by_role("textbox").fill("my own words\n" * 60)
    page.keyboard.press("Enter")
    page.locator(".from-you").nth(1).wait_for()
    expect(page.locator(".from-you .fold")).to_have_count(0)
    expect(page.locator(".message").nth(3).locator(".fold")).to_have_count(0)
