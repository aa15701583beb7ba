"""Replies as Messenger shows them: one message each, the choices as quick replies under the last.

Source: developers.facebook.com, Messenger Platform, "Quick replies" and "Send API". Quick replies
go away as soon as another message follows, so a turn's choices all stand under its last message.
A reply is not cut into bubbles: each message can light up and buzz a phone that somebody watches.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.channels.messaging.choices import choice_id
from bot.channels.messaging.splitting import split
from bot.channels.messaging.text_menu import as_texts
from bot.channels.reply import Reply

# Characters of a message's text.
MOST_TEXT_CHARACTERS = 2000
# Quick replies of one message.
MOST_QUICK_REPLIES = 13
# Characters of a quick reply's title; Messenger cuts what is longer.
MOST_QUICK_REPLY_CHARACTERS = 20

Message = dict[str, Any]


def messages(replies: Sequence[Reply]) -> list[Message]:
    """Give the `message` objects of a turn, in order.

    Where a title is too long for a quick reply, the choices stand in the text with their numbers,
    and the quick replies have the numbers; where there are too many, they only stand in the text.
    """
    buttons = [button for reply in replies for button in reply.buttons]
    titles = [button["title"] for button in buttons]
    # Two choices of the same words can only be told apart by their numbers.
    in_text = (
        len(titles) > MOST_QUICK_REPLIES
        or len(set(titles)) < len(titles)
        or any(len(title) > MOST_QUICK_REPLY_CHARACTERS for title in titles)
    )
    texts = as_texts(replies) if in_text else (reply.text for reply in replies)
    said: list[Message] = [
        {"text": part} for text in texts for part in split(text, MOST_TEXT_CHARACTERS)
    ]
    tappable = _quick_replies(replies, numbered=in_text)
    if said and 0 < len(tappable) <= MOST_QUICK_REPLIES:
        said[-1]["quick_replies"] = tappable
    return said


def _quick_replies(turn: Sequence[Reply], *, numbered: bool) -> list[dict[str, str]]:
    replies: dict[str, str] = {}
    number = 1
    for reply in turn:
        for button in reply.buttons:
            title = button["title"]
            # Those that the dialogue does not know have no numbers in the text either.
            if numbered and reply.kind != "notice":
                title, number = str(number), number + 1
            if len(title) <= MOST_QUICK_REPLY_CHARACTERS:
                replies.setdefault(title, choice_id(button["payload"]))
    return [
        {"content_type": "text", "title": title, "payload": payload}
        for title, payload in replies.items()
    ]
