"""One visit to a web chat in a real browser: what is sent, and how long the person waits."""

from __future__ import annotations

import gzip
import time
from dataclasses import dataclass, field
from statistics import median

from playwright.sync_api import Browser, Frame, Page, Response, WebSocket
from playwright.sync_api import Error as BrowserError

from tests.bench.errors import MeasureError

LIMIT_MS = 30_000
# Pause after each answer, so that its last bubble is not taken for the next answer.
SETTLE_MS = 1_000
MESSAGES = (
    "i feel so ashamed",
    "my ex put a tracker on my car",
    "i am scared all the time",
    "what could i do",
    "hello",
)
# Our launcher stands in a closed shadow tree, into which the bench could not look either.
OPEN_SHADOW = """
const attach = Element.prototype.attachShadow;
Element.prototype.attachShadow = function () { return attach.call(this, { mode: "open" }); };
"""
# Looked for at each frame that the browser draws; Playwright's own waits look ever less often.
USABLE = """
([choice, title, box]) => {
  const shown = (node) => Boolean(node?.getClientRects().length);
  const choices = [...document.querySelectorAll(choice)];
  return choices.some((node) => shown(node) && node.textContent.includes(title)) &&
    shown(document.querySelector(box));
}
"""
ANSWERED = "([bubble, count]) => document.querySelectorAll(bubble).length > count"
LAST_CHOICE = "Not sure"
# Whatever a widget asks of others stays on this machine.
BROWSER = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]


@dataclass(frozen=True)
class Chat:
    """Where a chat is, and where its parts stand on the page, as CSS selectors.

    `launcher` is empty where the chat is the page. The page of a clinic is not counted.
    """

    address: str
    launcher: str
    frame: str
    choice: str
    text_box: str
    bubble: str
    messages: tuple[str, ...] = MESSAGES

    @property
    def own_page(self) -> bool:
        """Whether the chat is a page of its own."""
        return not self.launcher


@dataclass
class Visit:
    """What one visit gave: milliseconds, and bytes of everything received until usable."""

    shown_ms: float = 0.0
    click_ms: float = 0.0
    reply_ms: float = 0.0
    bytes_plain: int = 0
    bytes_gzip: int = 0
    requests: int = 0
    others: set[str] = field(default_factory=set)


def visit(browser: Browser, chat: Chat) -> Visit:
    """Open the page in a fresh profile, open the chat, and say some things.

    The chat is usable when the last button of the welcome is there and the text box takes words.

    Raises:
        MeasureError: the chat did not open, or did not answer.
    """
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(LIMIT_MS)
    context.add_init_script(OPEN_SHADOW)
    try:
        return _visit(context.new_page(), chat)
    except BrowserError as error:
        raise MeasureError(
            f"the chat at {chat.address} did not open. {error.message.splitlines()[0]}"
        ) from error
    finally:
        context.close()


def _visit(page: Page, chat: Chat) -> Visit:
    result = Visit()
    received: list[Response] = []
    frames: list[bytes] = []
    page.on("response", lambda answer: received.append(answer))
    page.on("requestfailed", lambda request: result.others.add(_host(request.url)))
    page.on("websocket", lambda socket: _listen(socket, frames))

    opened = time.perf_counter()
    page.goto(chat.address, wait_until="commit")
    clicked = opened
    if not chat.own_page:
        page.locator(chat.launcher).wait_for()
        clicked = time.perf_counter()
        page.locator(chat.launcher).click()
    frame = _frame(page, chat)
    frame.wait_for_function(USABLE, arg=[chat.choice, LAST_CHOICE, chat.text_box])
    usable = time.perf_counter()
    result.shown_ms, result.click_ms = (usable - opened) * 1000, (usable - clicked) * 1000
    page.wait_for_timeout(SETTLE_MS)
    _weigh(result, chat, received, frames)
    result.reply_ms = median(_reply_ms(frame, chat, text) for text in chat.messages)
    return result


def _frame(page: Page, chat: Chat) -> Frame:
    if not chat.frame:
        return page.main_frame
    frame = page.locator(chat.frame).element_handle().content_frame()
    if frame is None:
        raise MeasureError(f"the chat at {chat.address} has no frame.")
    return frame


def _reply_ms(frame: Frame, chat: Chat, text: str) -> float:
    before = frame.locator(chat.bubble).count()
    box = frame.locator(chat.text_box)
    box.fill(text)
    said = time.perf_counter()
    box.press("Enter")
    # The person's own bubble comes first, the reply is the next.
    frame.wait_for_function(ANSWERED, arg=[chat.bubble, before + 1])
    waited_ms = (time.perf_counter() - said) * 1000
    frame.wait_for_timeout(SETTLE_MS)
    return waited_ms


def _listen(socket: WebSocket, frames: list[bytes]) -> None:
    def keep(frame: str | bytes) -> None:
        frames.append(frame if isinstance(frame, bytes) else frame.encode())

    socket.on("framereceived", keep)


def _weigh(result: Visit, chat: Chat, received: list[Response], frames: list[bytes]) -> None:
    result.bytes_plain = result.bytes_gzip = sum(len(frame) for frame in frames)
    for answer in received:
        if answer.url == chat.address and not chat.own_page:
            continue
        if answer.status == 101 or answer.request.redirected_to:
            continue
        try:
            body = answer.body()
        except BrowserError:  # an answer without a body
            continue
        result.requests += 1
        result.bytes_plain += len(body)
        result.bytes_gzip += min(len(body), len(gzip.compress(body, 6)))


def _host(url: str) -> str:
    return url.split("/")[2]
