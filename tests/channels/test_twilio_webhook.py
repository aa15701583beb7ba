"""What a request of Twilio is read as, and which requests are not Twilio's."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from bot.channels.messaging.incoming import Kind
from bot.channels.twilio.carrier_words import STOP_WORDS
from bot.channels.twilio.webhook import Form, incoming, is_from_twilio

from .stand_ins.twilio import PUBLIC_ADDRESS, TOKEN, sign

ADDRESS = f"{PUBLIC_ADDRESS}/webhooks/sms/webhook"
MESSAGE = {"From": "+15550001111", "MessageSid": "SM1", "Body": "hello there", "FromCity": ""}


def form(**parameters: str) -> Form:
    return Form(urlencode({**MESSAGE, **parameters}).encode())


def kind(*, on_whatsapp: bool = False, **parameters: str) -> Kind:
    return incoming(form(**parameters), on_whatsapp=on_whatsapp).kind


def test_a_signed_request_is_twilios() -> None:
    assert is_from_twilio(TOKEN, ADDRESS, form(), sign(ADDRESS, MESSAGE, TOKEN))


@pytest.mark.parametrize("port", ["", ":443"])
def test_an_address_may_be_signed_with_and_without_its_port(port: str) -> None:
    signed = ADDRESS.replace(".example/", f".example{port}/")
    assert is_from_twilio(TOKEN, ADDRESS, form(), sign(signed, MESSAGE, TOKEN))


@pytest.mark.parametrize(
    "signature",
    [
        "",
        "nonsense",
        sign(ADDRESS, MESSAGE, "another token"),
        sign(ADDRESS, {**MESSAGE, "Body": "other words"}, TOKEN),
        sign(ADDRESS, {name: MESSAGE[name] for name in ("From", "MessageSid", "Body")}, TOKEN),
        sign(ADDRESS.replace("sms", "whatsapp"), MESSAGE, TOKEN),
    ],
)
def test_a_forged_signature_is_told(signature: str) -> None:
    assert not is_from_twilio(TOKEN, ADDRESS, form(), signature)


@pytest.mark.parametrize("body", [b"\xff\xfe", b"no form at all", b'{"a": 1}'])
def test_what_is_no_form_is_refused(body: bytes) -> None:
    with pytest.raises(ValueError, match="form"):
        Form(body)


@pytest.mark.parametrize("name", ["From", "MessageSid"])
def test_a_message_without_sender_or_id_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="without"):
        incoming(form(**{name: ""}), on_whatsapp=False)


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({}, Kind.TEXT),
        ({"Body": ""}, Kind.TEXT),
        ({"NumMedia": "1", "MediaContentType0": "image/jpeg"}, Kind.PICTURE),
        ({"NumMedia": "1", "MediaContentType0": "audio/ogg"}, Kind.VOICE),
        ({"NumMedia": "1", "MediaContentType0": "video/mp4"}, Kind.VIDEO),
        ({"NumMedia": "1", "MediaContentType0": "application/pdf"}, Kind.FILE),
        ({"NumMedia": "2", "MediaContentType0": ""}, Kind.FILE),
        ({"NumMedia": "1", "MediaContentType0": "text/vcard"}, Kind.CONTACT),
        ({"NumMedia": "1", "MediaContentType0": "image/webp"}, Kind.STICKER),
        ({"Latitude": "40.7", "Longitude": "-74.0"}, Kind.PLACE),
        ({"Body": "", "MessageType": "poll"}, Kind.OTHER),
    ],
)
def test_what_somebody_sends_is_told_apart(parameters: dict[str, str], expected: Kind) -> None:
    assert kind(**parameters) is expected


def test_a_caption_is_read() -> None:
    found = incoming(
        form(NumMedia="1", MediaContentType0="image/png", Body="he sent me this"),
        on_whatsapp=True,
    )
    assert found.text == "he sent me this"


@pytest.mark.parametrize("name", ["ButtonPayload", "ListId"])
def test_a_tap_carries_the_id_of_its_choice(name: str) -> None:
    found = incoming(form(**{name: "ABC", "Body": "Yes"}), on_whatsapp=True)
    assert (found.kind, found.choice, found.text) == (Kind.CHOICE, "ABC", "Yes")
    assert kind(**{name: "ABC", "Body": "Stop"}, on_whatsapp=True) is Kind.CHOICE


WORDS = {
    Kind.STOP: [*sorted(STOP_WORDS), "stop", "Stop"],
    Kind.START: ["START", "Unstop"],
    Kind.HELP: ["HELP", "help", "info"],
}


@pytest.mark.parametrize(
    ("word", "expected"), [(word, found) for found, words in WORDS.items() for word in words]
)
def test_a_word_of_the_carriers_counts_alone(word: str, expected: Kind) -> None:
    assert kind(Body=f" {word}\n") is expected


@pytest.mark.parametrize(
    "text",
    [
        "help me he is at the door",
        "please stop",
        "stop him",
        "I want to end it",
        "cancel that",
        "yes",
        "YES",
        "help!!!",
        "how do I start",
    ],
)
def test_a_word_among_others_is_said_to_the_bot(text: str) -> None:
    assert kind(Body=text) is Kind.TEXT


@pytest.mark.parametrize(
    ("text", "expected"),
    [("STOP", Kind.STOP), ("end", Kind.TEXT), ("help", Kind.TEXT), ("start", Kind.TEXT)],
)
def test_on_whatsapp_only_stop_is_no_word_to_the_bot(text: str, expected: Kind) -> None:
    assert kind(Body=text, on_whatsapp=True) is expected


@pytest.mark.parametrize("on_whatsapp", [True, False])
def test_what_advanced_opt_out_found_counts(on_whatsapp: bool) -> None:
    assert kind(Body="basta", OptOutType="STOP", on_whatsapp=on_whatsapp) is Kind.STOP
    assert kind(Body="ayuda", OptOutType="HELP", on_whatsapp=on_whatsapp) is Kind.HELP
