"""The chat on a clinic's page: two origins, one line, and a real Chromium."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, FrameLocator, Page, Route, expect

from .clinic_site import LOUD_STYLE, Site, clinic_site, one_line
from .conftest import NEUTRAL, QUIET
from .fake_server import World

EXIT = "https://neutral.example/"
STRICT = "default-src 'none'; script-src {chat}; frame-src {chat}"
PHONE = {"width": 390, "height": 844}
# The launcher stands in a closed shadow tree, into which the tests could not look either.
OPEN_SHADOW = """
const attach = Element.prototype.attachShadow;
Element.prototype.attachShadow = function () { return attach.call(this, { mode: "open" }); };
"""


@pytest.fixture
def site(world: World) -> Iterator[Site]:
    """Give a clinic's site that the chat's server allows."""
    with clinic_site() as site:
        world.framed_by.append(site.address)
        yield site


@pytest.fixture
def visit(context: BrowserContext, complaints: list[str]) -> Page:
    """Give an empty tab whose complaints are collected."""
    context.route(EXIT + "**", lambda route: route.fulfill(body="<title>Neutral</title>"))
    context.add_init_script(OPEN_SHADOW)
    return watched(context.new_page(), complaints)


def watched(page: Page, complaints: list[str]) -> Page:
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return page


def frame_of(page: Page) -> FrameLocator:
    return page.frame_locator("iframe[title=Chat]")


def open_chat(page: Page) -> FrameLocator:
    page.get_by_role("button", name="Chat", exact=True).click()
    chat = frame_of(page)
    chat.get_by_role("button", name="Not sure").wait_for()
    return chat


def say(chat: FrameLocator, text: str) -> None:
    box = chat.get_by_role("textbox", name="Your message")
    box.fill(text)
    box.press("Enter")
    chat.get_by_text(f"You said: {text}").wait_for()


def test_one_line_in_a_plain_page_and_nothing_is_asked_before_the_click(
    visit: Page, site: Site, address: str, world: World, complaints: list[str]
) -> None:
    visit.goto(site.add("/", "<h1>Clinic</h1>" + one_line(address)))
    expect(visit.get_by_role("button", name="Chat", exact=True)).to_be_visible()
    assert world.asked_paths == ["/web/embed.js"]
    assert world.sessions == set()
    chat = open_chat(visit)
    say(chat, "hello")
    assert complaints == []


def test_only_the_chats_own_server_is_asked_and_the_page_keeps_nothing(
    visit: Page, site: Site, address: str
) -> None:
    asked: list[str] = []
    visit.on("request", lambda request: asked.append(request.url))
    visit.goto(site.add("/", one_line(address)))
    say(open_chat(visit), "hello")
    assert [url for url in asked if not url.startswith((address, site.address))] == []
    assert visit.context.cookies() == []
    assert visit.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_the_settings_arrive(visit: Page, site: Site, address: str) -> None:
    line = one_line(
        address,
        color="#2f5d62",
        clinic="Harbor <b>Clinic</b>",
        phone="+1 (555) 010-0199",
        exit=EXIT,
        position="left",
        label="Ask us",
    )
    visit.goto(site.add("/", line))
    button = visit.get_by_role("button", name="Ask us")
    assert button.evaluate("node => getComputedStyle(node).backgroundColor") == "rgb(47, 93, 98)"
    box = button.bounding_box()
    assert box
    assert box["x"] < 100
    button.click()
    chat = frame_of(visit)
    expect(chat.get_by_text("on the site of Harbor <b>Clinic</b>.")).to_be_visible()
    phone = chat.get_by_role("link", name="+1 (555) 010-0199")
    expect(phone).to_have_attribute("href", "tel:+15550100199")
    expect(chat.get_by_role("link", name="Leave now")).to_have_attribute("href", EXIT)
    send = chat.get_by_role("button", name="Send")
    assert send.evaluate("node => getComputedStyle(node).backgroundColor") == "rgb(47, 93, 98)"


def test_settings_that_are_wrong_are_left_out(visit: Page, site: Site, address: str) -> None:
    line = one_line(
        address,
        color="#ffee88",  # too light for white words
        phone="javascript:alert(1)",
        exit="javascript:alert(1)",
        lang="<x>",
    )
    visit.goto(site.add("/", line))
    button = visit.get_by_role("button", name="Chat", exact=True)
    assert button.evaluate("node => getComputedStyle(node).backgroundColor") == "rgb(36, 50, 58)"
    chat = open_chat(visit)
    expect(chat.get_by_role("link", name="Leave now")).to_have_attribute("href", NEUTRAL)
    expect(chat.locator("#clinic")).to_be_hidden()
    send = chat.get_by_role("button", name="Send")
    assert send.evaluate("node => getComputedStyle(node).backgroundColor") == "rgb(18, 84, 90)"


def test_a_link_to_the_full_page_cannot_set_a_number_or_a_way_out(
    visit: Page, address: str
) -> None:
    visit.goto(f"{address}/?frame=1&clinic=Police&phone=5550100&exit={EXIT}&color=%232f5d62")
    visit.get_by_role("button", name="Not sure").wait_for()
    expect(visit.get_by_role("link", name="Leave now")).to_have_attribute("href", NEUTRAL)
    expect(visit.get_by_text("Police")).to_have_count(0)
    expect(visit.get_by_role("button", name="Hide the chat")).to_have_count(0)


def test_hidden_by_its_button_and_by_escape_and_it_goes_on(
    visit: Page, site: Site, address: str
) -> None:
    visit.goto(site.add("/", one_line(address)))
    chat = open_chat(visit)
    button = visit.get_by_role("button", name="Chat", exact=True)
    expect(button).to_have_attribute("aria-expanded", "true")
    say(chat, "hello")
    chat.get_by_role("button", name="Hide the chat").click()
    expect(visit.locator("iframe")).to_be_hidden()
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "false")
    visit.keyboard.press("Enter")
    expect(chat.get_by_text("You said: hello")).to_be_visible()
    visit.keyboard.press("Tab")
    visit.keyboard.press("Escape")
    expect(visit.locator("iframe")).to_be_hidden()
    expect(button).to_be_focused()


def test_by_keyboard_alone(visit: Page, site: Site, address: str) -> None:
    visit.goto(site.add("/", "<a href='#'>Home</a>" + one_line(address)))
    expect(visit.get_by_role("button", name="Chat", exact=True)).to_be_visible()
    visit.keyboard.press("Tab")
    visit.keyboard.press("Tab")
    visit.keyboard.press("Enter")
    chat = frame_of(visit)
    chat.get_by_role("button", name="Not sure").wait_for()
    visit.keyboard.press("Tab")
    expect(chat.get_by_role("link", name="Leave now")).to_be_focused()


def test_under_a_strict_policy(
    visit: Page, site: Site, address: str, complaints: list[str]
) -> None:
    policy = STRICT.format(chat=address)
    visit.goto(site.add("/", one_line(address, color="#2f5d62"), policy))
    say(open_chat(visit), "hello")
    button = visit.get_by_role("button", name="Chat", exact=True)
    assert button.evaluate("node => getComputedStyle(node).position") == "fixed"
    assert button.evaluate("node => getComputedStyle(node).backgroundColor") == "rgb(47, 93, 98)"
    assert complaints == []


def test_a_loud_theme_does_not_reach_it(visit: Page, site: Site, address: str) -> None:
    visit.goto(site.add("/", one_line(address), head=f"<style>{LOUD_STYLE}</style>"))
    button = visit.get_by_role("button", name="Chat", exact=True)
    assert button.evaluate("node => getComputedStyle(node).color") == "rgb(255, 255, 255)"
    open_chat(visit)
    box = visit.locator("iframe").bounding_box()
    assert box
    assert box["height"] > 500


def test_put_in_late_and_without_a_current_script(visit: Page, site: Site, address: str) -> None:
    late = f"""
      setTimeout(async () => {{
        const line = document.createElement("script");
        line.dataset.label = "Late";
        line.type = "module";  // a module has no currentScript
        line.src = "{address}/web/embed.js?ver=6.5";
        document.body.append(line);
      }}, 300);"""
    site.scripts["/app.js"] = late
    # A module from another site needs CORS, which the chat does not give: hand it on as it is.
    visit.route(
        "**/web/embed.js?ver=6.5",
        lambda route: route.fulfill(
            response=route.fetch(),
            headers={"access-control-allow-origin": "*", "content-type": "text/javascript"},
        ),
    )
    visit.goto(site.add("/", "<div id='app'></div><script src='/app.js'></script>"))
    visit.get_by_role("button", name="Late").click()
    frame_of(visit).get_by_role("button", name="Not sure").wait_for()


def test_an_app_that_mounts_it_late_moves_on_and_mounts_it_again(
    visit: Page, site: Site, address: str
) -> None:
    visit.goto(site.add("/", "<div id='app'></div>"))
    mount = f"""() => {{
      const line = document.createElement("script");
      line.src = "{address}/web/embed.js";
      document.head.append(line);
    }}"""
    visit.evaluate(mount)
    button = visit.get_by_role("button", name="Chat", exact=True)
    expect(button).to_have_count(1)
    visit.evaluate("document.body.innerHTML = '<p>Next</p>'")
    expect(button).to_have_count(0)
    visit.evaluate(mount)
    open_chat(visit)


def test_twice_in_a_page_is_once(visit: Page, site: Site, address: str) -> None:
    visit.goto(site.add("/", one_line(address) * 2, head=one_line(address)))
    visit.wait_for_load_state("networkidle")
    expect(visit.get_by_role("button", name="Chat", exact=True)).to_have_count(1)


def test_in_the_head_before_there_is_a_body(visit: Page, site: Site, address: str) -> None:
    line = one_line(address).replace(" async", "")
    visit.goto(site.add("/", "<p>Clinic</p>", head=line))
    open_chat(visit)


def test_the_clinics_page_can_read_nothing(
    context: BrowserContext, site: Site, address: str
) -> None:
    page = context.new_page()
    page.add_init_script("""
      if (window === top) {
        window.heard = [];
        addEventListener("message", ({ source }) => (window.chatWindow = source));
        for (const kind of ["message", "keydown", "input"])
          addEventListener(kind, ({ type, data, key }) => heard.push(data ?? key ?? type), true);
      }
    """)
    page.goto(site.add("/", one_line(address)))
    page.wait_for_function("window.chatLauncher")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_function("heard.length > 2")  # Tab, Enter, and that the chat is there
    chat = page.frames[1]
    chat.get_by_role("button", name="Not sure").wait_for()
    box = chat.get_by_role("textbox", name="Your message")
    box.focus()
    page.keyboard.type("a secret")
    page.keyboard.press("Enter")
    chat.get_by_text("You said: a secret").wait_for()
    read = """() => {
      try { return chatWindow.document.body.textContent } catch (error) { return error.name }
    }"""
    assert page.evaluate(read) == "SecurityError"
    assert page.evaluate("document.querySelectorAll('iframe').length") == 0
    assert page.evaluate("window.chatLauncher.shadowRoot") is None
    page.keyboard.press("Escape")
    page.wait_for_function("heard.length > 3")
    assert page.evaluate("heard") == ["Tab", "Enter", {"chat": "ready"}, {"chat": "hide"}]
    assert "secret" not in page.content()


def test_a_site_that_is_not_allowed_shows_nothing_of_the_chat(
    visit: Page, site: Site, address: str, world: World
) -> None:
    world.framed_by.clear()
    visit.clock.install()
    visit.goto(site.add("/", one_line(address)))
    visit.get_by_role("button", name="Chat", exact=True).click()
    visit.wait_for_timeout(500)
    assert world.sessions == set()
    expect(visit.locator("iframe")).to_be_hidden()
    visit.clock.run_for(7000)
    expect(visit.get_by_text("In danger, you can call 911.")).to_be_visible()
    link = visit.get_by_role("link", name="Open it on its own page")
    expect(link).to_have_attribute("href", f"{address}/?lang=en")
    visit.get_by_role("button", name="Close").click()
    expect(link).to_be_hidden()


@pytest.mark.parametrize("how", ["button", "shift in the frame", "shift outside the frame"])
def test_leaving_moves_the_whole_page_and_back_does_not_lead_to_the_chat(
    visit: Page, site: Site, address: str, world: World, how: str
) -> None:
    before = site.add("/before", "<p>Before</p>")
    visit.goto(before)
    visit.goto(site.add("/", "<h1>Clinic</h1>" + one_line(address, exit=EXIT)))
    chat = open_chat(visit)
    say(chat, "a secret")
    if how == "button":
        chat.get_by_role("link", name="Leave now").click()
    else:
        if how == "shift outside the frame":
            visit.get_by_role("heading", name="Clinic").click()
        for _ in range(3):
            visit.keyboard.press("Shift")
    expect(visit).to_have_url(EXIT)
    visit.wait_for_timeout(300)
    assert world.sessions == set(), "the server still knows the chat"
    visit.go_back()
    assert visit.url == before
    visit.goto(site.address + "/")
    chat = open_chat(visit)
    expect(chat.get_by_text("a secret")).to_have_count(0)


def test_back_within_an_app_finds_no_open_chat(visit: Page, site: Site, address: str) -> None:
    visit.goto(site.add("/", one_line(address)))
    visit.evaluate("history.pushState(null, '', '/inside')")
    site.add("/inside", one_line(address))
    say(open_chat(visit), "a secret")
    frame_of(visit).get_by_role("link", name="Leave now").click()
    expect(visit).to_have_url(NEUTRAL)
    visit.go_back()
    assert visit.url == site.address + "/"
    expect(visit.locator("iframe")).to_have_count(0)


def test_where_the_frame_may_not_move_the_page_the_loader_does(
    visit: Page, site: Site, address: str
) -> None:
    def refused(route: Route) -> None:
        answer = route.fetch()
        moved = "window.top.location.replace(address)"
        assert moved in answer.text()
        route.fulfill(response=answer, body=answer.text().replace(moved, "(()=>{throw 1})()"))

    visit.route("**/web/host.js", refused)
    visit.goto(site.add("/", one_line(address)))
    open_chat(visit).get_by_role("link", name="Leave now").click()
    expect(visit).to_have_url(NEUTRAL)


def test_two_tabs_do_not_mix_and_a_reload_goes_on(
    browser: Browser, site: Site, address: str, world: World, tmp_path: Path
) -> None:
    # A profile that lets a frame of another site keep something for as long as the tab lives.
    (tmp_path / "Default").mkdir()
    settings = {"profile": {"cookie_controls_mode": 0, "block_third_party_cookies": False}}
    (tmp_path / "Default" / "Preferences").write_text(json.dumps(settings))
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    profile = browser.browser_type.launch_persistent_context(
        tmp_path, executable_path=chromium, args=QUIET
    )
    profile.set_default_timeout(5000)
    profile.add_init_script(OPEN_SHADOW)
    home = site.add("/", one_line(address))
    page = profile.new_page()
    page.goto(home)
    say(open_chat(page), "first tab")
    other = profile.new_page()
    other.goto(home)
    expect(open_chat(other).get_by_text("first tab")).to_have_count(0)
    assert len(world.sessions) == 2
    page.reload()
    page.get_by_role("button", name="Chat", exact=True).click()
    expect(frame_of(page).get_by_text("You said: first tab")).to_be_visible()
    profile.close()


def test_works_where_the_browser_blocks_storage(
    visit: Page, site: Site, address: str, world: World
) -> None:
    visit.goto(site.add("/", one_line(address)))
    chat = open_chat(visit)
    # A private window of Chromium, as in these tests, blocks it in a frame of another site.
    read = "try { String(sessionStorage.length) } catch (error) { error.name }"
    assert visit.frames[1].evaluate(read) == "SecurityError"
    say(chat, "hello")
    chat.get_by_role("button", name="Forget this chat").click()
    chat.get_by_role("button", name="Start again").click()
    say(chat, "again")
    chat.get_by_role("link", name="Leave now").click()
    expect(visit).to_have_url(NEUTRAL)
    visit.wait_for_timeout(200)
    assert world.sessions == set()


def test_a_phone_gets_the_whole_screen(browser: Browser, site: Site, address: str) -> None:
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    context.set_default_timeout(5000)
    context.add_init_script(OPEN_SHADOW)
    page = context.new_page()
    page.goto(site.add("/", "<p>Clinic</p>" * 80 + one_line(address, clinic="Harbor Clinic")))
    chat = open_chat(page)
    box = page.locator("iframe").bounding_box()
    assert box == {"x": 0, "y": 0, **PHONE}
    for name in ("Leave now", "Call 911"):
        expect(chat.get_by_role("link", name=name)).to_be_in_viewport(ratio=0.99)
    for name in ("Hide the chat", "Send"):
        button = chat.get_by_role("button", name=name)
        expect(button).to_be_in_viewport(ratio=0.99)
        size = button.bounding_box()
        assert size
        assert min(size["width"], size["height"]) >= 44
    chat.get_by_role("button", name="Hide the chat").tap()
    expect(page.get_by_text("Clinic").first).to_be_visible()
    expect(page.locator("iframe")).to_be_hidden()
    context.close()


@pytest.mark.parametrize("width", [320, 400])
def test_the_bar_of_the_frame_fits(browser: Browser, site: Site, address: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 640})
    context.set_default_timeout(5000)
    context.add_init_script(OPEN_SHADOW)
    page = context.new_page()
    page.goto(site.add("/", one_line(address)))
    chat = open_chat(page)
    assert chat.locator("html").evaluate("node => node.scrollWidth") <= width
    for button in chat.locator(".bar-top > :visible").all():
        expect(button).to_be_in_viewport(ratio=0.99)
    context.close()


def test_the_line_names_no_session(visit: Page, site: Site, address: str, world: World) -> None:
    asked: list[str] = []
    visit.on("request", lambda request: asked.append(request.url))
    visit.goto(site.add("/", one_line(address)))
    say(open_chat(visit), "hello")
    (token,) = world.sessions
    assert not [url for url in asked if token in url or re.search("session=|token=", url)]
