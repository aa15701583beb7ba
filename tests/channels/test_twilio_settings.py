"""What an operator may set for SMS and WhatsApp, and what one reads who set it wrongly."""

from __future__ import annotations

import pytest
from rasa.core.channels.twilio import TwilioInput
from rasa.shared.exceptions import RasaException

from bot.channels.messaging.input_channel import OffChannel
from bot.channels.twilio.sms import SmsChat
from bot.channels.twilio.whatsapp import WhatsAppChat
from bot.storage.settings import SettingError

from .stand_ins.twilio import ACCOUNT, SERVICE, TOKEN, Twilio
from .twilio_server import environment

OURS = [name for name in environment("") if name.startswith(("TWILIO_", "LANTERN_PUBLIC"))]


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Everything set rightly, with a Twilio that nobody reaches."""
    right = environment("http://127.0.0.1:9")
    for name in OURS:
        monkeypatch.setenv(name, right[name])
    return monkeypatch


@pytest.mark.parametrize("channel", [SmsChat, WhatsAppChat])
def test_without_settings_a_channel_is_off_and_has_no_routes(
    settings: pytest.MonkeyPatch, channel: type[SmsChat]
) -> None:
    for name in OURS:
        settings.delenv(name)
    off = channel.from_credentials(None)
    assert isinstance(off, OffChannel)
    assert off.name() == channel.name()
    assert not off.blueprint(lambda _: None).routes


def test_each_channel_is_on_by_its_own_number(settings: pytest.MonkeyPatch) -> None:
    settings.delenv("TWILIO_SMS_NUMBER")
    assert SmsChat.from_environment() is None
    assert WhatsAppChat.from_environment() is not None


def test_rasas_conventions_hold(settings: pytest.MonkeyPatch) -> None:
    channel = SmsChat.from_environment()
    assert isinstance(channel, TwilioInput)
    assert channel.name() == "sms"
    assert channel.get_output_channel() is None
    assert TOKEN not in repr(channel.settings)


@pytest.mark.parametrize(
    ("number", "sender"),
    [
        ("+15550006000", {"From": "+15550006000"}),
        ("12345", {"From": "12345"}),
        (SERVICE, {"MessagingServiceSid": SERVICE}),
    ],
)
def test_a_text_comes_from_a_number_or_a_service(
    settings: pytest.MonkeyPatch, number: str, sender: dict[str, str]
) -> None:
    settings.setenv("TWILIO_SMS_NUMBER", number)
    channel = SmsChat.from_environment()
    assert channel is not None
    assert channel.settings.sender == sender


@pytest.mark.parametrize("number", ["+15550007000", "whatsapp:+15550007000"])
def test_a_whatsapp_number_may_be_written_either_way(
    settings: pytest.MonkeyPatch, number: str
) -> None:
    settings.setenv("TWILIO_WHATSAPP_NUMBER", number)
    channel = WhatsAppChat.from_environment()
    assert channel is not None
    assert channel.settings.sender == {"From": "whatsapp:+15550007000"}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"TWILIO_AUTH_TOKEN": ""}, "SMS needs TWILIO_AUTH_TOKEN too"),
        ({"TWILIO_ACCOUNT_SID": "", "TWILIO_AUTH_TOKEN": ""}, "TWILIO_ACCOUNT_SID"),
        ({"TWILIO_SMS_NUMBER": "", "TWILIO_WHATSAPP_NUMBER": ""}, "neither TWILIO_SMS_NUMBER"),
        ({"TWILIO_SMS_NUMBER": "555-0006000"}, "TWILIO_SMS_NUMBER has to be the number"),
        ({"TWILIO_ACCOUNT_SID": "ACnonsense"}, "TWILIO_ACCOUNT_SID is no SID"),
        ({"LANTERN_PUBLIC_ADDRESS": ""}, "LANTERN_PUBLIC_ADDRESS is not set"),
        ({"LANTERN_PUBLIC_ADDRESS": "http://chat.clinic.example"}, "LANTERN_PUBLIC_ADDRESS"),
        ({"TWILIO_API_ADDRESS": "http://elsewhere.example"}, "TWILIO_API_ADDRESS"),
    ],
)
def test_a_wrong_setting_is_one_sentence(
    settings: pytest.MonkeyPatch, changes: dict[str, str], said: str
) -> None:
    for name, value in changes.items():
        settings.setenv(name, value)
    with pytest.raises(RasaException) as caught:
        SmsChat.from_credentials(None)
    assert said in str(caught.value)
    assert TOKEN not in str(caught.value)
    assert str(caught.value).count(". ") == 0


def test_a_wrong_whatsapp_number_is_one_sentence(settings: pytest.MonkeyPatch) -> None:
    settings.setenv("TWILIO_WHATSAPP_NUMBER", "12345")
    with pytest.raises(SettingError, match="TWILIO_WHATSAPP_NUMBER has to be"):
        WhatsAppChat.from_environment()


def test_twilio_is_asked_whether_the_token_is_right(settings: pytest.MonkeyPatch) -> None:
    with Twilio() as provider:
        settings.setenv("TWILIO_API_ADDRESS", provider.address)
        assert isinstance(SmsChat.from_credentials(None), SmsChat)
        assert [call.path for call in provider.calls] == [f"/2010-04-01/Accounts/{ACCOUNT}.json"]
        settings.setenv("TWILIO_AUTH_TOKEN", "another token of the tests")
        with pytest.raises(SettingError, match="refuses TWILIO_ACCOUNT_SID with TWILIO_AUTH_TOKEN"):
            SmsChat.from_credentials(None)


def test_an_account_that_is_not_active_ends_the_start(settings: pytest.MonkeyPatch) -> None:
    with Twilio() as provider:
        settings.setenv("TWILIO_API_ADDRESS", provider.address)
        provider.account_status = "suspended"
        with pytest.raises(SettingError, match="not active"):
            WhatsAppChat.from_credentials(None)


def test_a_twilio_that_does_not_answer_is_a_warning(
    settings: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    assert isinstance(SmsChat.from_credentials(None), SmsChat)
    assert "SMS: the provider could not be asked" in caplog.text
