"""The files of the page as they are sent: small, and kept in memory."""

from __future__ import annotations

import functools
import json
import mimetypes

import rcssmin
import rjsmin

from bot.channels.page_words import languages_of, page_words
from bot.locations import WEB_PAGE

# The loader runs in pages of other sites, where nothing of ours can be asked for: its few words, in
# every language there is, and its style are put into it here.
LOADER_NAME = "embed.js"
LOADER_WORDS = "const WORDS = {};"
LOADER_STYLE = 'const STYLE = "";'


@functools.lru_cache(maxsize=64)
def page_file(name: str) -> tuple[bytes, str]:
    """Give a file's bytes as sent, and its content type.

    Raises:
        FileNotFoundError: the page has no such file.
    """
    text = (WEB_PAGE / name).read_text(encoding="utf-8")
    if name == LOADER_NAME:
        text = _filled(text)
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return _smaller(name, text).encode(), f"{kind}; charset=utf-8"


def _filled(loader: str) -> str:
    words = {one: page_words("launcher", one) for one in languages_of("launcher")}
    style = rcssmin.cssmin((WEB_PAGE / "embed.css").read_text(encoding="utf-8"))
    filled = loader.replace(LOADER_WORDS, f"const WORDS = {json.dumps(words)};")
    return filled.replace(LOADER_STYLE, f"const STYLE = {json.dumps(style)};")


def _smaller(name: str, text: str) -> str:
    """Take out what only a reader of the code needs."""
    if name.endswith(".js"):
        return str(rjsmin.jsmin(text))
    if name.endswith(".css"):
        return str(rcssmin.cssmin(text))
    return text
