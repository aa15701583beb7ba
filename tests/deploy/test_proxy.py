"""What the real proxy lets through, what it answers itself, and what it never writes down."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from bot.channel_names import MESSAGING_APPS
from bot.channels.page_words import page_words
from bot.locations import ROOT, WEB_PAGE
from tests.deploy import proxy as proxies
from tests.deploy.proxy import CADDY, PERSON, Backend, Proxy

pytestmark = pytest.mark.skipif(not proxies.program(), reason="caddy is not installed")

# Routes of the Rasa server that nobody outside has business with.
INSIDE = {
    ("GET", "/health/live"),
    ("GET", "/health/ready"),
    *(("GET", f"/webhooks/{app}/") for app in MESSAGING_APPS),
}
ROUTE = re.compile(r'(?:\.(get|post|delete)\(|add_route\(\w+, )"(/[^"<]*)"')
# The other widget has a line of its own in the Caddyfile, off as it is in credentials.yml.
OFF = ("socket_chat.py",)


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    with proxies.running(tmp_path_factory.mktemp("proxy")) as running:
        yield running


@pytest.fixture
def chat(proxy: Proxy) -> Iterator[Backend]:
    with proxies.backend(proxy.chat_port) as standing_in:
        yield standing_in


def routes() -> set[tuple[str, str]]:
    """Method and path of every route that the channels have, read out of their files."""
    found = set()
    for file in (ROOT / "bot").rglob("*.py"):
        if "preview" in file.parts or file.name in OFF:
            continue
        apps = {"input_channel.py": MESSAGING_APPS, "twilio_chat.py": ("sms", "whatsapp")}.get(
            file.name, ("messenger",) if file.name == "messenger_chat.py" else ()
        )
        for method, path in ROUTE.findall(file.read_text(encoding="utf-8")):
            before = [f"/webhooks/{app}" for app in apps] or [""]
            found |= {((method or "get").upper(), f"{place}{path}") for place in before}
    return found


def test_every_route_passes_or_is_meant_to_stay_inside(proxy: Proxy, chat: Backend) -> None:
    known = routes()
    assert ("POST", "/chat/messages") in known
    assert ("POST", "/webhooks/sms/status") in known
    for method, path in sorted(known):
        status, _, _ = proxy.ask(method, path)
        assert status == (404 if (method, path) in INSIDE else 200), f"{method} {path}"


def test_every_file_of_the_page_passes(proxy: Proxy, chat: Backend) -> None:
    for file in ("", *(f"web/{file.name}" for file in WEB_PAGE.iterdir())):
        assert proxy.ask("GET", f"/{file}?v=1")[0] == 200, file
        assert proxy.ask("HEAD", f"/{file}")[0] == 200, file


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/model/parse"),
        ("POST", "/conversations/a/messages"),
        ("GET", "/conversations/a/tracker"),
        ("GET", "/metrics"),
        ("GET", "/status"),
        ("GET", "/version"),
        ("POST", "/webhook"),
        ("POST", "/webhooks/rest/webhook"),
        ("POST", "/webhooks/slack/status"),
        ("GET", "/webhooks/socket_chat/socket.io/"),
        ("GET", "/chat/messages"),
        ("PUT", "/chat/messages"),
        ("DELETE", "/chat/messages"),
        ("POST", "/"),
        ("OPTIONS", "/chat/messages"),
        ("GET", "/web/"),
        ("GET", "/web/../model/parse"),
        ("GET", "/web/%2e%2e/status"),
        ("GET", "/web/a%2f..%2fchat.js"),
        ("GET", "//"),
        ("POST", "//chat/messages"),
        ("POST", "/chat//messages"),
        ("POST", "/chat/messages/"),
        # Cleaned, it would be /chat/messages; as it is, a route of Rasa's API.
        ("POST", "/conversations/../chat/messages"),
        ("POST", "/conversations/%2e%2e/chat/messages"),
    ],
)
def test_nothing_else_reaches_the_server(
    proxy: Proxy, chat: Backend, method: str, path: str
) -> None:
    status, headers, text = proxy.ask(method, path)
    assert status == 404
    assert json.loads(text)["error"]["message"] == page_words("errors", "en")["not_found"]
    assert headers["Cache-Control"] == "no-store"
    assert chat.taken == []


def test_an_answer_goes_on_line_by_line(proxy: Proxy, chat: Backend) -> None:
    chat.go_on.clear()
    connection = proxy.connect()
    connection.request("POST", "/chat/messages", b"{}", {"Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    # The second line is not sent before the first has been read here.
    assert answer.readline() == b"first\n"
    chat.go_on.set()
    assert answer.readline() == b"second\n"
    connection.close()


def test_the_server_hears_whose_address_it_is_and_no_other(proxy: Proxy, chat: Backend) -> None:
    told = {"X-Forwarded-For": "198.51.100.1"}
    proxy.ask("POST", "/chat/sessions", headers=told)
    proxy.ask("POST", "/chat/sessions", headers=told, source="127.0.0.10")
    first, second = (headers["x-forwarded-for"] for _, _, headers in chat.taken)
    assert first == PERSON
    assert second == "198.51.100.1, 127.0.0.10"
    assert {headers["host"] for _, _, headers in chat.taken} == {f"127.0.0.1:{proxy.port}"}


def test_no_connection_is_kept_that_would_lead_to_a_stopped_replica(
    proxy: Proxy, chat: Backend
) -> None:
    proxy.ask("GET", "/")
    assert chat.taken[0][2]["connection"] == "close"


def test_headers_are_there_once(proxy: Proxy, chat: Backend) -> None:
    _, headers, _ = proxy.ask("GET", "/")
    assert headers.get_all("X-Content-Type-Options") == ["nosniff"]
    assert headers.get_all("Strict-Transport-Security") == ["max-age=31536000"]
    assert "Server" not in headers


def test_far_too_large_a_request_is_answered_before_it_is_read(proxy: Proxy, chat: Backend) -> None:
    status, _, text = proxy.ask("POST", "/chat/messages", headers={"Content-Length": "300000"})
    assert status == 413
    assert json.loads(text)["error"]["message"] == page_words("errors", "en")["too_long"]
    assert chat.taken == []
    assert proxy.ask("POST", "/chat/messages", b"x" * 256 * 1024)[0] == 200


def test_while_the_chat_is_down_a_page_names_911_and_988(proxy: Proxy) -> None:
    status, headers, page = proxy.ask("GET", "/?frame=1")
    assert status == 502
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert headers["Cache-Control"] == "no-store"
    assert "Server" not in headers
    words = page_words("strings", "en")["words"]
    shown = " ".join(re.sub(r"<!--.*?-->|<[^>]+>", " ", page, flags=re.DOTALL).split())
    for name in ("leave", "static_title", "static_danger", "static_crisis", "static_more"):
        assert words[name] in shown
    assert {"tel:911", "tel:988", "sms:988"} <= links(page)
    # Leads where the page's own way out leads.
    assert links((WEB_PAGE / "index.html").read_text()) & links(page) >= {
        "https://www.weather.gov/"
    }


def test_while_the_chat_is_down_a_message_gets_the_sentence_of_the_server(proxy: Proxy) -> None:
    status, headers, text = proxy.ask("POST", "/chat/messages")
    assert status == 502
    assert headers["Content-Type"] == "application/json"
    trouble = page_words("errors", "en")["trouble"]
    assert json.loads(text) == {"error": {"code": "trouble", "message": trouble}}


def test_no_address_word_or_token_gets_into_the_log(proxy: Proxy) -> None:
    secret = {"Authorization": "Bearer canary-token", "Cookie": "canary=1"}
    with proxies.backend(proxy.chat_port) as chat:
        proxy.ask("POST", "/chat/messages?canary-query", b"canary words", secret)
        proxy.ask("GET", "/canary-path", headers=secret)
        proxy.ask("POST", "/chat/messages", headers={**secret, "Content-Length": "999999"})
        chat.go_on.clear()
        gone = proxy.connect()  # who leaves in mid-answer
        gone.request("POST", "/chat/messages", b"canary words", secret)
        gone.getresponse().readline()
        gone.close()
        chat.go_on.set()
    proxy.ask("POST", "/chat/messages", b"canary words", secret)  # the server is gone
    garbage = proxy.connect()
    garbage.connect()
    garbage.sock.sendall(b"\x16\x03\x01 canary\r\n\r\n")
    garbage.sock.recv(1000)
    garbage.close()
    assert "serving initial configuration" in proxy.log
    assert PERSON not in proxy.log
    assert "canary" not in proxy.log


def test_further_sites_and_real_names_are_valid(tmp_path: Path) -> None:
    caddy = proxies.program()
    assert caddy
    (tmp_path / "sites").mkdir()
    for file in [*(CADDY / "sites").iterdir(), *(CADDY / "optional").iterdir()]:
        (tmp_path / "sites" / file.name).write_text(file.read_text())
    named = proxies.environment(
        tmp_path,
        LANTERN_SITE="chat.clinic.example",
        LANTERN_PREVIEW_SITE="preview.clinic.example",
        LANTERN_PREVIEW_ALLOWED="192.0.2.0/24",
    )
    adapted = subprocess.run(
        [caddy, "adapt", "--config", str(CADDY / "Caddyfile"), "--adapter", "caddyfile"],
        env=named,
        capture_output=True,
        text=True,
        check=True,
    )
    settings = json.loads(adapted.stdout)
    servers = settings["apps"]["http"]["servers"].values()
    hosts = {
        host
        for server in servers
        for route in server["routes"]
        for match in route.get("match", ())
        for host in match.get("host", ())
    }
    assert hosts == {"chat.clinic.example", "preview.clinic.example"}
    # Certificates and the way from http to https are Caddy's own, unless something turns them off.
    assert not any("automatic_https" in server for server in servers)
    assert not any("logs" in server for server in servers)
    for file in CADDY.rglob("*"):
        if file.suffix == ".caddy" or file.name == "Caddyfile":
            tidy = subprocess.run([caddy, "fmt", str(file)], capture_output=True, text=True)
            assert tidy.stdout == file.read_text(), f"caddy fmt --overwrite {file}"


@pytest.mark.parametrize("code", ["trouble", "not_found", "too_long"])
def test_the_pages_say_what_the_data_says(code: str) -> None:
    said = json.loads((CADDY / "pages" / f"{code}.json").read_text(encoding="utf-8"))
    assert said == {"error": {"code": code, "message": page_words("errors", "en")[code]}}


def links(page: str) -> set[str]:
    found: set[str] = set()

    class Links(HTMLParser):
        def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
            found.update(value for name, value in attributes if name == "href" and value)

    Links().feed(page)
    return found
