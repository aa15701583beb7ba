"""The public page and its files, with the headers that keep it to itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sanic import Blueprint, Sanic, response
from sanic.exceptions import MethodNotSupported, NotFound, PayloadTooLarge
from sanic.request import Request
from sanic.response import BaseHTTPResponse, HTTPResponse

from bot.channels.allowed_origins import WrongOrigin, allowed_origins, is_own_origin
from bot.channels.page_files import page_file
from bot.channels.page_headers import security_headers
from bot.channels.page_words import DEFAULT_LANGUAGE, page_words
from bot.channels.web_lines import page_lines
from bot.watching import counts

# Ending a session by beacon: some browsers send "null" for the origin of a page without referrer.
BEACON_PATH = "/chat/sessions/end"


class PageBlueprint(Blueprint):
    """A blueprint that also serves the page at `/`, where Rasa puts a greeting of its own."""

    def __init__(self, name: str, most_body_bytes: int) -> None:
        super().__init__(name)
        self.ctx.most_body_bytes = most_body_bytes
        try:
            self.ctx.framed_by = allowed_origins()
        except WrongOrigin as error:
            raise SystemExit(f"Lantern cannot start: {error}") from None
        self.add_route(serve_words, "/web/strings.json", methods=["GET"])
        self.add_route(serve_file, "/web/<name:[a-z_]+[.](?:html|css|js|svg)>", methods=["GET"])

    async def add_security_headers(self, request: Request, answer: BaseHTTPResponse) -> None:
        """Put the headers on every answer, streamed ones and errors too."""
        answer.headers.update(security_headers(request.path, self.ctx.framed_by))

    def register(self, app: Sanic, options: dict[str, Any]) -> None:
        """Mount the routes, the page at the root, and the limit on a request's size."""
        super().register(app, options)
        app.config.REQUEST_MAX_SIZE = self.ctx.most_body_bytes
        # A turn is over within seconds; a connection may rest between two messages.
        app.config.KEEP_ALIVE_TIMEOUT = 30
        app.register_middleware(refuse_foreign_origins, "request")
        app.register_middleware(serve_root, "request")
        app.register_middleware(self.add_security_headers, "response")
        app.error_handler.add(PayloadTooLarge, _kindly(413, "too_long"))
        app.error_handler.add(NotFound, _kindly(404, "not_found"))
        app.error_handler.add(MethodNotSupported, _kindly(405, "not_found"))


def _kindly(status: int, code: str) -> Callable[[Request, Exception], HTTPResponse]:
    """Make a handler that says an error of Sanic's in our own words and shape."""

    def handle(request: Request, error: Exception) -> HTTPResponse:
        return error_response(status, code)

    return handle


async def refuse_foreign_origins(request: Request) -> HTTPResponse | None:
    """Answer 403 to a page of another site that asks the chat itself, framed or not."""
    origin = request.headers.get("origin")
    if origin is None or not request.path.startswith("/chat/"):
        return None
    if origin == "null" and request.path == BEACON_PATH:
        return None  # the token in its body is the proof
    fetch_site = request.headers.get("sec-fetch-site", "")
    if is_own_origin(origin, request.headers.get("host", ""), fetch_site):
        return None
    return error_response(403, "foreign_origin")


async def serve_root(request: Request) -> HTTPResponse | None:
    """Serve the page for `/`; every other address goes on to its route."""
    if request.path == "/" and request.method in ("GET", "HEAD"):
        if request.method == "GET":
            counts.page_loaded()
        return _file("index.html")
    return None


async def serve_file(request: Request, name: str) -> HTTPResponse:
    """Serve a file of the page."""
    try:
        return _file(name)
    except OSError:  # also a name that is longer than any file's
        return error_response(404, "not_found")


async def serve_words(request: Request) -> HTTPResponse:
    """Serve the words of the page in a language, with its help lines; English if we lack it."""
    language = request.args.get("lang", DEFAULT_LANGUAGE)
    lines = page_lines(page_words("lines", language)["lines"])
    return response.json({**page_words("strings", language), "lines": lines})


def error_response(status: int, code: str) -> HTTPResponse:
    """Give an error in the one shape of the channel: {"error": {"code", "message"}}."""
    message = page_words("errors", DEFAULT_LANGUAGE)[code]
    return response.json({"error": {"code": code, "message": message}}, status=status)


def _file(name: str) -> HTTPResponse:
    content, kind = page_file(name)
    return response.raw(content, content_type=kind)
