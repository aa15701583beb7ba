"""Telegram's limits, what an operator may set, and which menu stands open."""

from __future__ import annotations

import pytest

from bot.channels.messaging.delivery import RefusedError
from bot.channels.messaging.provider_client import ProviderClient
from bot.channels.reply import Reply
from bot.channels.telegram import open_menus
from bot.channels.telegram.api import TelegramApi
from bot.channels.telegram.commands import commands
from bot.channels.telegram.open_menus import OpenMenus
from bot.channels.telegram.rendering import keyboard, messages_of
from bot.channels.telegram.settings import telegram_settings
from bot.channels.telegram.telegram_chat import TelegramChat
from bot.responses.script_index import shared_index
from bot.storage.settings import SettingError
from tests.channels.stand_ins.telegram import Chat, Message, Telegram

TOKEN = "123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11"
RIGHT = {
    "TELEGRAM_TOKEN": TOKEN,
    "TELEGRAM_WEBHOOK_SECRET": "a-secret-of-the-tests_0123456789",
    "LANTERN_PUBLIC_ADDRESS": "https://chat.clinic.example",
}


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def titles(*names: str) -> list[list[str]]:
    buttons = [{"title": name, "payload": f"/{name}"} for name in names]
    return [[key["text"] for key in row] for row in keyboard(buttons)]


# How it looks


def test_only_short_titles_share_a_row() -> None:
    assert titles("Yes", "No", "Not sure") == [["Yes", "No"], ["Not sure"]]
    assert titles("Yes, it is safe", "No", "Leave") == [["Yes, it is safe"], ["No", "Leave"]]
    assert titles("Tell what is happening", "Menu") == [["Tell what is happening"], ["Menu"]]


def test_every_button_of_the_scripts_fits() -> None:
    buttons = [{"title": "x", "payload": payload} for payload in shared_index().payloads]
    data = [key["callback_data"] for row in keyboard(buttons) for key in row]
    assert all(1 <= len(one.encode()) <= 64 for one in data)
    assert len(set(data)) == len(data)


def test_the_buttons_stand_under_the_last_part_of_a_long_text() -> None:
    reply = Reply("word " * 2_000, [{"title": "Menu", "payload": "/menu"}])
    first, *_, last = messages_of(reply)
    assert "reply_markup" not in first
    assert last["reply_markup"]["inline_keyboard"][0][0]["text"] == "Menu"


def test_a_long_text_is_cut_within_the_limit_and_nothing_of_it_is_lost() -> None:
    text = "word é😀 " * 2_000
    parts = [message["text"] for message in messages_of(Reply(text))]
    assert all(0 < units(part) <= 4096 for part in parts)
    said = "".join(part.removeprefix(f"({n}/{len(parts)})") for n, part in enumerate(parts, 1))
    assert "".join(said.split()) == "".join(text.split())


def test_the_commands_are_as_telegram_takes_them() -> None:
    assert all(one["command"].isalpha() and one["command"].islower() for one in commands())
    assert all(1 <= len(one["description"]) <= 256 for one in commands())


# What an operator sets


