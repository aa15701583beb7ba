"""Leaving fast: what a person who is being watched relies on."""

from __future__ import annotations

from playwright.sync_api import Browser, BrowserContext, Page, expect

from .conftest import NEUTRAL
from .fake_server import World
from .steps import say


def told_a_secret(page: Page) -> None:
    say(page, "a secret")
    page.get_by_text("You said: a secret").wait_for()


def assert_left_without_trace(page: Page, world: World, address: str) -> None:
    expect(page).to_have_url(NEUTRAL)
    page.wait_for_timeout(200)
    assert world.sessions == set(), "the server still knows the chat"
    page.go_back()
    assert page.url == address + "/elsewhere", "Back leads to the chat"
    assert page.evaluate("sessionStorage.length") == 0
    page.goto(address + "/")
    page.get_by_role("button", name="Not sure").wait_for()
    expect(page.get_by_text("a secret")).to_have_count(0)


def opened_after_another_page(page: Page, address: str) -> None:
    page.get_by_role("button", name="Forget this chat").click()
    page.get_by_role("button", name="Start again").wait_for()
    page.evaluate("location.replace('/elsewhere')")
    page.wait_for_url("**/elsewhere")
    page.goto(address + "/")
    page.get_by_role("button", name="Not sure").wait_for()


def test_the_button_clears_ends_and_leaves_nothing_behind_back(
    page: Page, world: World, address: str
) -> None:
    opened_after_another_page(page, address)
    told_a_secret(page)
    page.get_by_role("textbox", name="Your message").fill("half a thought")
    page.get_by_role("link", name="Leave now").click()
    assert_left_without_trace(page, world, address)


def test_shift_three_times_does_the_same(page: Page, world: World, address: str) -> None:
    opened_after_another_page(page, address)
    told_a_secret(page)
    status = page.get_by_role("status").first
    page.keyboard.press("Shift")
    expect(status).to_have_text("Press Shift 2 more times to leave.")
    page.keyboard.press("Shift")
    expect(status).to_have_text("Press Shift 1 more time to leave.")
    page.keyboard.press("Shift")
    assert_left_without_trace(page, world, address)


def test_capital_letters_do_not_leave(page: Page) -> None:
    page.get_by_role("textbox", name="Your message").click()
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")
    page.keyboard.press("Shift+A")
    page.keyboard.press("Shift")
    page.wait_for_timeout(200)
    expect(page.get_by_role("textbox", name="Your message")).to_have_value("A")


def test_slow_presses_do_not_leave_and_say_so(page: Page) -> None:
    page.clock.install()
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")
    page.clock.run_for(5200)
    status = page.get_by_role("status").first
    expect(status).to_have_text("You did not leave. You are still on the chat.")
    page.clock.resume()
    page.keyboard.press("Shift")
    expect(status).to_have_text("Press Shift 2 more times to leave.")


# What a phone does when its keyboard comes: the visible part shrinks, the page does not.
KEYBOARD = """
const view = new EventTarget();
Object.assign(view, { height: innerHeight, scale: 1 });
Object.defineProperty(window, "visualViewport", { value: view });
"""


def test_the_way_out_stays_in_view_above_a_phone_s_keyboard(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    context.add_init_script(KEYBOARD)
    page = context.new_page()
    page.goto(address + "/")
    page.get_by_role("button", name="Not sure").wait_for()
    for text in ("long", "long"):
        say(page, text)
    page.get_by_role("textbox", name="Your message").click()
    page.evaluate("visualViewport.height = 450; visualViewport.dispatchEvent(new Event('resize'))")
    for target in (
        page.get_by_role("link", name="Leave now"),
        page.get_by_role("link", name="Call 911"),
        page.get_by_role("button", name="More phone lines"),
        page.get_by_role("textbox", name="Your message"),
    ):
        place = target.bounding_box()
        assert place
        assert place["y"] >= 0
        assert place["y"] + place["height"] <= 450
    page.evaluate("visualViewport.height = 844; visualViewport.dispatchEvent(new Event('resize'))")
    place = page.get_by_role("textbox", name="Your message").bounding_box()
    assert place
    assert place["y"] > 450
    context.close()


def test_says_what_leaving_cannot_do(page: Page) -> None:
    note = page.get_by_role("main").get_by_text("It can’t clear your browser history or stop")
    expect(note).to_be_visible()


def test_the_announcements_work_without_the_file_of_words(
    context: BrowserContext, address: str
) -> None:
    context.route("**/web/strings.json*", lambda route: route.abort())
    page = context.new_page()
    page.clock.install()
    page.goto(address + "/")
    page.locator("#composer").wait_for()
    status = page.get_by_role("status").first
    page.keyboard.press("Shift")
    page.clock.run_for(100)
    expect(status).to_have_text("Press Shift 2 more times to leave.")
    page.clock.run_for(5100)
    expect(status).to_have_text("You did not leave. You are still on the chat.")


def test_the_screen_is_blank_at_once_and_a_late_answer_brings_nothing_back(
    page: Page, world: World
) -> None:
    told_a_secret(page)
    say(page, "slow words")
    # The other site does not come: what is left on the screen then?
    page.context.unroute(NEUTRAL + "**")
    page.context.route(NEUTRAL + "**", lambda route: route.fulfill(status=204))
    page.get_by_role("link", name="Leave now").click()
    page.wait_for_timeout(1500)
    assert page.locator("body").inner_text().strip() == "Loading."
    assert page.evaluate("sessionStorage.length") == 0
    assert world.sessions == set()


def test_without_javascript_there_is_a_way_out_and_help(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "/")
    assert page.get_by_role("link", name="Leave now").get_attribute("href") == NEUTRAL
    expect(page.locator("noscript p")).to_be_visible()
    expect(page.get_by_text("In danger now? You can call 911.")).to_be_visible()
    expect(page.get_by_text("You can call or text 988, day or night.")).to_be_visible()
    hrefs = [line.get_attribute("href") for line in page.locator("#lines a").all()]
    assert hrefs == ["tel:911", "tel:988", "sms:988"]
    expect(page.locator("#composer")).to_be_hidden()
    expect(page.locator("#forget")).to_be_hidden()
    context.close()


def test_broken_javascript_ends_in_the_same_help(browser: Browser, address: str) -> None:
    context = browser.new_context()
    context.route("**/web/main.js", lambda route: route.abort())
    page = context.new_page()
    page.goto(address + "/")
    expect(page.get_by_text("In danger now? You can call 911.")).to_be_visible(timeout=6000)
    context.close()
