"""WCAG 2.2 AA as far as a machine can tell (axe-core), and pages written from right to left."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from .fake_server import World
from .steps import say

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}


def welcome(page: Page, world: World) -> None:
    """Nothing more than what the page opens with."""


def three_turns(page: Page, world: World) -> None:
    for text in ("hello", "list", "link"):
        say(page, text)
    page.get_by_text("See https://example.org").wait_for()


def safety(page: Page, world: World) -> None:
    say(page, "danger now")
    page.get_by_text("I am still here.").wait_for()


def dialog(page: Page, world: World) -> None:
    page.get_by_role("button", name="More phone lines").click()
    page.get_by_role("dialog").wait_for()


def folded(page: Page, world: World) -> None:
    say(page, "record")
    page.get_by_role("button", name="Go on").wait_for(state="attached")


def unfolded(page: Page, world: World) -> None:
    folded(page, world)
    page.get_by_role("button", name="Show all").click()


def offline(page: Page, world: World) -> None:
    page.context.set_offline(True)
    page.get_by_text("You seem to be offline").wait_for()


def error(page: Page, world: World) -> None:
    world.faults["words"] = 503
    say(page, "words that matter")
    page.get_by_role("button", name="Try again").wait_for()


def over(page: Page, world: World) -> None:
    page.get_by_role("button", name="Forget this chat").click()
    page.get_by_role("button", name="Start again").wait_for()


STATES = [welcome, three_turns, safety, dialog, folded, unfolded, offline, error, over]
LOOKS = {
    "desktop": {"viewport": {"width": 1280, "height": 800}},
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True},
    "zoomed": {"viewport": {"width": 320, "height": 256}},
    "dark": {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"},
    "rtl": {"viewport": {"width": 390, "height": 844}},
}


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing(browser: Browser, address: str, world: World, look: str) -> None:
    """Every state in one look; a chat of its own each, so that none hides another."""
    found = []
    for state in STATES:
        context = browser.new_context(bypass_csp=True, reduced_motion="reduce", **LOOKS[look])
        context.set_default_timeout(5000)
        page = context.new_page()
        page.goto(address + ("/?lang=ar" if look == "rtl" else "/"))
        page.get_by_role("button", name="Not sure").wait_for()
        state(page, world)
        violations = Axe().run(page, options=OPTIONS).response["violations"]
        for one in violations:
            targets = [node["target"] for node in one["nodes"]]
            found.append((state.__name__, one["id"], targets))
        context.close()
    assert found == []


@pytest.fixture
def rtl(context: BrowserContext, address: str) -> Page:
    """Give the page as it stands in a language that is written from right to left."""
    page = context.new_page()
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(address + "/?lang=ar")
    page.get_by_role("button", name="Not sure").wait_for()
    return page


def left(page: Page, selector: str) -> float:
    box = page.locator(selector).last.bounding_box()
    assert box
    return box["x"]


def test_right_to_left_turns_the_page_around(rtl: Page) -> None:
    expect(rtl.locator("html")).to_have_attribute("dir", "rtl")
    say(rtl, "record")
    rtl.get_by_role("button", name="Go on").wait_for(state="attached")
    assert left(rtl, ".leave >> visible=true") < left(rtl, ".brand")
    assert left(rtl, ".send") < left(rtl, "#message")
    assert left(rtl, ".from-you .bubble") < left(rtl, ".from-bot .bubble")
    assert rtl.evaluate("document.documentElement.scrollWidth") <= 390
    corner = "node => getComputedStyle(node)['border-bottom-%s-radius']"
    own, bot = rtl.locator(".from-you .bubble").last, rtl.locator(".from-bot .bubble").last
    assert own.evaluate(corner % "left") == bot.evaluate(corner % "right") == "6px"


def test_each_language_runs_its_own_way(rtl: Page) -> None:
    """English in an Arabic page keeps its full stop at its end, and the other way round."""
    for text, first, last in (
        ("One two.", "O", "."),
        ("شكرا لك.", "ش", "."),
        ("a\nشكرا.", "ش", "."),
    ):
        rtl.get_by_role("textbox").fill(text)
        rtl.keyboard.press("Enter")
        rtl.wait_for_timeout(300)
        first_x, last_x = rtl.locator(".from-you .bubble").last.evaluate(
            """(node, letters) => letters.map((letter) => {
                 const words = node.lastChild;
                 const range = document.createRange();
                 const at = words.data.lastIndexOf(letter);
                 range.setStart(words, at);
                 range.setEnd(words, at + 1);
                 return range.getBoundingClientRect().x;
               })""",
            [first, last],
        )
        assert (first_x < last_x) == text.startswith("One"), text


def test_labels_are_in_the_language_of_the_page(context: BrowserContext, address: str) -> None:
    words = {"help_label": "Ayuda ahora", "log_label": "Conversación", "close": "Cerrar"}
    answer = {"language": "es", "direction": "ltr", "words": words, "lines": None}
    context.route("**/web/strings.json*", lambda route: route.fulfill(json=answer))
    page = context.new_page()
    page.goto(address + "/?lang=es")
    expect(page.get_by_role("log", name="Conversación")).to_be_attached()
    expect(page.get_by_role("navigation", name="Ayuda ahora")).to_be_visible()
    page.locator("#more-lines").click()
    expect(page.get_by_role("dialog", name="Ayuda ahora")).to_be_visible()
    expect(page.get_by_role("button", name="Cerrar")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "es")


def test_nothing_is_read_out_twice(page: Page) -> None:
    """One live region for the talk; each line is put into it once, and nothing is redrawn."""
    for text in ("hello", "record", "danger now"):
        say(page, text)
    page.get_by_text("I am still here.").wait_for()
    told: list[dict[str, str]] = page.evaluate("told")
    texts = [line["text"] for line in told]
    assert len(texts) == len(set(texts))
    assert {line["live"] for line in told} == {"polite"}
    # The status lines outside it stay silent meanwhile.
    assert page.locator("#status").inner_text() == ""


STEPS = ["leave", "forget", "tel:911", "tel:988", "sms:988", "more-lines", "scroll"]
WHERE = """() => {
  const node = document.activeElement;
  const place = node.getAttribute("href");
  if (node.id) return node.id;
  return place ?? node.textContent;
}"""


def test_the_focus_goes_in_the_order_of_the_page(page: Page) -> None:
    seen = []
    for _ in range(20):
        page.keyboard.press("Tab")
        seen.append(page.evaluate(WHERE))
        if seen[-1] == "Send":
            break
    assert seen == [*STEPS, "Yes", "No", "Not sure", "message", "Send"]


def visible_focus(page: Page) -> bool:
    outline = page.evaluate("""() => {
      const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
      return `${outlineStyle} ${outlineWidth}`;
    }""")
    return bool(outline == "solid 3px")


def test_the_focus_can_be_seen_and_is_not_covered(page: Page) -> None:
    say(page, "record")
    page.get_by_role("button", name="Go on").wait_for()
    page.locator("#leave").focus()
    for _ in range(12):
        page.keyboard.press("Tab")
        page.wait_for_timeout(250)
        if page.evaluate("document.activeElement === document.body"):
            break
        assert visible_focus(page), page.evaluate(WHERE)
        assert page.evaluate("""() => {
          const node = document.activeElement;
          const box = node.getBoundingClientRect();
          const there = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
          return node.contains(there);
        }"""), page.evaluate(WHERE)
