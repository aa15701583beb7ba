"""When something goes wrong: nothing typed is lost, and help stays in reach."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from .fake_server import World
from .steps import box, bubbles, say


def test_a_call_for_help_does_not_wait_for_an_earlier_answer(page: Page) -> None:
    say(page, "hang for long")
    say(page, "danger now")
    expect(page.locator(".safety")).to_be_visible(timeout=1000)


@pytest.mark.parametrize("fault", [503, 429])
def test_what_did_not_go_through_can_be_sent_again(page: Page, world: World, fault: int) -> None:
    world.faults["words"] = fault
    say(page, "words that matter")
    expect(page.get_by_text(f"Kind words for {fault}.")).to_be_visible()
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_text("You said: words that matter")).to_be_visible()
    expect(page.get_by_role("button", name="Try again")).to_have_count(0)
    assert bubbles(page).count("words that matter") == 1


def test_a_message_keeps_its_name_when_it_is_sent_again(page: Page, world: World) -> None:
    world.faults["words"] = 500
    say(page, "words that matter")
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_text("You said: words that matter")).to_be_visible()
    say(page, "slow words")
    page.locator("#typing").wait_for()
    page.reload()
    expect(page.get_by_text("You said: slow words")).to_be_visible()
    first, again, slow, anew = world.message_ids
    assert first == again
    assert slow == anew != first


@pytest.mark.parametrize("word", ["cut", "mute"])
def test_half_an_answer_and_no_answer_are_said(page: Page, word: str) -> None:
    say(page, word)
    expect(page.get_by_text("The answer stopped early.")).to_be_visible()
    expect(page.get_by_role("button", name="Try again")).to_be_visible()


def test_offline_keeps_words_and_shows_help(page: Page, context: BrowserContext) -> None:
    context.set_offline(True)
    expect(page.get_by_text("You seem to be offline")).to_be_visible()
    say(page, "are you there")
    expect(page.get_by_text("Your words are still here.")).to_be_visible()
    expect(page.get_by_role("link", name="Call 911")).to_be_in_viewport()
    page.get_by_role("textbox", name="Your message").fill("and more")
    context.set_offline(False)
    expect(page.get_by_text("You seem to be offline")).to_be_hidden()
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_text("You said: are you there")).to_be_visible()
    assert box(page) == "and more"


def test_reload_in_mid_answer_gets_the_answer(page: Page, world: World) -> None:
    say(page, "slow words that matter")
    page.locator("#typing").wait_for()
    page.reload()
    expect(page.get_by_text("You said: slow words that matter")).to_be_visible()
    expect(page.get_by_role("button", name="Try again")).to_have_count(0)
    assert bubbles(page).count("slow words that matter") == 1
    assert len(world.sessions) == 1


def test_reload_in_the_middle_of_an_answer_offers_the_rest(page: Page) -> None:
    say(page, "danger now")
    expect(page.locator(".safety")).to_be_visible()
    page.reload()
    expect(page.locator(".safety")).to_be_visible()
    expect(page.get_by_text("The answer stopped early.")).to_be_visible()
    expect(page.get_by_role("button", name="Try again")).to_be_visible()


def test_silence_ends_in_help_from_the_page_itself(
    context: BrowserContext, address: str, world: World
) -> None:
    world.welcome_delay_s = 3.5  # in real time, also on a machine that is busy
    page = context.new_page()
    page.clock.install()
    page.goto(address + "/")
    page.locator("#typing").wait_for()
    notice = page.get_by_text("This is taking longer than it should.")
    page.clock.run_for(3000)  # the clock goes on by itself beside it
    expect(notice).to_have_count(0)
    page.clock.run_for(2100)
    expect(notice).to_be_visible()
    expect(notice.get_by_role("link", name="988")).to_be_visible()
    expect(page.get_by_role("button", name="Not sure")).to_be_visible()  # and it still comes


def test_a_failed_start_can_be_tried_again(
    context: BrowserContext, address: str, world: World
) -> None:
    world.faults["open"] = 503
    page = context.new_page()
    page.goto(address + "/")
    expect(page.get_by_text("Kind words for 503.")).to_be_visible()
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("button", name="Not sure")).to_be_visible()
    assert len(bubbles(page)) == 2


def test_works_without_the_file_of_words(
    context: BrowserContext, address: str, world: World
) -> None:
    context.route("**/web/strings.json*", lambda route: route.abort())
    world.faults["open"] = 500
    page = context.new_page()
    page.goto(address + "/")
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("button", name="Not sure")).to_be_visible()


def test_a_chat_the_server_has_forgotten_can_start_again(page: Page, world: World) -> None:
    world.sessions.clear()
    say(page, "still there?")
    expect(page.get_by_text("Kind words for 401.")).to_be_visible()
    assert box(page) == "still there?"
    page.get_by_role("button", name="Start again").click()
    expect(page.get_by_role("button", name="Not sure")).to_be_visible()
    assert len(bubbles(page)) == 2
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("You said: still there?")).to_be_visible()


def test_danger_told_to_a_chat_that_is_over_is_answered_and_then_it_ends(
    page: Page, world: World
) -> None:
    say(page, "a secret")
    page.get_by_text("You said: a secret").wait_for()
    world.sessions.clear()
    say(page, "danger he is at the door")
    expect(page.get_by_role("button", name="Start again")).to_be_visible()
    expect(page.get_by_text("Your safety comes first. Call 911.")).to_be_visible()
    expect(page.get_by_text("What would help most?")).to_be_visible()
    expect(page.get_by_text("a secret")).to_have_count(0)
    say(page, "i am safe now")
    expect(page.get_by_text("You said: i am safe now")).to_be_visible()


def test_typing_on_after_the_end_starts_a_new_chat(page: Page, world: World) -> None:
    say(page, "bye")
    expect(page.get_by_text("This chat is over and cleared.")).to_be_visible()
    assert bubbles(page)[0] == "Take care."
    assert page.evaluate("sessionStorage.getItem('chat')") is None
    say(page, "danger after all")
    expect(page.locator(".safety")).to_be_visible()
    assert world.asked[-2:] == [{"start": True}, {"text": "danger after all"}]


def test_forget_says_so_when_the_server_did_not(page: Page, world: World) -> None:
    world.delete_fails = True
    page.get_by_role("button", name="Forget this chat").click()
    expect(page.get_by_text("forgets the chat by itself after 30 minutes")).to_be_visible()


def test_too_long_a_message_is_kept_and_explained(page: Page, world: World) -> None:
    say(page, "x" * 4002)
    expect(page.locator("#counter")).to_have_text(re.compile("2 characters too long"))
    assert len(box(page)) == 4002
    say(page, "x" * 3600)
    page.locator(".from-you").wait_for()
    page.get_by_role("textbox", name="Your message").fill("😀" * 3990)
    expect(page.locator("#counter")).to_have_text("10 characters left")
    expect(page.locator("#typing")).to_be_hidden()  # the server has answered by then
    assert len(world.asked) == 2


@pytest.mark.parametrize("status", [400, 413])
def test_a_refused_message_goes_back_into_the_box(page: Page, world: World, status: int) -> None:
    world.faults["odd"] = status
    say(page, "odd words")
    expect(page.get_by_text(f"Kind words for {status}.")).to_be_visible()
    assert box(page) == "odd words"
    expect(page.locator(".from-you")).to_have_count(0)
