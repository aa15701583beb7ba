"""How the page stands on small screens, in other colours, and for assistive technology."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from .fake_server import STATIC, World
from .steps import say

SIZES = [(320, 568), (375, 667), (375, 330), (320, 256), (667, 330), (1280, 800)]
SCHEMES = re.findall(r":root \{(.*?)\}", (STATIC / "chat.css").read_text("utf-8"), re.DOTALL)
# Text on its ground needs 4.5 to 1, a border that means something 3 to 1 (WCAG 1.4.3, 1.4.11).
TEXT = (
    "ink:page ink:panel ink:tint ink:safe soft:page soft:panel soft:tint main:panel main:page "
    "main:tint on-main:main on-main:main-hover on-strong:strong safe-ink:safe wrong:page "
    "wrong:panel"
)
BORDERS = "edge:page edge:panel main:panel safe-line:page safe-line:panel"


def open_at(browser: Browser, address: str, width: int, height: int, **options: Any) -> Page:
    context = browser.new_context(viewport={"width": width, "height": height}, **options)
    context.set_default_timeout(5000)
    page = context.new_page()
    page.goto(address + "/")
    page.get_by_role("button", name="Not sure").wait_for()
    return page


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_every_size_fits_and_keeps_the_way_out_in_view(
    browser: Browser, address: str, world: World, width: int, height: int
) -> None:
    page = open_at(browser, address, width, height)
    world.faults["longword"] = 503
    say(page, "longword " + "x" * 300)
    page.get_by_role("button", name="Try again").wait_for()
    say(page, "long")
    page.get_by_role("button", name="Go on").wait_for(state="attached")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.getElementById('scroll').scrollWidth") <= width
    page.wait_for_timeout(500)
    for name in ("Leave now", "Call 911", "Call 988", "Text 988"):
        expect(page.get_by_role("link", name=name)).to_be_in_viewport(ratio=0.99)
    expect(page.get_by_role("textbox", name="Your message")).to_be_in_viewport(ratio=0.99)
    expect(page.locator(".from-bot").last).to_be_attached()
    for target in page.locator("button:visible, .bar a").all():
        size = target.bounding_box()
        assert size, "a control without a size"
        assert min(size["width"], size["height"]) >= 44, target.inner_text()
    page.context.close()


def test_every_control_has_a_name_and_every_region_a_role(page: Page) -> None:
    log = page.get_by_role("log", name="Conversation")
    expect(log).to_have_attribute("aria-live", "polite")
    assert page.locator("[aria-live], [role=log]").count() == 1, "more than one live conversation"
    for role in ("banner", "main", "form"):
        expect(page.get_by_role(role)).to_have_count(1)
    names = page.eval_on_selector_all(
        "a, button", "nodes => nodes.map((node) => node.textContent.trim())"
    )
    assert all(names)
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator(".message").first.get_attribute("lang") == "en"


def test_new_messages_do_not_take_the_focus(page: Page) -> None:
    say(page, "slow one")
    field = page.get_by_role("textbox", name="Your message")
    page.keyboard.type("typing on")
    page.get_by_text("You said: slow one").wait_for()
    expect(field).to_be_focused()
    expect(field).to_have_value("typing on")


def test_no_motion_for_those_who_ask_for_none(browser: Browser, address: str) -> None:
    page = open_at(browser, address, 800, 600, reduced_motion="reduce")
    say(page, "slow one")
    page.locator("#typing").wait_for()
    moving = page.evaluate("document.getAnimations().length")
    smooth = page.evaluate("getComputedStyle(document.getElementById('scroll')).scrollBehavior")
    assert (moving, smooth) == (0, "auto")
    page.context.close()


def test_forced_colours_keep_borders_on_controls(browser: Browser, address: str) -> None:
    page = open_at(browser, address, 800, 600, forced_colors="active")
    for control in page.locator("button:visible, .bar a").all():
        border = control.evaluate("node => getComputedStyle(node).borderTopColor")
        assert border not in ("transparent", "rgba(0, 0, 0, 0)"), control.inner_text()
    page.context.close()


@pytest.mark.parametrize("scheme", SCHEMES, ids=["light", "dark"])
def test_contrast(scheme: str) -> None:
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", scheme))
    poor = [
        pair
        for pairs, least in ((TEXT, 4.5), (BORDERS, 3.0))
        for pair in pairs.split()
        if contrast(*(colours[name] for name in pair.split(":"))) < least
    ]
    assert poor == []


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two #rrggbb colours (WCAG 2.2, "contrast ratio")."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance of a #rrggbb colour, 0 to 1."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
