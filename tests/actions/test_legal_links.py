"""The link check, against a server of the tests' own: which addresses it asks and what it tells."""

import asyncio
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from time import sleep

from actions.legal import files
from actions.legal.links import addresses, dead_links
from tests.conftest import free_port


class Answers(BaseHTTPRequestHandler):
    """Answers with the number that the path names; `slow` takes its time."""

    def do_GET(self) -> None:
        name = self.path.strip("/")
        if name == "slow":
            sleep(1)
        self.send_response(int(name) if name.isdecimal() else 200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_a_dead_address_is_told_with_the_records_that_name_it() -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_port}"
    closed = f"http://127.0.0.1:{free_port()}/"
    wanted = {
        f"{base}/200": ("OH.laws.1",),
        f"{base}/404": ("OH.laws.2", "OH.orders.1"),
        f"{base}/403": ("OH.laws.3",),
        f"{base}/slow": ("OH.laws.4",),
        closed: ("OH.laws.5",),
        "http://not an address": ("OH.laws.6",),
    }
    try:
        dead = {link.url: link for link in asyncio.run(dead_links(wanted, 0.5))}
    finally:
        server.shutdown()
    assert dead.keys() == wanted.keys() - {f"{base}/200", f"{base}/403"}
    assert dead[f"{base}/404"].reason == "answers 404"
    assert dead[f"{base}/404"].named_by == ("OH.laws.2", "OH.orders.1")
    assert dead[f"{base}/slow"].reason == "no answer in 0.5 seconds"
    assert "cannot be reached" in dead[closed].reason


def test_every_address_of_a_place_is_asked_once(all_files: files.LegalFiles) -> None:
    (ohio,) = [record for record in all_files.jurisdictions if record["code"] == "OH"]
    found = addresses(all_files, ["OH"])
    assert ohio["laws"][0]["url"] in found
    assert ohio["laws"][0]["source"] in found
    assert all(name.startswith("OH.") for names in found.values() for name in names)
    everything = addresses(all_files)
    assert set(found) < set(everything)
    assert any(name.startswith("national.") for names in everything.values() for name in names)
