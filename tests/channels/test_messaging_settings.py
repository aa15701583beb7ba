"""Settings of messaging apps: a wrong one is one sentence, and tells no secret."""

from __future__ import annotations

import secrets

import pytest

from bot.channels.messaging.choices import ID_CHARACTERS, choice_id, payload_of
from bot.channels.messaging.person import sender_id
from bot.channels.messaging.settings import (
    api_address,
    channel_settings,
    code_word,
    public_address,
)
from bot.responses.script_index import shared_index
from bot.storage.settings import SettingError

NEEDED = ["APP_ACCOUNT", "APP_TOKEN", "APP_NUMBER"]


def test_a_channel_is_off_on_or_half_set(monkeypatch: pytest.MonkeyPatch) -> None:
    assert channel_settings("App", NEEDED) is None
    monkeypatch.setenv("APP_TOKEN", " secret ")
    monkeypatch.setenv("APP_NUMBER", "  ")
    with pytest.raises(SettingError) as error:
        channel_settings("App", NEEDED)
    assert str(error.value) == (
        "App needs APP_ACCOUNT and APP_NUMBER too, since APP_TOKEN is set; set all of them, or "
        "none to leave App off."
    )
    monkeypatch.setenv("APP_ACCOUNT", "me")
    monkeypatch.setenv("APP_NUMBER", "1")
    values = channel_settings("App", NEEDED)
    assert values == {"APP_ACCOUNT": "me", "APP_TOKEN": "secret", "APP_NUMBER": "1"}


@pytest.mark.parametrize(
    ("value", "address"),
    [
        ("https://chat.clinic.example", "https://chat.clinic.example"),
        ("https://chat.clinic.example:8443/bot/", "https://chat.clinic.example:8443/bot"),
        ("http://127.0.0.1:5005", "http://127.0.0.1:5005"),
        ("http://localhost", "http://localhost"),
    ],
)
def test_an_address_is_read(monkeypatch: pytest.MonkeyPatch, value: str, address: str) -> None:
    monkeypatch.setenv("LANTERN_PUBLIC_ADDRESS", value)
    assert public_address("SMS") == address


@pytest.mark.parametrize(
    "value",
    [
        "chat.clinic.example",
        "http://chat.clinic.example",
        "https://",
        "ftp://127.0.0.1",
        "https://chat.clinic.example:port",
        "https://me:secret@chat.clinic.example",
        "https://chat.clinic.example/?key=secret",
        "http://127.0.0.1.evil.example",
    ],
)
def test_a_wrong_address_is_refused_without_repeating_it(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("LANTERN_PUBLIC_ADDRESS", value)
    with pytest.raises(SettingError, match="LANTERN_PUBLIC_ADDRESS is no address") as error:
        public_address("SMS")
    assert "secret" not in str(error.value)


def test_an_address_that_is_needed_and_missing_is_said() -> None:
    with pytest.raises(SettingError, match="SMS is on, and LANTERN_PUBLIC_ADDRESS is not set"):
        public_address("SMS")
    assert api_address("APP_API_ADDRESS", "https://api.example") == "https://api.example"


@pytest.mark.parametrize("word", ["help", "STOP", "two words", "abc", "x" * 21, "umbr3lla", "911"])
def test_a_code_word_that_cannot_be_one_is_refused(
    monkeypatch: pytest.MonkeyPatch, word: str
) -> None:
    monkeypatch.setenv("LANTERN_CODE_WORD", word)
    with pytest.raises(SettingError, match="LANTERN_CODE_WORD"):
        code_word()


def test_a_person_is_hidden_and_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    ids = {sender_id("sms", "+15555550123"), sender_id("whatsapp", "+15555550123")}
    ids.add(sender_id("sms", "+15555550124"))
    assert len(ids) == 3
    assert all("5555550" not in one for one in ids)
    monkeypatch.setenv("LANTERN_SESSION_SECRET", secrets.token_hex())
    one = sender_id("sms", "+15555550123")
    assert one == sender_id("sms", "+15555550123")
    monkeypatch.setenv("LANTERN_SESSION_SECRET", secrets.token_hex())
    assert one != sender_id("sms", "+15555550123")


def test_every_payload_of_the_scripts_has_an_id_of_its_own() -> None:
    payloads = shared_index().payloads
    ids = {choice_id(payload): payload for payload in payloads}
    assert len(ids) == len(payloads)
    assert all(one.isascii() and len(one) == ID_CHARACTERS for one in ids)
    assert all(payload_of(one, set()) == payload for one, payload in ids.items())


def test_a_payload_made_for_one_chat_is_known_there_only() -> None:
    payload = '/law_page{"page": "2 of 7"}'
    assert payload_of(choice_id(payload), {payload}) == payload
    assert payload_of(choice_id(payload), set()) is None
    assert payload_of(payload, {payload}) is None