@pytest.fixture
def right(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name, value in RIGHT.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def test_without_settings_telegram_is_off_and_nothing_listens() -> None:
    assert telegram_settings() is None
    channel = TelegramChat.from_credentials(None)
    assert channel.name() == "telegram"
    assert not channel.blueprint(None)._future_routes


def test_the_webhook_stands_below_the_public_address(right: pytest.MonkeyPatch) -> None:
    right.setenv("LANTERN_PUBLIC_ADDRESS", "https://clinic.example:8443/chat/")
    settings = telegram_settings()
    assert settings
    assert settings.webhook == "https://clinic.example:8443/chat/webhooks/telegram/webhook"
    assert settings.api == "https://api.telegram.org"


@pytest.mark.parametrize("name", ["TELEGRAM_TOKEN", "TELEGRAM_WEBHOOK_SECRET"])
def test_one_setting_without_the_other_is_a_sentence(right: pytest.MonkeyPatch, name: str) -> None:
    right.delenv(name)
    with pytest.raises(SettingError, match=f"Telegram needs {name} too"):
        telegram_settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TELEGRAM_TOKEN", "lantern_bot"),
        ("TELEGRAM_TOKEN", f"bot{TOKEN}"),
        ("TELEGRAM_TOKEN", f"{TOKEN}/getMe"),
        ("TELEGRAM_WEBHOOK_SECRET", "short"),
        ("TELEGRAM_WEBHOOK_SECRET", "with a blank in it, and a comma"),
        ("TELEGRAM_WEBHOOK_SECRET", "x" * 257),
        ("LANTERN_PUBLIC_ADDRESS", ""),
        ("LANTERN_PUBLIC_ADDRESS", "http://127.0.0.1:5005"),
        ("LANTERN_PUBLIC_ADDRESS", "https://clinic.example:5005"),
        ("TELEGRAM_API_ADDRESS", "http://api.example"),
    ],
)
def test_a_wrong_setting_is_one_sentence_that_names_it_and_not_its_value(
    right: pytest.MonkeyPatch, name: str, value: str
) -> None:
    right.setenv(name, value)
    with pytest.raises(SettingError, match=name) as error:
        telegram_settings()
    assert "\n" not in str(error.value)
    assert not value or value not in str(error.value)


def test_the_settings_do_not_show_themselves(right: pytest.MonkeyPatch) -> None:
    assert TOKEN not in repr(telegram_settings())


# Which menu stands open


def test_a_menu_takes_the_place_of_the_one_before() -> None:
    menus = OpenMenus(60)
    assert list(menus.replace("1", [5, 6])) == []
    assert list(menus.replace("2", [7])) == []
    assert list(menus.replace("1", [8])) == [5, 6]
    assert list(menus.close("1")) == [8]
    assert list(menus.close("1")) == []


def test_a_message_that_was_tapped_is_not_emptied_twice() -> None:
    menus = OpenMenus(60)
    menus.replace("1", [5, 6])
    menus.tapped("1", 5)
    menus.tapped("1", 99)
    menus.tapped("2", 5)
    assert list(menus.replace("1", [7])) == [6]


def test_old_menus_are_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(open_menus, "MOST_MENUS", 3)
    menus = OpenMenus(60)
    for person in "12345":
        menus.replace(person, [int(person)])
    assert [list(menus.close(person)) for person in "12345"] == [[], [], [3], [4], [5]]
    quiet = OpenMenus(0)
    quiet.replace("1", [1])
    quiet.replace("2", [2])
    assert list(quiet.close("1")) == []


def test_no_chat_id_is_kept_with_a_menu() -> None:
    menus = OpenMenus(60)
    menus.replace("5550100123", [1])
    assert "5550100123" not in str(vars(menus))


# The API


async def test_many_messages_are_deleted_a_hundred_at_a_time() -> None:
    with Telegram() as telegram:
        chat = telegram.chats[7] = Chat(7)
        chat.messages = {number: Message(number, "x", True) for number in range(1, 251)}
        client = ProviderClient()
        await TelegramApi(telegram.address, telegram.token, client).delete_messages(
            7, range(1, 251)
        )
        await client.close()
        assert not chat.messages
        assert [len(one["message_ids"]) for one in telegram.called("deleteMessages")] == [
            100,
            100,
            50,
        ]


async def test_a_hundred_that_cannot_be_deleted_do_not_keep_the_others() -> None:
    with Telegram() as telegram:
        chat = telegram.chats[7] = Chat(7)
        chat.messages = {number: Message(number, "x", True) for number in range(1, 151)}
        telegram.fail(400, path="deleteMessages")
        client = ProviderClient()
        with pytest.raises(RefusedError):
            await TelegramApi(telegram.address, telegram.token, client).delete_messages(
                7, range(1, 151)
            )
        await client.close()
        assert len(chat.messages) == 100
