"""What a person does on the page, and what they can read there."""

from __future__ import annotations

import re

from playwright.sync_api import Page


def say(page: Page, text: str) -> None:
    """Type a message and send it."""
    page.get_by_role("textbox", name="Your message").fill(text)
    page.keyboard.press("Enter")


def box(page: Page) -> str:
    """What stands in the text box."""
    return page.get_by_role("textbox", name="Your message").input_value()


def bubbles(page: Page) -> list[str]:
    """The words in all bubbles, without the speaker's name that only screen readers get."""
    texts = page.locator("#log .bubble").all_inner_texts()
    return [re.sub(r"^(You|Lantern|Note): ", "", text.replace("\n", " ")) for text in texts]
