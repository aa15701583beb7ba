"""The room while there is no bot: it says so, and nothing breaks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bot.launch import prepare
from bot.preview.play.loading import State

POSTS = ["say", "tap", "back", "jump", "tell", "channel", "end", "save"]


@pytest.fixture(autouse=True)
def no_model(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(prepare, "MODEL", tmp_path / "none.tar.gz")


def test_a_missing_model_is_said_in_a_sentence(client: FlaskClient) -> None:
    page = client.get("/play").text
    assert "There is no trained bot on this machine yet" in page


def test_while_it_loads_the_page_says_so_and_looks_again(app: Flask, client: FlaskClient) -> None:
    app.extensions["play"].bot.state = State.LOADING
    page = client.get("/play?jump=utter_menu").text
    assert "The bot is waking up" in page
    assert "data-waiting" in page


def test_nothing_can_be_begun_without_a_bot(client: FlaskClient) -> None:
    for address, data in (("/play/begin", {"channel": "web_chat"}), ("/play/sentences", {})):
        answer = client.post(address, data=data)
        assert answer.status_code in (302, 303)
        assert answer.location.startswith("/play")


@pytest.mark.parametrize("name", [one for one in POSTS if one != "end"])
def test_a_run_that_is_not_there_is_not_found(client: FlaskClient, name: str) -> None:
    assert client.post(f"/play/runs/guess/{name}").status_code == 404


@pytest.mark.parametrize(
    "address", ["/play", "/play/runs/x", "/play/sentences", "/play/runs/x/print"]
)
def test_whoever_is_not_signed_in_is_asked_to(app: Flask, address: str) -> None:
    answer = app.test_client().get(address)
    assert answer.status_code == 302
    assert "/sign-in" in answer.location


@pytest.mark.parametrize("name", POSTS)
def test_every_step_needs_its_token(
    app: Flask, signed_in: Callable[[str], FlaskClient], name: str
) -> None:
    client = signed_in("ada")
    app.config["WTF_CSRF_ENABLED"] = True
    assert client.post(f"/play/runs/guess/{name}").status_code == 400
