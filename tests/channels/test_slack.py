"""The Slack channel against a stand-in of Slack, with a bot that says what it was told."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest

from bot.channels.messaging import words
from bot.channels.reply import Reply
from bot.channels.slack.blocks import messages
from bot.storage.settings import SettingError
from tests.channels.app_chat import APPS, Chat, World, running, starts
from tests.channels.stand_ins.people import SlackMember
from tests.channels.stand_ins.slack import BOT_ID, BOT_TOKEN, CHANNEL, Slack
from tests.channels.stand_ins.slack_rules import fault_in

# What an operator sets, and a Slack that nobody is at.
SETTINGS = {**Slack().settings, "SLACK_API_ADDRESS": "http://127.0.0.1:9"}


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with running(APPS["slack"]) as world:
        yield world


@pytest.fixture
def slack(world: World) -> Slack:
    return world.stand_in


def place(chat: Chat) -> tuple[str, str]:
    """A member and their direct message with the bot."""
    assert isinstance(chat.person, SlackMember)
    return chat.person.user, chat.person.direct


def test_a_direct_message_is_answered_after_the_first_words(slack: Slack, ann: Chat) -> None:
    _, direct = place(ann)
    ann.begins()
    message = slack.said(direct)[-1]
    assert message["unfurl_links"] is message["unfurl_media"] is False
    assert "thread_ts" not in message


def test_a_thread_in_a_direct_message_is_answered_there(slack: Slack, ann: Chat) -> None:
    user, direct = place(ann)
    ann.begins()
    slack.deliver(slack.message("there", user, direct, thread_ts="1515449522.000016"))
    ann.reads([f"{ann.first_words}\n\nYou: there\n\nOn we go."])
    assert slack.said(direct)[-1]["thread_ts"] == "1515449522.000016"


def test_choices_are_buttons_and_a_tap_is_taken(slack: Slack, ann: Chat) -> None:
    user, direct = place(ann)
    ann.begins()
    ann.writes("choose many")
    ann.reads(["You: choose many\n\nOn we go."])
    assert len(slack.titles(direct)) == 15
    assert slack.tap("Choice 15", direct, user) == 200
    ann.reads(['You: /go{"to": "15"}\n\nOn we go.'])


def test_a_tap_told_twice_is_taken_once(slack: Slack, ann: Chat) -> None:
    user, direct = place(ann)
    ann.begins()
    ann.writes("choose")
    ann.reads(["You: choose\n\nOn we go."])
    payload = {
        "type": "block_actions",
        "trigger_id": "1.1",
        "user": {"id": user},
        "channel": {"id": direct},
        "message": {},
        "actions": [{"type": "button", "value": "old"}],
    }
    body = urlencode({"payload": json.dumps(payload)}).encode()
    form = "application/x-www-form-urlencoded"
    for _ in range(2):
        assert slack.deliver_body(body, content_type=form)[0] == 200
    ann.reads([f"{ann.said(words.OLD_CHOICE)}\n\nYou: /menu\n\nOn we go."])


def test_a_mention_in_the_channel_is_answered_in_a_thread(slack: Slack, ann: Chat) -> None:
    mention = slack.mention("choose", "U7")
    before = len(slack.said(CHANNEL))
    assert slack.deliver(mention) == 200
    assert slack.wait_until(lambda: len(slack.said(CHANNEL)) == before + 1)
    answer = slack.said(CHANNEL)[-1]
    assert answer["text"] == f"{ann.first_words}\n\nYou: choose\n\nOn we go."
    assert answer["thread_ts"] == mention["event"]["ts"]
    assert slack.tap("No, it is not", CHANNEL, "U7") == 200
    assert slack.wait_until(lambda: len(slack.said(CHANNEL)) == before + 2)
    answer = slack.said(CHANNEL)[-1]
    assert answer["text"] == 'You: /go{"to": "2"}\n\nOn we go.'
    assert answer["thread_ts"] == mention["event"]["ts"]


def test_other_channels_and_what_does_not_name_the_bot_hear_nothing(
    slack: Slack, ann: Chat
) -> None:
    _, direct = place(ann)
    ann.begins()
    calls = len(slack.calls)
    elsewhere = slack.mention("hello", channel="C0999999999")
    talk = slack.event(
        type="message", channel=CHANNEL, channel_type="channel", user="U7", text="hi", ts="1.000001"
    )
    assert [slack.deliver(elsewhere), slack.deliver(talk)] == [200, 200]
    assert slack.tap_value("x", "C0999999999", "U7") == 200
    ann.writes("next")
    ann.reads(["You: next\n\nOn we go."])
    asked = [json.loads(call.body)["channel"] for call in slack.calls[calls:]]
    assert set(asked) == {direct}


def test_what_was_said_in_one_place_is_another_chat_than_in_the_next(
    slack: Slack, ann: Chat
) -> None:
    user, _ = place(ann)
    ann.begins()
    before = len(slack.said(CHANNEL))
    assert slack.deliver(slack.mention("hello", user)) == 200
    assert slack.wait_until(lambda: len(slack.said(CHANNEL)) == before + 1)
    assert slack.read(CHANNEL)[-1].startswith(ann.first_words)
    ann.writes("next")
    ann.reads(["You: next\n\nOn we go."])


def test_bots_and_our_own_messages_are_not_answered(slack: Slack, ann: Chat) -> None:
    user, direct = place(ann)
    ann.begins()
    ours = [
        slack.message("ours", user, direct, bot_id=BOT_ID),
        slack.message("theirs", user, direct, subtype="bot_message"),
        slack.message("", user, direct, subtype="message_deleted"),
    ]
    for event in ours:
        assert slack.deliver(event) == 200
        slack.conversations[direct].pop()
    ann.writes("next")
    ann.reads(["You: next\n\nOn we go."])


def test_what_slack_delivers_again_is_answered_once_and_not_lost(slack: Slack, ann: Chat) -> None:
    user, direct = place(ann)
    ann.begins()
    event = slack.message("once", user, direct)
    assert [slack.deliver(event), slack.deliver(event, retry=1)] == [200, 200]
    ann.reads(["You: once\n\nOn we go."])
    # The first delivery of this one got lost on its way.
    only = slack.message("late", user, direct)
    assert slack.deliver(only, retry=2) == 200
    ann.reads(["You: late\n\nOn we go."])


def test_markup_is_read_and_written_as_slack_escapes_it(ann: Chat) -> None:
    ann.begins()
    ann.writes("a &lt;b&gt; &amp; <https://a.example|a.example> <@U2>")
    ann.reads(["You: a &lt;b&gt; &amp; a.example\n\nOn we go."])


def test_leaving_takes_our_messages_back_and_says_what_stays(slack: Slack, ann: Chat) -> None:
    _, direct = place(ann)
    ann.begins()
    for number in range(8):
        ann.writes(f"word {number}")
        ann.reads([f"You: word {number}\n\nOn we go."])
    gone = f"Take care.\n\n{ann.said(words.LEFT['slack'])}"
    ann.writes("bye")
    assert slack.wait_until(lambda: slack.read(direct) == [gone])
    assert [each["text"] for each in slack.conversations[direct] if "bot_id" not in each]


def test_what_slack_keeps_on_leaving_is_no_error(slack: Slack, ann: Chat) -> None:
    _, direct = place(ann)
    ann.begins()
    ann.writes("more")
    ann.reads(["You: more\n\nOn we go."])
    kept = {"ok": False, "error": "compliance_exports_prevent_deletion"}
    slack.fail(200, content=kept)
    ann.writes("bye")
    assert slack.wait_until(lambda: ann.said(words.LEFT["slack"]) in "".join(slack.read(direct)))
    assert len(slack.read(direct)) == 2


def test_the_code_word_takes_back_what_stands_there_and_says_nothing(
    slack: Slack, ann: Chat
) -> None:
    _, direct = place(ann)
    ann.begins()
    ann.writes("umbrella")
    assert slack.wait_until(lambda: slack.read(direct) == [])
    ann.begins()


def test_a_forged_or_old_delivery_is_refused_and_nothing_is_done(
    world: World, slack: Slack, ann: Chat
) -> None:
    user, direct = place(ann)
    ann.begins()
    event = slack.message("forged-canary", user, direct)
    assert slack.deliver(event, secret="another") == 403
    assert slack.deliver(event, seconds_ago=301) == 403
    assert slack.deliver(event, seconds_ago=-302) == 403
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(slack.webhook, b"{}", headers)
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(request)
    ann.writes("next")
    ann.reads(["You: next\n\nOn we go."])
    assert "forged-canary" not in world.bot.log


def test_the_challenge_is_answered_and_only_when_it_is_signed(slack: Slack) -> None:
    asked = {"token": "unused", "challenge": "3eZbrw1aBm2rZgRNFdxV", "type": "url_verification"}
    body = json.dumps(asked).encode()
    assert slack.deliver_body(body) == (200, "3eZbrw1aBm2rZgRNFdxV")
    assert slack.deliver_body(body, secret="another") == (403, "")


EVENT_WITHOUT_ONE = b'{"type": "event_callback"}'


@pytest.mark.parametrize(
    ("body", "form"),
    [(EVENT_WITHOUT_ONE, False)]
    + [(body, True) for body in (b"", b"{", b"[]", EVENT_WITHOUT_ONE, b"\xff")],
)
def test_a_form_or_an_event_of_another_shape_is_refused(
    slack: Slack, body: bytes, form: bool
) -> None:
    kind = "application/x-www-form-urlencoded" if form else "application/json; charset=utf-8"
    assert slack.deliver_body(body, content_type=kind)[0] == 400


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"SLACK_BOT_TOKEN": BOT_TOKEN}, "SLACK_SIGNING_SECRET"),
        ({"SLACK_CHANNEL": CHANNEL}, "SLACK_CHANNEL is set, but SLACK_BOT_TOKEN and"),
        ({**SETTINGS, "SLACK_BOT_TOKEN": "xoxp-1"}, "begins with xoxb-"),
        ({**SETTINGS, "SLACK_BOT_TOKEN": "xoxb-1\n2"}, "SLACK_BOT_TOKEN"),
        ({**SETTINGS, "SLACK_CHANNEL": "#staff"}, "such as C0123456789, and not its name"),
        ({**SETTINGS, "SLACK_API_ADDRESS": "http://slack.example"}, "SLACK_API_ADDRESS"),
    ],
)
def test_a_wrong_setting_ends_the_start_with_one_sentence(
    monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], sentence: str
) -> None:
    with pytest.raises(SettingError, match=sentence) as raised:
        starts(monkeypatch, APPS["slack"], **settings)
    assert BOT_TOKEN not in str(raised.value)


def test_long_texts_and_many_choices_stay_within_the_limits() -> None:
    buttons = [{"title": f"Choice {n}", "payload": f"/go_{n}"} for n in range(60)]
    long = Reply("<&> word " * 700, buttons)
    (message,) = messages([long, Reply("And more.", buttons[:2])])
    assert fault_in({"channel": CHANNEL, **message}) == ""
    assert message["text"].count("word") == 700
    assert sum(len(block.get("elements", [])) for block in message["blocks"]) == 62
    bubbles = "\n\n".join(f"Bubble {n}." for n in range(120))
    parts = messages([Reply(bubbles)])
    assert [len(part["blocks"]) for part in parts] == [50, 50, 20]


def test_a_title_too_long_for_a_button_stands_in_the_text() -> None:
    (message,) = messages([Reply("Well?", [{"title": "long " * 20, "payload": "/x"}])])
    assert fault_in({"channel": CHANNEL, **message}) == ""
    assert "1 long long" in message["text"]
