"""What Meta delivers, in the shapes of its documentation, read into what a person said."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any

import pytest

from bot.channels.messaging.incoming import Incoming, Kind
from bot.channels.messenger.events import MalformedDeliveryError, read_events
from bot.channels.messenger.signature import app_secret_proof, is_signed, is_verify_token

PAGE, PERSON = "682498302938465", "7146813298640"


def delivery(*events: dict[str, Any]) -> dict[str, Any]:
    entry = {"id": PAGE, "time": 1458692752478, "messaging": list(events)}
    return {"object": "page", "entry": [entry]}


def event(**more: Any) -> dict[str, Any]:
    sender, recipient = {"id": PERSON}, {"id": PAGE}
    return {"sender": sender, "recipient": recipient, "timestamp": 1458692752478, **more}


def message(**more: Any) -> dict[str, Any]:
    return event(message={"mid": "m_1", **more})


def only(*events: dict[str, Any]) -> Incoming:
    (incoming,) = read_events(delivery(*events))
    return incoming


def attachment(kind: str, **payload: Any) -> dict[str, Any]:
    return {"type": kind, "payload": {"url": "https://cdn.example/1", **payload}}


def test_a_text() -> None:
    assert only(message(text=" /hello\u200b ")) == Incoming(PERSON, "m_1", Kind.TEXT, "hello")  # type: ignore[arg-type]


def test_a_tapped_quick_reply_is_a_choice_and_its_title_no_text_to_answer() -> None:
    tapped = only(message(text="Yes", quick_reply={"payload": "c_1"}))
    assert (tapped.kind, tapped.choice) == (Kind.CHOICE, "c_1")


@pytest.mark.parametrize(
    ("attachments", "kind"),
    [
        ([attachment("image")], Kind.PICTURE),
        ([attachment("audio")], Kind.VOICE),
        ([attachment("video")], Kind.VIDEO),
        ([attachment("reel")], Kind.VIDEO),
        ([attachment("file")], Kind.FILE),
        ([attachment("sticker", sticker_id=369239263222822)], Kind.STICKER),
        # As it was until August 2026, and both together in the weeks before.
        ([attachment("image", sticker_id=369239263222822)], Kind.STICKER),
        ([attachment("image"), attachment("sticker")], Kind.STICKER),
        ([{"type": "location", "payload": {"coordinates": {"lat": 1, "long": 2}}}], Kind.PLACE),
        ([{"type": "fallback"}], Kind.OTHER),
        ([attachment("template")], Kind.OTHER),
        ([], Kind.OTHER),
        (["odd"], Kind.OTHER),
    ],
)
def test_attachments_by_their_type(attachments: list[Any], kind: Kind) -> None:
    assert only(message(attachments=attachments)).kind is kind


def test_a_caption_is_kept_and_a_shared_link_is_text() -> None:
    with_picture = only(message(text="look at this", attachments=[attachment("image")]))
    assert (with_picture.kind, with_picture.text) == (Kind.PICTURE, "look at this")
    link = only(message(text="https://a.example", attachments=[attachment("fallback")]))
    assert (link.kind, link.text) == (Kind.TEXT, "https://a.example")


def test_get_started_starts_and_another_postback_is_a_choice() -> None:
    started = only(event(postback={"mid": "m_2", "title": "Get Started", "payload": "START"}))
    assert (started.kind, started.message_id) == (Kind.START, "m_2")
    other = only(event(postback={"title": "Menu", "payload": "OLD_MENU"}))
    assert (other.kind, other.choice, other.message_id) == (
        Kind.CHOICE,
        "OLD_MENU",
        "postback 1458692752478",
    )


def test_an_edit_is_another_message_each_time() -> None:
    edits = [event(message_edit={"mid": "m_1", "text": "new", "num_edit": n}) for n in (1, 2)]
    first, second = read_events(delivery(*edits))
    assert first.kind is Kind.EDITED
    assert first.text == "new"
    assert first.message_id != second.message_id != "m_1"


def test_all_entries_and_all_their_events_are_read_in_order() -> None:
    both = delivery(message(text="one"), message(text="two"))
    both["entry"] += delivery(message(text="three"))["entry"]
    assert [incoming.text for incoming in read_events(both)] == ["one", "two", "three"]


@pytest.mark.parametrize(
    "ignored",
    [
        message(text="ours", is_echo=True, app_id=1),
        {**message(text="ours"), "sender": {"id": PAGE}},
        event(delivery={"mids": ["m_1"], "watermark": 1458668856253}),
        event(read={"watermark": 1458668856253}),
        event(reaction={"mid": "m_1", "action": "react", "emoji": "❤"}),
        event(referral={"ref": "x", "source": "SHORTLINK", "type": "OPEN_THREAD"}),
        {"recipient": {"id": PAGE}, "message": {"mid": "m", "text": "nobody"}},
        "odd",
    ],
)
def test_what_nobody_said_to_us_is_ignored(ignored: Any) -> None:
    assert read_events(delivery(ignored, message(text="hi")))[0].text == "hi"
    assert len(read_events(delivery(ignored, message(text="hi")))) == 1


def test_what_another_app_answers_and_what_is_no_page_is_ignored() -> None:
    standby = {"object": "page", "entry": [{"id": PAGE, "standby": [message(text="hi")]}]}
    assert read_events(standby) == []
    assert read_events({**delivery(message(text="hi")), "object": "instagram"}) == []


@pytest.mark.parametrize("odd", [[], "x", None, 1, {"object": "page", "entry": "x"}])
def test_another_shape_is_said_to_be_malformed(odd: object) -> None:
    with pytest.raises(MalformedDeliveryError):
        read_events(odd)


def test_the_signature_is_of_the_raw_body() -> None:
    # As the documentation says, what is not ASCII is escaped, in lower-case hexadecimal.
    body = json.dumps({"text": "äöå"}).encode()
    good = "sha256=" + hmac.new(b"secret", body, hashlib.sha256).hexdigest()
    assert is_signed("secret", body, good)
    assert not is_signed("secret", body + b" ", good)
    assert not is_signed("other", body, good)
    sha1 = "sha1=" + hmac.new(b"secret", body, hashlib.sha1).hexdigest()
    for wrong in (None, "", "sha256=", good.upper(), sha1, "md5=ä", good + "0"):
        assert not is_signed("secret", body, wrong)


def test_the_verify_token_and_the_proof() -> None:
    assert is_verify_token("a long word", "a long word")
    assert not is_verify_token("a long word", "a long wort")
    assert not is_verify_token("a long word", None)
    expected = hmac.new(b"secret", b"token", hashlib.sha256).hexdigest()
    assert app_secret_proof("secret", "token") == expected
