"""An app's channel over HTTP: who gets in, what a broken provider costs, and how it is set up."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from rasa.core.channels.channel import UserMessage

from bot.channels.messaging import provider_client, words
from bot.channels.messaging.input_channel import MOST_WEBHOOK_BYTES, MessagingInput, OffChannel
from bot.channels.messaging.provider_client import MOST_PAUSE_SECONDS
from bot.storage.settings import SettingError
from tests.channels.app_server import AppServer
from tests.channels.stand_ins import paper
from tests.channels.stand_ins.paper import PaperChat, PaperProvider, deliver

ANN = "+15555550123"
START = words.said("utter_start_sms", "sms").text


async def answer(message: UserMessage) -> None:
    reply = {"text": f"You: {message.text}"}
    await message.output_channel.send_response(message.sender_id, reply)


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Iterator[PaperProvider]:
    monkeypatch.setattr(provider_client, "FIRST_PAUSE_SECONDS", 0.05)
    with PaperProvider() as provider:
        monkeypatch.setenv(paper.TOKEN_SETTING, paper.TOKEN)
        monkeypatch.setenv(paper.KEY_SETTING, paper.KEY)
        monkeypatch.setenv(paper.ADDRESS_SETTING, provider.address)
        yield provider


@pytest.fixture
def server(provider: PaperProvider) -> Iterator[AppServer]:
    channel = PaperChat.from_credentials(None)
    assert isinstance(channel, MessagingInput)
    provider.clear()
    with AppServer(channel, answer) as running:
        yield running


def test_a_message_is_answered(server: AppServer, provider: PaperProvider) -> None:
    assert deliver(server.webhook, {"person": ANN, "id": "1", "text": "hello"}) == 200
    assert provider.wait_until(lambda: "You: hello" in provider.texts_to(ANN))
    assert "".join(provider.texts_to(ANN)).startswith(START)


def test_a_forged_message_does_nothing(
    server: AppServer, provider: PaperProvider, caplog: pytest.LogCaptureFixture
) -> None:
    body = {"person": ANN, "id": "1", "text": "the yellow submarine"}
    assert deliver(server.webhook, body, key="guessed") == 403
    assert not provider.wait_for_calls(1, seconds=0.3)
    assert "submarine" not in caplog.text
    assert ANN not in caplog.text


def test_a_malformed_message_is_refused(server: AppServer, provider: PaperProvider) -> None:
    assert deliver(server.webhook, {"text": "hello"}) == 400
    assert deliver(server.webhook, {"person": ANN, "id": "1", "kind": "song"}) == 400
    assert not provider.wait_for_calls(1, seconds=0.3)


def test_a_request_too_large_is_refused(server: AppServer) -> None:
    body = {"person": ANN, "id": "1", "text": "x" * MOST_WEBHOOK_BYTES}
    assert deliver(server.webhook, body) == 413


def test_the_webhook_answers_at_once_however_slow_the_provider_is(
    server: AppServer, provider: PaperProvider
) -> None:
    provider.delay(1.5)
    started = time.monotonic()
    assert deliver(server.webhook, {"person": ANN, "id": "1", "text": "hello"}) == 200
    assert time.monotonic() - started < 1
    assert provider.wait_until(lambda: "You: hello" in provider.texts_to(ANN))


@pytest.mark.parametrize("fault", ["status 503", "dropped", "too many", "too many in the body"])
def test_a_provider_that_fails_twice_is_asked_again(
    server: AppServer, provider: PaperProvider, fault: str
) -> None:
    if fault == "dropped":
        provider.drop(times=2)
    elif fault == "status 503":
        provider.fail(503, times=2)
    elif fault == "too many":
        provider.fail(429, times=2, headers={"Retry-After": "0.1"})
    else:
        provider.fail(429, times=2, content={"parameters": {"retry_after": 0.1}})
    deliver(server.webhook, {"person": ANN, "id": "1", "text": "hello"})
    assert provider.wait_until(lambda: "You: hello" in provider.texts_to(ANN))


def test_the_pause_that_the_provider_asks_for_is_kept(
    server: AppServer, provider: PaperProvider
) -> None:
    provider.fail(429, headers={"Retry-After": "1"})
    deliver(server.webhook, {"person": ANN, "id": "1", "text": "hello"})
    assert provider.wait_for_calls(2)
    first, second = provider.calls[:2]
    assert second.at - first.at >= 1


def test_a_pause_too_long_is_not_waited_for_and_the_next_message_is_answered(
    server: AppServer, provider: PaperProvider, caplog: pytest.LogCaptureFixture
) -> None:
    provider.fail(429, headers={"Retry-After": str(MOST_PAUSE_SECONDS + 1)})
    deliver(server.webhook, {"person": ANN, "id": "1", "text": "hello"})
    assert provider.wait_for_calls(1)
    deliver(server.webhook, {"person": ANN, "id": "2", "text": "again"})
    assert provider.wait_until(lambda: "You: again" in provider.texts_to(ANN))
    assert "A reply could not be delivered: status 429" in caplog.text


def test_a_refusal_is_not_tried_again(
    server: AppServer, provider: PaperProvider, caplog: pytest.LogCaptureFixture
) -> None:
    provider.fail(400, content={"error": f"no such person {ANN}"})
    deliver(server.webhook, {"person": ANN, "id": "1", "text": "hello"})
    assert not provider.wait_for_calls(2, seconds=0.5)
    assert "refused with status 400" in caplog.text
    assert ANN not in caplog.text


def test_what_came_in_is_answered_before_the_server_ends(provider: PaperProvider) -> None:
    channel = PaperChat.from_credentials(None)
    with AppServer(channel, answer) as server:
        provider.delay(0.5)
        deliver(server.webhook, {"person": ANN, "id": "1", "text": "hello"})
    assert "You: hello" in provider.texts_to(ANN)


def test_no_setting_is_off_and_has_no_routes(monkeypatch: pytest.MonkeyPatch) -> None:
    channel = PaperChat.from_credentials(None)
    assert isinstance(channel, OffChannel)
    assert channel.name() == "sms"
    assert not channel.blueprint(answer).routes


def test_half_a_setting_ends_the_start_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(paper.KEY_SETTING, "secret-key")
    with pytest.raises(SettingError, match="PAPER_TOKEN too, since PAPER_KEY is set") as error:
        PaperChat.from_credentials(None)
    assert "secret-key" not in str(error.value)


def test_a_wrong_credential_ends_the_start_with_a_sentence(
    provider: PaperProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(paper.TOKEN_SETTING, "mistyped")
    with pytest.raises(SettingError, match="refuses PAPER_TOKEN") as error:
        PaperChat.from_credentials(None)
    assert "mistyped" not in str(error.value)


def test_a_provider_that_cannot_be_asked_is_a_warning(
    provider: PaperProvider, caplog: pytest.LogCaptureFixture
) -> None:
    provider.fail(503)
    assert isinstance(PaperChat.from_credentials(None), PaperChat)
    assert "could not be asked whether the credential is right" in caplog.text


def test_keys_in_credentials_yml_are_refused(provider: PaperProvider) -> None:
    with pytest.raises(SettingError, match="takes no keys"):
        PaperChat.from_credentials({"auth_token": "x"})
