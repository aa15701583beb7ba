"""Pages read as a person would: their words, and a form as a browser would send it."""

from __future__ import annotations

from html.parser import HTMLParser

Sent = dict[str, list[str]]


def words(page: bytes) -> str:
    """All that a page says, with single spaces."""
    reader = _Reader()
    reader.feed(page.decode())
    return " ".join(" ".join(reader.said).split())


def form(page: bytes, css_class: str) -> Sent:
    """What a browser would send if nothing was typed into a form."""
    reader = _Reader(css_class)
    reader.feed(page.decode())
    return reader.sent


class _Reader(HTMLParser):
    def __init__(self, css_class: str = "") -> None:
        super().__init__()
        self.said: list[str] = []
        self.sent: Sent = {}
        self._class = css_class
        self._inside = False
        self._area: str | None = None
        self._select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name")
        if tag == "form":
            self._inside = given.get("class") == self._class
        if not self._inside:
            return
        kind = given.get("type")
        if tag == "input" and name and (kind not in ("checkbox", "radio") or "checked" in given):
            self.sent.setdefault(name, []).append(given.get("value") or "")
        if tag == "textarea" and name:
            self._area = name
            self.sent[name] = [""]
        if tag == "select":
            self._select = name
        if tag == "option" and self._select:
            value = [given.get("value") or ""]
            if "selected" in given:
                self.sent[self._select] = value
            self.sent.setdefault(self._select, value)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        if tag == "textarea":
            self._area = None
        if tag == "select":
            self._select = None

    def handle_data(self, data: str) -> None:
        self.said.append(data)
        if self._area:
            self.sent[self._area] = [self.sent[self._area][0] + data]
