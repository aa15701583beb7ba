"""How a reply looks in Telegram: plain text, and its choices as buttons under it.

Limits: https://core.telegram.org/bots/api#sendmessage (text of 1 to 4096 characters) and
https://core.telegram.org/bots/api#inlinekeyboardbutton (callback data of 1 to 64 bytes).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from bot.channels.messaging.choices import choice_id
from bot.channels.messaging.splitting import split
from bot.channels.reply import Button, Reply

# Longest text of one message, in characters of UTF-16, the strictest way to count.
MOST_CHARACTERS_OF_A_MESSAGE = 4096
# Longest title, in characters, of a button that shares its row; a longer one would be cut off on
# a small phone.
MOST_CHARACTERS_TO_SHARE_A_ROW = 12
BUTTONS_OF_A_ROW = 2


def messages_of(reply: Reply) -> Iterator[dict[str, Any]]:
    """Yield the parameters of `sendMessage` for a reply, the chat's id excepted.

    A reply is one message, so that a watched phone shows no more notices than needed. For the same
    reason it comes without a sound, and no page that it names is fetched for a preview. It may be
    copied and passed on: a person may want to keep a number or a law, and it would not keep
    anybody from reading who has the phone in their hand.
    """
    parts = split(reply.text, MOST_CHARACTERS_OF_A_MESSAGE)
    for number, part in enumerate(parts, 1):
        message: dict[str, Any] = {
            "text": part,
            "link_preview_options": {"is_disabled": True},
            "disable_notification": True,
        }
        if reply.buttons and number == len(parts):
            message["reply_markup"] = {"inline_keyboard": keyboard(reply.buttons)}
        yield message


def keyboard(buttons: Sequence[Button]) -> list[list[dict[str, str]]]:
    """Give the rows of an inline keyboard; only short titles stand side by side."""
    rows: list[list[dict[str, str]]] = []
    short_before = False
    for button in buttons:
        key = {"text": button["title"], "callback_data": choice_id(button["payload"])}
        short = len(button["title"]) <= MOST_CHARACTERS_TO_SHARE_A_ROW
        if short and short_before and len(rows[-1]) < BUTTONS_OF_A_ROW:
            rows[-1].append(key)
        else:
            rows.append([key])
        short_before = short
    return rows
