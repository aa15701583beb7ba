"""The Messenger channel against a stand-in of Meta, with a bot that says what it was told."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest

from bot.channels.messenger.rendering import messages
from bot.channels.reply import Reply
from bot.storage.settings import SettingError
from tests.channels.app_chat import APPS, Chat, World, running, starts, you
from tests.channels.stand_ins.messenger import (
    PAGE,
    PAGE_TOKEN,
    VERIFY_TOKEN,
    Messenger,
    error,
    signature,
)
from tests.channels.stand_ins.people import MessengerPerson

# What an operator sets, and a Meta that nobody is at.
SETTINGS = {**Messenger().settings, "MESSENGER_API_ADDRESS": "http://127.0.0.1:9"}


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with running(APPS["messenger"]) as world:
        yield world


@pytest.fixture
def meta(world: World) -> Messenger:
    return world.stand_in


def of(chat: Chat) -> str:
    """The id that Meta gives somebody."""
    assert isinstance(chat.person, MessengerPerson)
    return chat.person.id


def test_get_started_begins(meta: Messenger, ann: Chat) -> None:
    started = meta.event(of(ann), postback={"mid": "m_b", "title": "x", "payload": "START"})
    assert meta.deliver(started) == 200
    ann.reads([ann.first_words, you("/greet")])


def test_long_choices_stand_in_the_text_and_their_numbers_can_be_tapped(
    meta: Messenger, ann: Chat
) -> None:
    ann.begins()
    ann.writes("choose long")
    menu = "1 Yes, it is safe to talk\n2 No\n" + ann.said("utter_text_menu_how")
    ann.reads([f"{you('choose long')}\n\n{menu}"])
    assert meta.titles(of(ann)) == ["1", "2"]
    assert meta.tap("1", of(ann)) == 200
    ann.reads([you('/go{"to": "1"}')])


def test_many_choices_stand_in_the_text_alone(meta: Messenger, ann: Chat) -> None:
    ann.begins()
    ann.writes("choose many")
    assert meta.wait_until(lambda: len(meta.chats[of(ann)]) == ann.seen + 1)
    assert "15 Choice 15" in meta.read(of(ann))[-1]
    assert meta.titles(of(ann)) == []


def test_a_long_reply_is_split_within_the_limit(meta: Messenger, ann: Chat) -> None:
    ann.begins()
    ann.writes("say 2500 word")
    assert meta.wait_until(lambda: len(meta.chats[of(ann)]) == ann.seen + 2)
    first, second = meta.read(of(ann))[-2:]
    assert first.startswith("(1/2) word")
    assert (first + second).count("word") == 500


def test_all_messages_of_a_delivery_are_answered_in_order(
    world: World, meta: Messenger, ann: Chat
) -> None:
    ben = world.somebody().begins()
    ann.begins()
    texts = ["one", "two", "three", "four", "five"]
    events = [meta.message(of(ann), text=text) for text in texts]
    events.insert(2, meta.message(of(ben), text="mine"))
    assert meta.deliver(*events) == 200
    ann.reads([you(text) for text in texts])
    ben.reads([you("mine")])


def test_echoes_receipts_and_reactions_are_not_answered(meta: Messenger, ann: Chat) -> None:
    ann.begins()
    echo = meta.message(of(ann), text="ours", is_echo=True)
    receipts = [
        meta.event(of(ann), delivery={"mids": ["m"], "watermark": 1}),
        meta.event(of(ann), read={"watermark": 1}),
        meta.event(of(ann), reaction={"mid": "m", "action": "react"}),
    ]
    assert meta.deliver(echo, *receipts) == 200
    ann.writes("next")
    ann.reads([you("next")])


def test_the_code_word_ends_without_a_word_and_without_a_sign_of_typing(
    world: World, meta: Messenger, ann: Chat
) -> None:
    ann.begins()
    calls = len(meta.calls)
    ann.writes("umbrella")
    assert meta.write("Umbrella!", of(ann)) == 200
    ben = world.somebody().begins()
    asked = [call.form for call in meta.calls[calls:]]
    assert {json.loads(form["recipient"])["id"] for form in asked} == {of(ben)}
    ann.begins()


def test_a_token_that_ran_out_is_named_in_the_log_and_not_tried_again(
    world: World, meta: Messenger, ann: Chat
) -> None:
    ann.begins()
    calls = len(meta.calls)
    meta.fail(400, content=error(190, "Error validating access token: it has expired"))
    ann.writes("lost")
    assert meta.wait_until(lambda: not meta.faults_left)
    ann.writes("next")
    ann.reads([you("next")])
    assert len(meta.calls) == calls + 2
    assert "Meta's error 190" in world.bot.log
    assert "expired" not in world.bot.log


def test_somebody_who_blocked_the_page_is_no_error(
    world: World, meta: Messenger, ann: Chat
) -> None:
    ben = world.somebody()
    ann.begins()
    meta.gone.add(of(ann))
    ann.writes("are you there")
    assert meta.wait_until(lambda: meta.refusals)
    ben.begins()
    assert meta.refusals == ["This person isn't available right now."]
    meta.refusals.clear()


def test_a_bot_that_hangs_or_breaks_leaves_a_line_with_help(meta: Messenger, ann: Chat) -> None:
    ann.begins()
    trouble = ann.said("utter_technical_trouble")
    for text in ("wait", "break"):
        ann.writes(text)
        ann.reads([f'{trouble}\n\nYou can write: "Menu", "Talk about how I feel", "Leave".'])
        # The dialogue does not know these, so they have no numbers.
        assert meta.titles(of(ann)) == ["Menu", "Leave"]


def test_only_a_whole_signature_of_this_body_counts(
    world: World, meta: Messenger, ann: Chat
) -> None:
    ann.begins()
    event = meta.message(of(ann), text="forged-canary")
    assert meta.deliver(event, secret="another") == 403
    body = json.dumps({"object": "page", "entry": [{"id": PAGE, "messaging": [event]}]}).encode()
    good = signature(body)
    for wrong in ("", "sha256=", "sha1=" + good[7:], good[:-1] + ("0" if good[-1] != "0" else "1")):
        assert meta.deliver_body(body, wrong)[0] == 403
    assert meta.deliver_body(body + b" ", good)[0] == 403
    ann.writes("next")
    ann.reads([you("next")])
    assert "forged-canary" not in world.bot.log


@pytest.mark.parametrize("body", [b'{"entry": 1}', b'{"object": "page", "entry": "x"}'])
def test_another_shape_is_refused(meta: Messenger, body: bytes) -> None:
    assert meta.deliver_body(body, signature(body))[0] == 400


def test_odd_events_between_good_ones_do_no_harm(meta: Messenger, ann: Chat) -> None:
    ann.begins()
    odd: list[Any] = ["x", {}, {"sender": "x"}, {"sender": {"id": {}}}, {"message": "x"}]
    odd.append(meta.event(of(ann), message=None))
    odd.append({"sender": {"id": PAGE}, "message": {"mid": "m", "text": "ours"}})
    assert meta.deliver(*odd, meta.message(of(ann), text="good")) == 200
    ann.reads([you("good")])


@pytest.mark.parametrize(
    ("query", "status", "answer"),
    [
        (
            f"hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token={VERIFY_TOKEN}",
            200,
            "1158201444",
        ),
        ("hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=wrong", 403, ""),
        ("hub.mode=subscribe&hub.challenge=1158201444", 403, ""),
        (f"hub.challenge=1158201444&hub.verify_token={VERIFY_TOKEN}", 403, ""),
    ],
)
def test_meta_s_question_for_the_webhook(
    meta: Messenger, query: str, status: int, answer: str
) -> None:
    try:
        with urllib.request.urlopen(f"{meta.webhook}?{query}") as reply:
            found = (reply.status, reply.read().decode())
    except urllib.error.HTTPError as refused:
        found = (refused.code, refused.read().decode())
    assert found == (status, answer)


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"MESSENGER_PAGE_TOKEN": PAGE_TOKEN}, "MESSENGER_VERIFY_TOKEN and MESSENGER_APP_SECRET"),
        ({**SETTINGS, "MESSENGER_API_ADDRESS": "graph"}, "MESSENGER_API_ADDRESS"),
    ],
)
def test_a_wrong_setting_ends_the_start_with_one_sentence(
    monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], sentence: str
) -> None:
    with pytest.raises(SettingError, match=sentence) as raised:
        starts(monkeypatch, APPS["messenger"], **settings)
    assert PAGE_TOKEN not in str(raised.value)


def test_all_choices_of_a_turn_stand_under_its_last_message() -> None:
    yes, no = ({"title": title, "payload": f"/{title}"} for title in ("yes", "no"))
    turn = messages([Reply("One.", [yes]), Reply("Two.\n\nThree.", [no])])
    assert [message["text"] for message in turn] == ["One.", "Two.\n\nThree."]
    assert [reply["title"] for reply in turn[-1]["quick_replies"]] == ["yes", "no"]
    assert "quick_replies" not in turn[0]


def test_choices_of_the_same_words_are_told_apart_by_number() -> None:
    yes = [{"title": "Yes", "payload": f"/{which}"} for which in ("one", "two")]
    (message,) = messages([Reply("Well?", yes)])
    assert "1 Yes\n2 Yes" in message["text"]
    assert [reply["title"] for reply in message["quick_replies"]] == ["1", "2"]
