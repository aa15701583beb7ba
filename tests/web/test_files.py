"""The page's files: small, self-contained, and with every word in the file of words."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import yaml

from bot.channels.page_files import page_file
from bot.channels.web_lines import page_lines

from .fake_server import LINES, STATIC, STRINGS

HTML = (STATIC / "index.html").read_text("utf-8")
SCRIPTS = {file.name: file.read_text("utf-8") for file in STATIC.glob("*.js")}
WORDS: dict[str, str] = yaml.safe_load(STRINGS.read_text("utf-8"))["words"]


class Marked(HTMLParser):
    """Collects the words of every element that says where they come from."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[tuple[str, str]] = []
        self._key: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._key = given.get("data-text")
        if label := given.get("data-label"):
            self.words.append((label, given.get("aria-label") or ""))

    def handle_data(self, data: str) -> None:
        if self._key:
            self.words.append((self._key, data.strip()))
            self._key = None


def test_words_written_into_the_page_are_those_of_the_file() -> None:
    marked = Marked()
    marked.feed(HTML)
    assert len(marked.words) > 20
    assert [(key, text) for key, text in marked.words if WORDS.get(key) != text] == []


def test_every_word_asked_for_exists_and_every_word_is_used() -> None:
    code = "\n".join(SCRIPTS.values())
    asked = set(re.findall(r'data-(?:text|label)="(\w+)"', HTML))
    quoted = {word for word in re.findall(r'"(\w+)"', code) if word in WORDS}
    spoken = {f"{speaker}_said" for speaker in ("you", "bot", "page")}
    direct = set(re.findall(r'\.say\("(\w+)"', code))
    assert (asked | direct | spoken) - WORDS.keys() == set()
    assert WORDS.keys() - (asked | quoted | spoken) == set()


def test_no_inline_script_style_or_foreign_address() -> None:
    assert re.findall(r"<script(?![^>]*\bsrc=)", HTML) == []
    assert re.findall(r"<style|\sstyle=|\son\w+=", HTML) == []
    foreign = re.findall(r'(?:href|src)="(https?:[^"]+)"', HTML)
    assert foreign == ["https://www.weather.gov/"]  # the way out, and nothing else
    for name, code in SCRIPTS.items():
        assert "innerHTML" not in code, name
        assert "eval(" not in code, name


def test_all_that_the_chat_loads_is_small_as_it_is_sent() -> None:
    # The loader's style goes out as a part of the loader.
    names = [file.name for file in STATIC.iterdir() if file.name != "embed.css"]
    sent = {name: len(page_file(name)[0]) for name in names}
    words = yaml.safe_load(STRINGS.read_text("utf-8"))
    words["lines"] = page_lines(yaml.safe_load(LINES.read_text("utf-8"))["lines"])
    strings = len(json.dumps(words))
    assert sum(sent.values()) + strings <= 60 * 1024
    assert sent["embed.js"] <= 5 * 1024
    assert (STATIC / "embed.js").stat().st_size <= 5 * 1024
    assert [name for name, code in SCRIPTS.items() if code.count("\n") >= 200] == []


def test_the_loader_is_sent_with_its_words_and_its_style() -> None:
    loader = page_file("embed.js")[0].decode()
    words = yaml.safe_load((STRINGS.parent / "launcher.en.yml").read_text("utf-8"))
    assert json.dumps(words["late"]) in loader
    assert "position:fixed" in loader
    assert set(re.findall(r"words[.](\w+)", SCRIPTS["embed.js"])) == words.keys()
    assert loader.isascii(), "the clinic's page may be in any encoding"


def test_the_two_ends_of_the_frame_take_the_same_colours() -> None:
    limits = [re.search(r"0[.]148", SCRIPTS[name]) for name in ("embed.js", "host.js")]
    assert all(limits)
