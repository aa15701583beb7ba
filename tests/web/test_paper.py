"""What a person takes with them on paper or in a file, and that nobody else learns of it."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from .fake_server import World
from .steps import say

# A real print dialog would stop the test; what the page looks like meanwhile is kept instead.
KEEP_PRINTED = """() => {
  window.print = () => {
    window.printed = { title: document.title, sheet: document.getElementById("sheet").innerHTML };
  };
}"""


def test_the_list_is_printed_as_it_was_said_under_a_plain_title(page: Page) -> None:
    say(page, "list")
    page.evaluate(KEEP_PRINTED)
    page.get_by_role("button", name="Print").click()
    printed = page.evaluate("window.printed")
    assert printed["title"] == "List"
    assert "<li>keep notes</li>" in printed["sheet"]
    assert "<li>&lt;b&gt;rest&lt;/b&gt;</li>" in printed["sheet"]
    for word in ("Lantern", "stalk"):
        assert word not in printed["sheet"]
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page).to_have_title("Chat")
    expect(page.locator("#sheet")).to_have_count(0)


def test_only_the_sheet_goes_to_the_printer(page: Page) -> None:
    say(page, "list")
    page.evaluate("window.print = () => {}")
    page.get_by_role("button", name="Print").click()
    page.emulate_media(media="print")
    expect(page.locator("#sheet")).to_be_visible()
    for hidden in ("#log", ".bar", "#composer"):
        expect(page.locator(hidden)).to_be_hidden()
    page.emulate_media(media="screen")
    expect(page.locator("#sheet")).to_be_hidden()


def test_the_file_has_a_name_that_says_nothing(page: Page, tmp_path: Path) -> None:
    say(page, "list")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as a file").click()
    assert download.value.suggested_filename == "list.html"
    file = tmp_path / "list.html"
    download.value.save_as(file)
    text = file.read_text("utf-8")
    assert "<title>List</title>" in text
    assert "<li>keep notes</li>" in text
    assert "&lt;b&gt;rest" in text


def test_nothing_of_it_goes_to_the_server(page: Page, world: World) -> None:
    say(page, "list")
    page.get_by_role("button", name="Save as a file").wait_for()
    before = len(world.asked)
    with page.expect_download():
        page.get_by_role("button", name="Save as a file").click()
    page.evaluate("window.print = () => {}")
    page.get_by_role("button", name="Print").click()
    assert len(world.asked) == before


def test_the_log_is_an_empty_table(page: Page) -> None:
    say(page, "log")
    page.evaluate(KEEP_PRINTED)
    page.get_by_role("button", name="Print").click()
    sheet = page.evaluate("window.printed.sheet")
    assert "Date and time" in sheet
    assert "Report number" in sheet
    assert sheet.count("<td></td>") == 70


def test_it_can_still_be_printed_when_the_talk_has_gone_on(page: Page) -> None:
    say(page, "list")
    page.get_by_role("button", name="Save as a file").wait_for()
    say(page, "lines")
    page.get_by_role("button", name="Go on").wait_for()
    expect(page.get_by_role("button", name="Save as a file")).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name="Save as a file")).to_be_visible()
