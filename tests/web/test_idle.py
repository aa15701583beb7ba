"""A quiet chat: told beforehand, over in the end, and a calm way to start again."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from .fake_server import World
from .steps import say

NOTICE = "Still there? This chat ends by itself in about 5 minutes"


@pytest.fixture
def page(context: BrowserContext, address: str) -> Page:
    """Give the page, welcomed, with a clock that the test moves on."""
    page = context.new_page()
    page.clock.install()
    page.goto(address + "/")
    page.get_by_role("button", name="Not sure").wait_for()
    return page


def test_the_end_is_told_some_minutes_before_and_goes_when_the_talk_goes_on(page: Page) -> None:
    page.clock.fast_forward("24:30")
    expect(page.get_by_text("Still there?")).to_have_count(0)
    page.clock.fast_forward("00:45")
    expect(page.get_by_text(NOTICE)).to_be_visible()
    page.clock.fast_forward("01:00")
    expect(page.get_by_text("Still there?")).to_have_count(1)
    expect(page.get_by_role("button", name="Not sure")).to_be_visible()
    say(page, "yes")
    expect(page.get_by_text("You said: yes")).to_be_visible()
    expect(page.get_by_text("Still there?")).to_have_count(0)
    page.clock.fast_forward("24:00")
    expect(page.get_by_role("button", name="Start again")).to_have_count(0)


def test_the_end_leaves_nothing_on_the_screen_but_a_new_start(page: Page, world: World) -> None:
    say(page, "a secret")
    page.get_by_text("You said: a secret").wait_for()
    page.clock.fast_forward("31:00")
    expect(page.get_by_text("This chat has ended by itself")).to_be_visible()
    expect(page.get_by_text("a secret")).to_have_count(0)
    assert page.evaluate("sessionStorage.getItem('chat')") is None
    expect(page.get_by_role("link", name="Call 988")).to_be_visible()
    page.get_by_role("button", name="Start again").click()
    expect(page.get_by_role("button", name="Not sure")).to_be_visible()
    assert len(world.sessions) == 1, "the server still knows the old chat"


def test_half_a_message_is_not_lost_at_the_end(page: Page) -> None:
    page.get_by_role("textbox", name="Your message").fill("half a thought")
    page.clock.fast_forward("31:00")
    page.get_by_role("button", name="Start again").wait_for()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("You said: half a thought")).to_be_visible()


def test_the_server_says_how_long(page: Page, world: World) -> None:
    world.idle_minutes = 4
    page.get_by_role("button", name="Forget this chat").click()
    page.get_by_role("button", name="Start again").click()
    page.get_by_role("button", name="Not sure").wait_for()
    page.clock.fast_forward("02:30")
    expect(page.get_by_text("in about 2 minutes")).to_be_visible()
    page.clock.fast_forward("02:00")
    expect(page.get_by_role("button", name="Start again")).to_be_visible()


def test_a_reload_does_not_make_it_last_longer(page: Page) -> None:
    page.clock.fast_forward("26:00")
    page.get_by_text("Still there?").wait_for()
    page.reload()
    page.get_by_role("button", name="Not sure").wait_for()
    page.clock.fast_forward("05:00")
    expect(page.get_by_role("button", name="Start again")).to_be_visible()
