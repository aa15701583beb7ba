"""The conversation on the page, in a real browser, as a person meets it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from .fake_server import World
from .steps import box, bubbles, say

FORGOTTEN = re.compile("gone from this page and from our server")


def test_opens_with_welcome_and_no_complaint(page: Page, complaints: list[str]) -> None:
    assert bubbles(page) == [
        "Welcome. I share facts about unwanted contact online.",
        "Is it safe to chat on this device now?",
    ]
    assert page.title() == "Chat"
    expect(page.locator("#static-help")).to_have_count(0)
    say(page, "hello")
    expect(page.get_by_text("You said: hello")).to_be_visible()
    assert complaints == []


def test_only_our_own_server_is_asked(context: BrowserContext, address: str) -> None:
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.goto(address + "/")
    page.get_by_role("button", name="Yes").click()
    page.get_by_role("button", name="Tell me more").wait_for()
    assert [url for url in asked if not url.startswith(address)] == []
    assert context.cookies() == []
    assert page.evaluate("localStorage.length") == 0


def test_a_button_stays_as_the_words_chosen(page: Page, world: World) -> None:
    page.get_by_role("button", name="Not sure").click()
    expect(page.get_by_text("You said: /Not sure")).to_be_visible()
    assert "Not sure" in bubbles(page)
    expect(page.get_by_role("button", name="Yes")).to_have_count(0)
    assert world.asked[-1] == {"choice": "/Not sure"}


def test_shift_enter_breaks_the_line(page: Page, world: World) -> None:
    page.get_by_role("textbox", name="Your message").click()
    page.keyboard.type("one")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("two")
    page.keyboard.press("Enter")
    expect(page.locator(".from-bot").last).to_contain_text("You said")
    assert world.asked[-1] == {"text": "one\ntwo"}


def test_an_empty_message_is_not_sent(page: Page, world: World) -> None:
    say(page, "   ")
    page.get_by_role("button", name="Send").click()
    assert world.asked == [{"start": True}]


def test_by_keyboard_alone(page: Page) -> None:
    seen = []
    for _ in range(12):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.textContent.trim()"))
        if seen[-1] == "Yes":
            break
    assert seen[0] == "Leave now"
    assert seen[-1] == "Yes"
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Tell me more")).to_be_visible()
    # The button is gone; the keyboard goes on from what was chosen, not from the top.
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Tell me more")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type("typed")
    page.keyboard.press("Enter")
    expect(page.get_by_text("You said: typed")).to_be_visible()
    expect(page.get_by_role("textbox", name="Your message")).to_be_focused()


def test_reload_goes_on_without_reading_it_all_out_again(page: Page, world: World) -> None:
    say(page, "first")
    page.get_by_role("button", name="Tell me more").wait_for()
    page.get_by_role("textbox", name="Your message").fill("half a thou")
    before = bubbles(page)
    page.reload()
    page.get_by_role("button", name="Tell me more").wait_for()
    assert bubbles(page) == before
    assert box(page) == "half a thou"
    assert {line["live"] for line in page.evaluate("told")} == {"off"}
    say(page, "second")
    expect(page.get_by_text("You said: second")).to_be_visible()
    assert page.evaluate("told.at(-1).live") == "polite"
    assert len(world.sessions) == 1
    assert world.asked.count({"start": True}) == 1


@pytest.mark.parametrize("secure", [True, False])
def test_two_tabs_do_not_mix(
    page: Page, context: BrowserContext, world: World, secure: bool
) -> None:
    if not secure:  # plain http on a local network: the browser has no locks
        context.add_init_script("delete Navigator.prototype.locks")
        page.reload()
    say(page, "only here")
    page.get_by_text("You said: only here").wait_for()
    # A window opened by the page gets a copy of its storage, as a duplicated tab does.
    with page.expect_popup() as opened:
        page.evaluate("void window.open(location.href)")
    copy = opened.value
    other = context.new_page()
    other.goto(page.url)
    for tab in (copy, other):
        tab.get_by_role("button", name="Not sure").wait_for()
        assert len(bubbles(tab)) == 2
    assert len(world.sessions) == 3
    page.reload()
    expect(page.get_by_text("You said: only here")).to_be_visible()
    assert len(world.sessions) == 3


def test_a_chat_left_idle_too_long_is_not_shown_again(page: Page, world: World) -> None:
    say(page, "a secret")
    page.get_by_text("You said: a secret").wait_for()
    page.evaluate("""() => {
      const chat = JSON.parse(sessionStorage.chat);
      chat.session.touched -= 31 * 60_000;
      sessionStorage.chat = JSON.stringify(chat);
    }""")
    page.reload()
    page.get_by_role("button", name="Not sure").wait_for()
    expect(page.get_by_text("a secret")).to_have_count(0)


def test_safety_words_show_before_the_turn_is_done(page: Page) -> None:
    say(page, "danger at the door")
    safety = page.locator(".safety")
    expect(safety).to_be_visible(timeout=1000)
    expect(page.locator("#typing")).to_be_visible()
    expect(page.get_by_text("I am still here.")).to_have_count(0)
    expect(safety.get_by_role("link", name="911")).to_have_attribute("href", "tel:911")
    expect(page.get_by_text("I am still here.")).to_be_visible()
    expect(page.locator("#typing")).to_be_hidden()
    expect(page.get_by_role("button", name="I am safe")).to_be_visible()


def test_forget_this_chat(page: Page, world: World) -> None:
    say(page, "a secret")
    page.get_by_text("You said: a secret").wait_for()
    page.get_by_role("textbox", name="Your message").fill("another")
    page.get_by_role("button", name="Forget this chat").click()
    expect(page.get_by_text(FORGOTTEN)).to_be_visible()
    expect(page.get_by_text("a secret")).to_have_count(0)
    assert box(page) == ""
    assert "secret" not in page.evaluate("JSON.stringify(sessionStorage)")
    assert world.sessions == set()
    page.get_by_role("button", name="Start again").click()
    expect(page.get_by_role("button", name="Not sure")).to_be_visible()


def test_markup_stays_text(page: Page, complaints: list[str]) -> None:
    say(page, "xss <b onclick=alert(1)>me</b> https://example.org")
    expect(page.get_by_text("<img src=x onerror")).to_be_visible()
    expect(page.get_by_role("button", name="<i>tip</i>")).to_be_visible()
    assert page.locator("#log :is(img, b, i, .from-you a)").count() == 0
    assert page.title() == "Chat"
    assert complaints == []


def test_links_open_safely(page: Page) -> None:
    say(page, "link")
    links = page.locator("#log a")
    expect(links).to_have_count(2)
    assert [link.get_attribute("href") for link in links.all()] == [
        "https://example.org/a_(b)?c=1",
        "http://x.example/",
    ]
    for link in links.all():
        assert link.get_attribute("rel") == "noreferrer noopener"
        assert link.get_attribute("target") == "_blank"


def test_phone_numbers_can_be_tapped_and_law_numbers_cannot(page: Page) -> None:
    say(page, "phone")
    expect(page.locator("#log a")).to_have_count(1)
    expect(page.locator("#log a")).to_have_attribute("href", "tel:18005550100")


def test_lists_keep_their_lines_and_blank_lines_part_bubbles(page: Page) -> None:
    say(page, "lines")
    page.get_by_role("button", name="Go on").wait_for()
    texts = page.locator(".from-bot").last.locator(".bubble").all_inner_texts()
    assert [re.sub(r"^Lantern:\s", "", text) for text in texts] == [
        "One\n- two\n- three",
        "Second bubble",
    ]


def test_a_long_answer_is_shown_from_its_start(page: Page) -> None:
    say(page, "long")
    page.get_by_role("button", name="Go on").wait_for(state="attached")
    page.wait_for_timeout(600)
    expect(page.locator(".from-you")).to_be_in_viewport()
    expect(page.locator(".from-you + .message")).to_be_in_viewport()


def test_a_new_chat_is_shown_from_its_top(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 568})
    page = context.new_page()
    page.goto(address + "/")
    page.get_by_role("button", name="Not sure").wait_for()
    expect(page.get_by_text("not a person")).to_be_in_viewport()
    page.get_by_role("button", name="Yes").click()
    page.get_by_role("button", name="Tell me more").wait_for()
    context.set_offline(True)
    say(page, "one two three " * 30)
    expect(page.get_by_role("button", name="Try again")).to_be_in_viewport(ratio=0.99)
    context.close()
