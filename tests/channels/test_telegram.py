"""Telegram: who gets in, what a person reads and can tap, and what is left when they go."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.channels.messaging.words import LEFT, said
from bot.channels.reply import scripted
from bot.launch.prepare import quiet_environment
from bot.locations import ROOT
from tests.channels.stand_ins.telegram import WEBHOOK_SECRET, Telegram
from tests.channels.stand_ins.telegram_person import Person
from tests.conftest import free_port, wait_for

TROUBLE = scripted("utter_technical_trouble").text
FIRST_WORDS = said("utter_start_telegram", "telegram").text
LAST_WORDS = said(LEFT["telegram"], "telegram").text


class Server:
    """The scripted bot behind the channel, as a process of its own."""

    def __init__(self, telegram: Telegram, folder: Path) -> None:
        self.port = free_port()
        self.hook = f"http://127.0.0.1:{self.port}/webhooks/telegram/webhook"
        self.output = folder / f"output_{self.port}.txt"
        self.process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "tests.channels.telegram_bot", str(self.port)],
            cwd=ROOT,
            env={
                **quiet_environment(),
                **telegram.settings,
            },
            stdout=self.output.open("w"),
            stderr=subprocess.STDOUT,
        )

    def wait(self) -> None:
        wait_for(f"http://127.0.0.1:{self.port}/webhooks/telegram/")

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)


@pytest.fixture(scope="module")
def telegram() -> Iterator[Telegram]:
    with Telegram() as running:
        yield running


@pytest.fixture(scope="module")
def server(telegram: Telegram, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(telegram, tmp_path_factory.mktemp("telegram"))
    try:
        server.wait()
        until(lambda: bool(telegram.commands))
        yield server
    finally:
        server.stop()


@pytest.fixture
def person(telegram: Telegram, server: Server) -> Iterator[Person]:
    yield Person(telegram, server.hook)
    telegram.clear()


@pytest.fixture
def known(person: Person) -> Person:
    """Somebody who has read the first words already."""
    person.says("hello")
    person.hears("You: hello")
    return person


def until(true: Any, seconds: float = 20.0) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.02)


# Setting up


def test_the_webhook_is_set_with_the_secret_and_only_for_what_is_read(
    telegram: Telegram, server: Server
) -> None:
    assert telegram.webhook == {
        "url": "https://chat.clinic.example/webhooks/telegram/webhook",
        "secret_token": WEBHOOK_SECRET,
        "allowed_updates": ["message", "edited_message", "callback_query", "my_chat_member"],
        "max_connections": 40,
    }


def test_the_commands_are_listed_in_private_chats(telegram: Telegram, server: Server) -> None:
    assert [one["command"] for one in telegram.commands] == [
        "start",
        "menu",
        "help",
        "leave",
        "stop",
    ]
    assert telegram.commands_scope == {"type": "all_private_chats"}


def test_nobody_else_can_set_the_webhook(server: Server) -> None:
    for path in ("set_webhook", "webhook"):
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(f"http://127.0.0.1:{server.port}/webhooks/telegram/{path}")
        assert refused.value.code in (404, 405)


def test_a_telegram_that_is_away_at_start_is_told_of_the_webhook_later(tmp_path: Path) -> None:
    with Telegram() as away:
        away.fail(502, path="getMe")
        away.fail(502, times=3, path="setWebhook")
        server = Server(away, tmp_path)
        try:
            server.wait()
            until(lambda: bool(away.commands), 60)
            assert away.webhook["secret_token"] == WEBHOOK_SECRET
        finally:
            server.stop()


# Who gets in


@pytest.mark.parametrize("body", [b"{}", b'{"update_id": "1"}'])
def test_what_is_no_update_is_refused(person: Person, body: bytes) -> None:
    assert person.post(body) == 400


@pytest.mark.parametrize(
    "content",
    [
        {"message": None},
        {"message": {}},
        {"message": {"chat": {"id": "x", "type": "private"}, "text": "hello"}},
        {"message": {"chat": {"id": 5, "type": "private"}}},
        {"callback_query": {"id": 5}},
        {"callback_query": {"id": "5"}},
        {"my_chat_member": {"chat": {"id": 5, "type": "private"}}},
        {"poll": {"id": "5"}},
        {"inline_query": {"id": "5", "query": "hello"}},
    ],
)
def test_an_update_that_asks_nothing_is_taken_and_holds_nothing_back(
    known: Person, content: dict[str, Any]
) -> None:
    update_id = next(known.telegram.update_ids)
    assert known.post({"update_id": update_id, **content}) == 200
    known.says("still here")
    assert "You: still here" in known.hears("On we go")


# A conversation


def test_the_first_words_come_once_and_first(person: Person) -> None:
    person.says("/start")
    heard = person.hears("You: /greet")
    assert heard.startswith(FIRST_WORDS)
    person.says("and now")
    assert FIRST_WORDS not in person.hears("You: and now")


def test_a_link_may_carry_a_parameter(person: Person) -> None:
    person.says("/start from-the-poster_7")
    heard = person.hears("You: /greet")
    assert "poster" not in heard


def test_a_reply_is_one_plain_silent_message(known: Person) -> None:
    (_, last) = known.bot_messages()[-2:]
    assert last.text == "You: hello\n\nOn we go."
    assert last.parameters["link_preview_options"] == {"is_disabled": True}
    assert last.parameters["disable_notification"] is True
    assert "parse_mode" not in last.parameters
    assert not last.parameters.get("protect_content")


def test_a_tap_is_answered_and_its_buttons_go(known: Person) -> None:
    known.taps("Go on")
    known.hears('You: /go{"to": "on"}')
    until(lambda: known.buttons() == ["Go on"])
    assert not known.telegram.open_queries


def test_what_a_button_carries_tells_nothing(known: Person) -> None:
    ((key,),) = known.bot_messages()[-1].keyboard
    assert key["callback_data"].isalnum()
    assert len(key["callback_data"].encode()) <= 64


def test_a_new_menu_takes_the_place_of_the_one_before(known: Person) -> None:
    known.says("something else")
    known.hears("You: something else")
    until(lambda: known.buttons() == ["Go on"])


def test_a_button_that_this_chat_was_not_shown_leads_to_the_menu(known: Person) -> None:
    known.taps_data("AAAAAAAAAAAAAAAAAAAAAAAA", known.bot_messages()[-1].message_id)
    assert scripted("utter_old_choice", channel="telegram").text in known.hears("You: /menu")


@pytest.mark.parametrize(
    ("typed", "heard"),
    [
        ("/menu", "You: /menu"),
        ("/help", "You: /help"),
        ("/help@lantern_test_bot", "You: /help"),
        ("/MENU", "You: /menu"),
        ("/restart", "You: restart"),
        ("/help me please", "You: help me please"),
        ('/go{"to": "on"}', 'You: go{"to": "on"}'),
        ("/settings", "You: settings"),
    ],
)
def test_only_our_own_commands_are_commands(known: Person, typed: str, heard: str) -> None:
    known.says(typed)
    assert known.hears(heard)


def test_two_deliveries_of_one_message_at_the_same_time_are_answered_once(known: Person) -> None:
    update = known.update("message", known.message(text="only once"))
    both = [threading.Thread(target=known.post, args=(update,)) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    known.hears("You: only once")
    assert known.hears_nothing()


def test_a_delivery_that_comes_late_is_answered_too(known: Person) -> None:
    first, second = (known.update("message", known.message(text=text)) for text in ("one", "two"))
    known.post(second)
    known.hears("You: two")
    known.post(first)
    known.hears("You: one")


# Danger


def test_danger_is_answered_before_anything_else(person: Person) -> None:
    person.says("wait I want to kill myself tonight")
    person.hears("988")
    assert "988" in person.chat.bot_said[0]
    person.hears(TROUBLE.split("\n\n")[0])


@pytest.mark.parametrize(
    "typed", ["/help he has a gun and he is outside", "/start he has a gun and he is outside"]
)
def test_danger_behind_a_command_is_heard(known: Person, typed: str) -> None:
    known.says(typed)
    known.hears("911")


def test_danger_in_a_caption_or_a_changed_message_is_heard(known: Person) -> None:
    known.sends(photo=[{"file_id": "x"}], caption="I want to kill myself tonight")
    known.hears("988")
    message_id = known.sees()[0].message_id
    known.edits(message_id, text="he has a gun and he is outside my door")
    known.hears("911")


def test_danger_in_a_rich_message_is_heard(known: Person) -> None:
    words = ["I want to ", {"type": "bold", "text": "kill myself"}, " tonight"]
    known.sends(rich_message={"blocks": [{"type": "paragraph", "text": words}]})
    known.hears("988")


# What cannot be read


FILE = {"file_id": "x", "file_unique_id": "y"}
POINT = {"latitude": 40.7, "longitude": -74.0}


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ({"animation": FILE, "document": FILE}, "picture"),
        ({"document": {**FILE, "mime_type": "image/png"}}, "picture"),
        ({"audio": {**FILE, "duration": 3}}, "voice"),
        ({"video_note": FILE}, "video"),
        ({"venue": {"location": POINT, "title": "Home"}, "location": POINT}, "place"),
        ({"dice": {"emoji": "🎲", "value": 3}}, "other"),
    ],
)
def test_what_cannot_be_read_gets_a_kind_answer_and_is_not_fetched(
    known: Person, content: dict[str, Any], kind: str
) -> None:
    known.sends(**content)
    known.hears(scripted(f"utter_cannot_read_{kind}", channel="telegram").text)
    assert not known.telegram.called("getFile")


def test_an_album_is_answered_once(known: Person) -> None:
    for _ in range(4):
        known.sends(photo=[FILE], media_group_id="77")
    known.hears(scripted("utter_cannot_read_picture", channel="telegram").text)
    assert known.hears_nothing()


def test_a_changed_message_is_not_a_new_one(known: Person) -> None:
    message_id = known.sees()[0].message_id
    known.edits(message_id, text="hello there")
    heard = known.hears(scripted("utter_cannot_read_edited", channel="telegram").text)
    assert "hello there" not in heard
    known.edits(message_id, text="hello there again")
    assert known.hears_nothing()


@pytest.mark.parametrize(
    "content",
    [
        {"pinned_message": {"message_id": 1}},
        {"message_auto_delete_timer_changed": {"message_auto_delete_time": 86400}},
    ],
)
def test_a_note_of_telegram_itself_is_not_answered(known: Person, content: dict[str, Any]) -> None:
    known.sends(**content)
    assert known.hears_nothing()


def test_a_place_that_moves_is_not_answered_again_and_again(known: Person) -> None:
    message = known.message(location={**POINT, "live_period": 600})
    known.deliver("message", message)
    known.hears(scripted("utter_cannot_read_place", channel="telegram").text)
    known.edits(message["message_id"], location={**POINT, "live_period": 600})
    assert known.hears_nothing()


# Leaving


def test_leaving_takes_the_bots_messages_away_but_for_the_last_words(known: Person) -> None:
    known.says("bye")
    known.hears(LAST_WORDS.split("\n\n")[0])
    assert [one.text for one in known.bot_messages()] == ["Take care.", LAST_WORDS]
    assert [one.text for one in known.sees() if not one.from_bot] == ["hello", "bye"]


def test_who_comes_back_after_leaving_reads_the_first_words_again(known: Person) -> None:
    known.says("bye")
    known.hears(LAST_WORDS.split("\n\n")[0])
    known.says("me again")
    assert known.hears("You: me again").startswith(FIRST_WORDS)


@pytest.mark.parametrize("typed", ["umbrella", "Umbrella!", "/stop"])
def test_the_code_word_takes_everything_away_and_says_nothing(known: Person, typed: str) -> None:
    known.says(typed)
    until(lambda: not known.bot_messages())
    assert known.hears_nothing()
    known.says("me again")
    assert FIRST_WORDS in known.hears("You: me again")


def test_who_blocks_the_bot_is_forgotten(known: Person) -> None:
    known.changes_membership("kicked")
    time.sleep(0.5)
    known.chat.blocked = False
    known.says("/start")
    assert FIRST_WORDS in known.hears("You: /greet")


def test_messages_older_than_two_days_stay_and_the_others_go(known: Person) -> None:
    first, *_ = known.bot_messages()
    first.date -= 49 * 3600
    known.says("/stop")
    until(lambda: known.bot_messages() == [first])


# Groups


@pytest.mark.parametrize("kind", ["group", "supergroup"])
def test_a_group_hears_one_line_that_tells_nothing_and_is_left(
    telegram: Telegram, server: Server, kind: str
) -> None:
    group = Person(telegram, server.hook, kind)
    group.changes_membership("member")
    group.says("what are you?")
    until(lambda: group.chat.left)
    assert group.chat.bot_said == [scripted("utter_private_only_telegram").text]


def test_a_channel_is_left_without_a_word(telegram: Telegram, server: Server) -> None:
    channel = Person(telegram, server.hook, "channel")
    channel.changes_membership("administrator")
    until(lambda: channel.chat.left)
    assert not channel.chat.bot_said


def test_danger_is_not_spoken_of_in_a_group(telegram: Telegram, server: Server) -> None:
    group = Person(telegram, server.hook, "group")
    group.says("I want to kill myself")
    until(lambda: group.chat.left)
    assert "988" not in "".join(group.chat.bot_said)


# When Telegram fails


@pytest.mark.parametrize("status", [500, 502])
def test_a_telegram_that_fails_is_tried_again(known: Person, status: int) -> None:
    known.telegram.fail(status, times=2, path="sendMessage")
    known.says("try hard")
    known.hears("You: try hard")


def test_a_pause_that_telegram_asks_for_is_kept(known: Person) -> None:
    known.telegram.ask_for_patience(1, times=1, path="sendMessage")
    known.says("slowly")
    known.hears("You: slowly")
    tries = [call.at for call in known.telegram.calls if "slowly" in call.body.decode()]
    assert len(tries) == 2
    assert tries[1] - tries[0] >= 1


@pytest.mark.parametrize("method", ["answerCallbackQuery", "editMessageReplyMarkup"])
def test_what_stands_beside_the_conversation_may_fail(known: Person, method: str) -> None:
    known.telegram.fail(400, times=5, path=method)
    known.taps("Go on")
    known.hears('You: /go{"to": "on"}')


@pytest.mark.parametrize("word", ["wait", "break", "mute"])
def test_whatever_fails_behind_the_channel_the_person_reads_something(
    known: Person, word: str
) -> None:
    known.says(word)
    known.hears(TROUBLE.split("\n\n")[0])


# What is logged


def test_no_word_no_id_and_no_secret_is_logged(known: Person, server: Server) -> None:
    known.says("break the yellow submarine")
    known.hears()
    known.says("the yellow submarine")
    known.hears("submarine")
    known.telegram.fail(400, path="sendMessage")
    known.says("a yellow submarine")
    known.taps_data("x" * 30)
    known.post(b'{"yellow submarine', WEBHOOK_SECRET)
    known.hears_nothing()
    printed = server.output.read_text()
    for secret in (
        "submarine",
        "robin_canary",
        str(known.user_id),
        WEBHOOK_SECRET,
        known.telegram.token,
    ):
        assert secret not in printed
    assert "Traceback" not in printed
