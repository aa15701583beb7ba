"""The web chat beside rasa-webchat: bytes until it can be used, the wait for that, the first reply.

Both talk to the same bot on the same machine in turn, so that a noisy minute hits both.
`python -m tests.bench.web_widget` measures this alone, with the model that is there.
"""

from __future__ import annotations

import contextlib
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from playwright.sync_api import sync_playwright

from bot.launch.prepare import MODEL
from bot.locations import WEB_PAGE
from tests.bench.bots import Bot, make_lantern
from tests.bench.errors import MeasureError
from tests.bench.processes import HOST
from tests.bench.report import Row, table
from tests.bench.starting import running
from tests.bench.visits import BROWSER, MESSAGES, Chat, Visit, visit
from tests.rasa_webchat.package import NAME, VERSION, NoPackage, widget_script
from tests.rasa_webchat.site import page, serving

VISITS = 5
COLUMNS = ("the web chat", f"{NAME} {VERSION}", "Lantern", "ratio", "its spread", "target", "")
CHANNELS = "bot.channels.web_chat.WebChat:\nbot.channels.socket_chat.SocketChat:\n"
CLINIC = "<!doctype html><html lang=en><meta charset=utf-8><title>A clinic</title><h1>A clinic</h1>"

OURS = Chat(
    address="",
    launcher="",
    frame="",
    choice="#log button",
    text_box="#message",
    bubble="#log .bubble",
)
OURS_EMBEDDED = replace(OURS, launcher="button.open", frame="iframe[title=Chat]")
THEIRS = Chat(
    address="",
    launcher=".rw-launcher",
    frame="",
    choice=".rw-reply",
    text_box=".rw-new-message",
    bubble="#rw-messages .rw-message-text",
)


def web_widget_rows(lantern: Bot, scratch: Path, visits: int = VISITS) -> tuple[list[Row], str]:
    """Give the rows, and a sentence with what else is to be known of them.

    Raises:
        MeasureError: there is no browser, or a chat did not open.
    """
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        raise MeasureError("no Chromium is on the PATH")
    try:
        script, missing = widget_script(scratch), ""
    except NoPackage as reason:
        script, missing = b"", f"Only ours was measured: {reason}."
    files = {"/widget.js": ("text/javascript", script)}
    with (
        serving(files) as site,
        _open_to(lantern, f"http://localhost:{site}", scratch) as port,
        sync_playwright() as playwright,
    ):
        chat, clinic = f"http://{HOST}:{port}", f"http://localhost:{site}"
        ours = _ours(files, chat, clinic)
        files["/theirs"] = ("text/html", page(chat))
        files["/theirs-as-it-comes"] = ("text/html", page(chat, usualDelay=True))
        as_it_comes = replace(THEIRS, address=f"{clinic}/theirs-as-it-comes", messages=MESSAGES[:1])
        theirs = [replace(THEIRS, address=f"{clinic}/theirs"), as_it_comes]
        chats = [ours, *theirs] if script else [ours]
        browser = playwright.chromium.launch(executable_path=chromium, args=BROWSER)
        visit(browser, ours)  # the browser's own first page is slow, whoever's it is
        seen: list[list[Visit]] = [[] for _ in chats]
        for number in range(visits):
            # Who goes first changes each round.
            for place in sorted(range(len(chats)), reverse=number % 2 == 1):
                seen[place].append(visit(browser, chats[place]))
        browser.close()
    return _rows(*seen), missing or _words(ours, *seen)


def _ours(files: dict[str, tuple[str, bytes]], chat: str, clinic: str) -> Chat:
    """Our chat as a clinic has it: behind the one line, or as a page of its own."""
    if not (WEB_PAGE / "embed.js").is_file():
        return replace(OURS, address=f"{chat}/")
    line = f'<script src="{chat}/web/embed.js" data-lang="en" async></script>'
    files["/ours"] = ("text/html", (CLINIC + line).encode())
    return replace(OURS_EMBEDDED, address=f"{clinic}/ours")


@contextlib.contextmanager
def _open_to(lantern: Bot, origin: str, scratch: Path) -> Iterator[int]:
    """Run Lantern with both channels, open to one site; gives its port."""
    (lantern.folder / "credentials.yml").write_text(CHANNELS)
    bot = replace(lantern, environment={**lantern.environment, "LANTERN_ALLOWED_ORIGINS": origin})
    with running(bot, scratch) as run:
        yield run.port


def _rows(
    ours: Sequence[Visit], theirs: Sequence[Visit] = (), usual: Sequence[Visit] = ()
) -> list[Row]:
    def row(
        name: str,
        unit: str,
        figure: Callable[[Visit], float],
        target: float | None = None,
        beside: Sequence[Visit] = theirs,
    ) -> Row:
        return Row(name, unit, [*map(figure, ours)], [*map(figure, beside)], target)

    return [
        row("bytes until usable", "kB", lambda one: one.bytes_plain / 1000, 0.5),
        row("  if both were gzipped", "kB", lambda one: one.bytes_gzip / 1000, 0.5),
        row("requests until usable", "", lambda one: one.requests),
        row("page opened to usable", "ms", lambda one: one.shown_ms, 1.0),
        row("click to usable", "ms", lambda one: one.click_ms, 1.0),
        row("  click to usable, with its waits", "ms", lambda one: one.click_ms, None, usual),
        row("message to first reply", "ms", lambda one: one.reply_ms, 1.0),
        row("  first reply, with its waits", "ms", lambda one: one.reply_ms, None, usual),
    ]


def _words(ours: Chat, mine: list[Visit], theirs: list[Visit], usual: list[Visit]) -> str:
    others = sorted({host for one in theirs for host in one.others})
    how = "as a page of its own" if ours.own_page else "behind the one line on a clinic's page"
    return (
        f"{len(mine)} visits each, with {len(ours.messages)} messages, in fresh profiles. "
        f"Ours {how}; {NAME} is fetched whole before the click.\n"
        f"{NAME} was set to show each bubble at once; as it comes, it waits 0.8 to 3 s.\n"
        f"It also asks {', '.join(others) or 'nobody'}, which was kept from it and is not counted."
    )


def web_widget_lines(rows: list[Row], words: str) -> list[str]:
    """Give the table and the sentence below it."""
    return [*(table(rows, COLUMNS).splitlines() if rows else []), words]


def main() -> int:
    """Measure this alone; exit code 1 when it could not be measured."""
    with tempfile.TemporaryDirectory(prefix="lantern-bench-") as folder:
        try:
            lantern = make_lantern(Path(folder))
            shutil.copytree(MODEL.parent, lantern.folder / "models")
            print("\n".join(web_widget_lines(*web_widget_rows(lantern, Path(folder)))))
        except MeasureError as error:
            print(f"The web chat cannot be measured: {error}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
