"""The public page and its files, with the headers that keep it to itself."""

from __future__ import annotations

import functools
import mimetypes
from collections.abc import Callable
from typing import Any

import yaml
from sanic import Blueprint, Sanic, response
from sanic.exceptions import MethodNotSupported, NotFound, PayloadTooLarge
from sanic.request import Request
from sanic.response import BaseHTTPResponse, HTTPResponse

from bot.locations import WEB_PAGE, WEB_WORDS

DEFAULT_LANGUAGE = "en"

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    # Nothing of a visit is to stay in the browser's cache, or come back by the Back button.
    "Cache-Control": "no-store",
}


class PageBlueprint(Blueprint):
    """A blueprint that also serves the page at `/`, where Rasa puts a greeting of its own."""

    def __init__(self, name: str, most_body_bytes: int) -> None:
        super().__init__(name)
        self.ctx.most_body_bytes = most_body_bytes
        self.add_route(serve_words, "/web/strings.json", methods=["GET"])
        self.add_route(serve_file, "/web/<name:[a-z_]+[.](?:html|css|js|svg)>", methods=["GET"])

    def register(self, app: Sanic, options: dict[str, Any]) -> None:
        """Mount the routes, the page at the root, and the limit on a request's size."""
        super().register(app, options)
        app.config.REQUEST_MAX_SIZE = self.ctx.most_body_bytes
        # A turn is over within seconds; a connection may rest between two messages.
        app.config.KEEP_ALIVE_TIMEOUT = 30
        app.register_middleware(serve_root, "request")
        app.register_middleware(add_security_headers, "response")
        app.error_handler.add(PayloadTooLarge, _kindly(413, "too_long"))
        app.error_handler.add(NotFound, _kindly(404, "not_found"))
        app.error_handler.add(MethodNotSupported, _kindly(405, "not_found"))


def _kindly(status: int, code: str) -> Callable[[Request, Exception], HTTPResponse]:
    """Make a handler that says an error of Sanic's in our own words and shape."""

    def handle(request: Request, error: Exception) -> HTTPResponse:
        return error_response(status, code)

    return handle


async def add_security_headers(request: Request, answer: BaseHTTPResponse) -> None:
    """Put the headers on every answer, streamed ones and errors too."""
    answer.headers.update(SECURITY_HEADERS)


async def serve_root(request: Request) -> HTTPResponse | None:
    """Serve the page for `/`; every other address goes on to its route."""
    if request.path == "/" and request.method in ("GET", "HEAD"):
        return _file("index.html")
    return None


async def serve_file(request: Request, name: str) -> HTTPResponse:
    """Serve a file of the page."""
    if not (WEB_PAGE / name).is_file():
        return error_response(404, "not_found")
    return _file(name)


async def serve_words(request: Request) -> HTTPResponse:
    """Serve the words of the page in a language; English for one that we do not have."""
    language = request.args.get("lang", DEFAULT_LANGUAGE)
    return response.json(_words("strings", language))


def error_response(status: int, code: str) -> HTTPResponse:
    """Give an error in the one shape of the channel: {"error": {"code", "message"}}."""
    message = _words("errors", DEFAULT_LANGUAGE)[code]
    return response.json({"error": {"code": code, "message": message}}, status=status)


@functools.lru_cache(maxsize=8)
def _words(name: str, language: str) -> dict[str, Any]:
    file = WEB_WORDS / f"{name}.{language}.yml"
    if not language.isalpha() or not file.is_file():
        file = WEB_WORDS / f"{name}.{DEFAULT_LANGUAGE}.yml"
    words: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return words


def _file(name: str) -> HTTPResponse:
    kind, _ = mimetypes.guess_type(name)
    return response.raw(_content(name), content_type=kind or "application/octet-stream")


@functools.lru_cache(maxsize=64)
def _content(name: str) -> bytes:
    return (WEB_PAGE / name).read_bytes()
