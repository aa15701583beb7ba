"""What Slack delivers, in the shapes of its documentation, read into what a person said."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

import pytest

from bot.channels.messaging.incoming import Incoming, Kind
from bot.channels.slack.events import MalformedDeliveryError, read_event, read_interaction
from bot.channels.slack.markup import escaped, plain
from bot.channels.slack.place import Place
from bot.channels.slack.signature import REPLAY_SECONDS, is_signed

CHANNEL, DIRECT, USER = "C0123456789", "D0PNCRP9N", "U2147483697"
TS = "1515449522.000016"


def callback(event: dict[str, Any]) -> dict[str, Any]:
    return {
        "token": "unused",
        "team_id": "T123ABC456",
        "api_app_id": "A123ABC456",
        "event": event,
        "type": "event_callback",
        "event_id": "Ev123ABC456",
        "event_time": 1515449522,
    }


def direct(**more: Any) -> dict[str, Any]:
    event = {"type": "message", "channel": DIRECT, "user": USER, "ts": TS, "event_ts": TS}
    return callback({**event, "channel_type": "im", **more})


def mention(**more: Any) -> dict[str, Any]:
    event = {"type": "app_mention", "channel": CHANNEL, "user": USER, "ts": TS, "event_ts": TS}
    return callback({**event, "text": "<@U0LAN0Z89> what is doxxing?", **more})


def tap(channel: str = DIRECT, **more: Any) -> dict[str, Any]:
    action = {"type": "button", "action_id": "choice_1", "value": "c_1", "action_ts": TS}
    payload = {"type": "block_actions", "user": {"id": USER}, "trigger_id": "12321423423.333"}
    container = {"type": "message", "channel_id": channel, "message_ts": TS}
    payload |= {"channel": {"id": channel}, "container": container, "actions": [action]}
    return {**payload, "message": {"ts": TS, "bot_id": "B1"}, **more}


def heard(delivery: dict[str, Any]) -> Incoming:
    incoming = read_event(delivery, CHANNEL)
    assert incoming is not None
    return incoming


def test_a_direct_message() -> None:
    incoming = heard(direct(text="hello &amp; &lt;3"))
    assert (incoming.kind, incoming.text) == (Kind.TEXT, "hello & <3")
    assert incoming.message_id == "Ev123ABC456"
    assert Place.of_person(incoming.person) == Place(USER, DIRECT)


def test_a_mention_is_answered_in_a_thread_and_without_the_name() -> None:
    first = heard(mention())
    assert (first.kind, first.text) == (Kind.TEXT, "what is doxxing?")
    assert Place.of_person(first.person) == Place(USER, CHANNEL, TS)
    again = heard(mention(ts="1515449999.000001", thread_ts=TS))
    assert again.person == first.person


def test_only_the_allowed_channel_is_answered_and_only_mentions_in_it() -> None:
    assert read_event(mention(channel="C999"), CHANNEL) is None
    assert read_event(mention(), "") is None
    assert read_event(mention(channel=""), "") is None
    said = callback({"type": "message", "channel": CHANNEL, "user": USER, "text": "hi", "ts": TS})
    assert read_event(said, CHANNEL) is None


def test_being_called_by_name_alone_is_a_start() -> None:
    assert heard(mention(text="<@U0LAN0Z89>")).kind is Kind.START


def test_each_person_and_each_place_is_a_chat_of_its_own() -> None:
    deliveries = [
        direct(text="x"),
        direct(text="x", thread_ts=TS),
        direct(text="x", user="U2"),
        mention(),
        mention(ts="1515449600.000001"),
    ]
    assert len({heard(one).person for one in deliveries}) == 5


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        ({"mimetype": "image/png"}, Kind.PICTURE),
        ({"mimetype": "audio/mp4"}, Kind.VOICE),
        ({"mimetype": "video/mp4", "subtype": "slack_audio"}, Kind.VOICE),
        ({"mimetype": "video/mp4"}, Kind.VIDEO),
        ({"mimetype": "application/pdf"}, Kind.FILE),
        ({}, Kind.FILE),
        ("odd", Kind.FILE),
    ],
)
def test_files_by_their_type_with_their_caption(file: Any, kind: Kind) -> None:
    shared = heard(direct(text="We got one!", subtype="file_share", files=[file]))
    assert (shared.kind, shared.text) == (kind, "We got one!")


def test_an_edited_message_is_read_and_an_unfolded_link_is_no_edit() -> None:
    edited = {"user": USER, "text": "he found me", "ts": TS, "edited": {"user": USER, "ts": TS}}
    changed = direct(
        subtype="message_changed", message=edited, previous_message={**edited, "text": "he fond me"}
    )
    incoming = heard(changed)
    assert (incoming.kind, incoming.text) == (Kind.EDITED, "he found me")
    assert incoming.person == heard(direct(text="x")).person
    changed["event"]["previous_message"] = edited
    assert read_event(changed, CHANNEL) is None


@pytest.mark.parametrize(
    "ignored",
    [
        direct(text="ours", bot_id="B1"),
        direct(text="ours", subtype="bot_message"),
        direct(subtype="message_deleted", previous_message={"text": "x", "user": USER}),
        direct(subtype="channel_join", text="<@U1> has joined"),
        mention(bot_id="B2"),
        mention(subtype="document_mention"),
        direct(text="nobody", user=None),
        callback({"type": "reaction_added", "user": USER}),
        {"type": "app_rate_limited", "minute_rate_limited": 1518467820},
    ],
)
def test_bots_and_what_nobody_said_to_us_are_ignored(ignored: dict[str, Any]) -> None:
    assert read_event(ignored, CHANNEL) is None


def test_a_tapped_button() -> None:
    incoming = read_interaction(tap(), CHANNEL)
    assert incoming is not None
    assert (incoming.kind, incoming.choice) == (Kind.CHOICE, "c_1")
    assert incoming.person == heard(direct(text="x")).person
    assert incoming.message_id == "12321423423.333"
    in_thread = read_interaction(tap(CHANNEL, message={"thread_ts": TS}), CHANNEL)
    assert in_thread is not None
    assert in_thread.person == heard(mention()).person


def test_other_interactions_and_other_channels_are_ignored() -> None:
    assert read_interaction(tap("C999"), CHANNEL) is None
    assert read_interaction(tap(type="view_submission"), CHANNEL) is None
    assert read_interaction(tap(actions=[{"type": "overflow"}]), CHANNEL) is None
    assert read_interaction(tap(actions=["odd"]), CHANNEL) is None


@pytest.mark.parametrize("odd", [[], "x", None, {"type": "event_callback", "event": "x"}])
def test_another_shape_is_said_to_be_malformed(odd: object) -> None:
    with pytest.raises(MalformedDeliveryError):
        read_event(odd, CHANNEL)


def test_markup_both_ways() -> None:
    assert escaped("a < b & c > d") == "a &lt; b &amp; c &gt; d"
    assert plain("<@U1> see <https://a.example|a.example> or <mailto:x@y.example|x@y.example>") == (
        "see a.example or x@y.example"
    )
    assert plain("in <#C1|general>, <!here>: &amp;lt;") == "in , : &lt;"
    assert plain("<https://a.example/?a=1&amp;b=2>") == "https://a.example/?a=1&b=2"


def test_the_signature_is_of_the_raw_body_and_of_now() -> None:
    # The worked example's form: version, second and body with colons between.
    body, stamp = b"token=xyz&text=%C3%A4", "1531420618"
    digest = hmac.new(b"secret", b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    good, now = f"v0={digest}", 1531420618.0
    assert is_signed("secret", body, stamp, good, now)
    assert is_signed("secret", body, stamp, good, now + REPLAY_SECONDS)
    assert not is_signed("secret", body, stamp, good, now + REPLAY_SECONDS + 1)
    assert not is_signed("secret", body, stamp, good, now - REPLAY_SECONDS - 1)
    assert not is_signed("secret", body + b" ", stamp, good, now)
    assert not is_signed("other", body, stamp, good, now)
    assert not is_signed("secret", body, "1531420619", good, now)
    for wrong in (None, "", digest, "v1=" + digest, "v0=ä"):
        assert not is_signed("secret", body, stamp, wrong, now)
    for odd in (None, "", "nan", "-1", "１531420618", "1e9", "9" * 400):
        assert not is_signed("secret", body, odd, good, now)
