"""The real bot behind the page, from welcome to leaving: by clicks alone, by the keyboard alone,
and by typing alone, on a desktop and on a phone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.end_to_end.running import Running

from .conftest import NEUTRAL

ANSWER_MS = 10_000  # a shared machine may be slow; no speed is measured here
MOST_TABS = 60
FOCUSED = """() => {
  const node = document.activeElement;
  return (node.getAttribute("aria-label") || node.textContent).trim();
}"""

RECOGNISED = [
    ("Tell what is happening", "in your own words"),
    ("Show me the kinds", "Which is closest"),
    ("Phone and accounts", "Which of these is closest?"),
    ("Phone being watched", "Stalkerware is an app"),
    ("Yes, that fits", "not your fault"),
]
OPTIONS = [
    ("Options that fit", "These may fit"),
    ("Keep a record", "You write down each thing"),
    ("Menu", "What would help you most"),
]


TYPED = [
    ("yes it is safe", "What would help you most"),
    ("my ex put a tracking app on my phone and always knows where i am", "location tracking"),
    ("yes that fits", "not your fault"),
    ("i am so scared", "on guard"),
    ("what can i do", "waiting is an option"),
    ("how do i keep proof", "You write down each thing"),
    ("what is the law in my state", "Which state or territory"),
    ("ohio", "Ohio Rev. Code § 2903.211"),
    ("what else is there on court orders", "Ohio Rev. Code § 2903.214"),
    ("go back", "Ohio Rev. Code § 2903.211"),
    ("menu", "What would help you most"),
    ("i want to die", "988"),
]
"""What is typed, and words of the answer: welcome, recognising, feelings, options, law, safety."""


class Hand:
    """One way of using the page: by clicks, or by the keyboard alone."""

    def __init__(self, page: Page, keyboard: bool) -> None:
        self.page, self.keyboard = page, keyboard

    def press(self, name: str) -> None:
        """Press the button called `name`; by the keyboard it has to be reached by Tab."""
        if not self.keyboard:
            return self.page.get_by_role("button", name=name, exact=True).last.click()
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            if self.page.evaluate(FOCUSED) == name:
                return self.page.keyboard.press("Enter")
        raise AssertionError(f"Tab does not lead to {name!r}")

    def go(self, *steps: tuple[str, str]) -> None:
        """Press each button and wait for words of its answer."""
        for name, words in steps:
            before = self.page.locator(".from-bot", has_text=words).count()
            self.press(name)
            self.page.locator(".from-bot", has_text=words).nth(before).wait_for()
            expect(self.page.locator("#typing")).to_be_hidden(timeout=ANSWER_MS)


@pytest.fixture(scope="module")
def lantern(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Give the page and the bot as `make run` starts them."""
    folder = tmp_path_factory.mktemp("walk")
    running = Running(folder, f"sqlite:///{folder / 'lantern.db'}")
    yield running
    running.stop()


@pytest.mark.parametrize(
    ("width", "height", "keyboard"),
    [(1280, 800, False), (390, 844, False), (1280, 800, True)],
    ids=["desktop-clicks", "phone-clicks", "desktop-keyboard"],
)
def test_from_welcome_to_leaving(
    browser: Browser, lantern: Running, width: int, height: int, keyboard: bool
) -> None:
    context = browser.new_context(viewport={"width": width, "height": height})
    context.set_default_timeout(ANSWER_MS)
    context.route(NEUTRAL + "**", lambda route: route.fulfill(body="<title>Weather</title>"))
    page = context.new_page()
    page.goto(lantern.address + "/")
    page.get_by_role("button", name="Yes, it is safe").wait_for()
    hand = Hand(page, keyboard)

    hand.go(("Yes, it is safe", "What would help you most"), *RECOGNISED, *OPTIONS)
    hand.go(
        ("Law in my state", "Which state or territory"),
        ("Pick from a list", "Pick the first letter"),
        ("O to R", "Places from O to R"),
        ("Ohio", "Which topic would you like"),
    )
    expect(page.get_by_text("Ohio Rev. Code § 2903.211")).to_be_attached()
    if keyboard:
        page.get_by_role("textbox", name="Your message").wait_for()
        for _ in range(MOST_TABS):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.id") == "message":
                break
        page.keyboard.type("I want to die")
        page.keyboard.press("Enter")
        expect(page.locator(".safety").get_by_role("link", name="988").first).to_be_visible()
    else:
        hand.go(
            ("Menu", "What would help you most"),
            ("Talk about how I feel", "closest to how you feel"),
            ("Without hope", "one small thing that may help"),
            ("A person to talk to", "988: call or text"),
        )
    expect(page.locator("#typing")).to_be_hidden(timeout=ANSWER_MS)
    hand.press("More phone lines")
    dialog = page.get_by_role("dialog", name="Help right now")
    expect(dialog.get_by_role("link", name="Text START to 88788")).to_be_attached()
    hand.press("Close")
    expect(dialog).to_have_count(0)
    if keyboard:
        for _ in range(3):
            page.keyboard.press("Shift")
    else:
        page.get_by_role("link", name="Leave now").click()
    expect(page).to_have_url(NEUTRAL)
    page.go_back()
    expect(page.get_by_text("Ohio Rev. Code")).to_have_count(0)
    context.close()


def test_every_path_by_typing_alone(browser: Browser, lantern: Running) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    context.set_default_timeout(ANSWER_MS)
    page = context.new_page()
    page.goto(lantern.address + "/")
    page.get_by_role("button", name="Yes, it is safe").wait_for()
    for text, words in TYPED:
        before = page.locator(".from-bot", has_text=words).count()
        page.get_by_role("textbox", name="Your message").fill(text)
        page.keyboard.press("Enter")
        page.locator(".from-bot", has_text=words).nth(before).wait_for(state="attached")
        expect(page.locator("#typing")).to_be_hidden(timeout=ANSWER_MS)
    page.get_by_role("textbox", name="Your message").fill("leave")
    page.keyboard.press("Enter")
    page.get_by_text("I forget this chat").first.wait_for()
    context.close()
