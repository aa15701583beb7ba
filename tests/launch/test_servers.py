"""What the two servers are told of each other."""

from __future__ import annotations

from pathlib import Path

import yaml

from bot.launch.servers import ENDPOINTS, endpoints_file


def action_server(file: str) -> str:
    return str(yaml.safe_load(Path(file).read_text())["action_endpoint"]["url"])


def test_of_two_that_start_together_each_finds_its_own_action_server() -> None:
    with endpoints_file(5056) as first, endpoints_file(5057) as second:
        assert action_server(first) == "http://127.0.0.1:5056/webhook"
        assert action_server(second) == "http://127.0.0.1:5057/webhook"
    assert not Path(first).exists()
    assert not Path(second).exists()


def test_the_usual_port_needs_no_copy() -> None:
    with endpoints_file(5055) as file:
        assert Path(file) == ENDPOINTS
    assert ENDPOINTS.exists()
