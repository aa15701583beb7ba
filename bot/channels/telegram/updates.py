"""Reads what Telegram delivers: one `Update` at a time, as the Bot API documents it.

Source of every field: https://core.telegram.org/bots/api#update and the objects it links to.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.channels.message_text import clean
from bot.channels.messaging.choices import choice_id
from bot.channels.messaging.incoming import Incoming, Kind

logger = logging.getLogger(__name__)

# The kinds of update that we ask Telegram for; all others are not sent to us.
KINDS_OF_UPDATE = ("message", "edited_message", "callback_query", "my_chat_member")

# Fields of a message that carry something which cannot be read here, the more telling first: a
# venue carries a `location` too, an animation a `document`, a live photo a `photo`.
_MEDIA = {
    "photo": Kind.PICTURE,
    "animation": Kind.PICTURE,
    "paid_media": Kind.PICTURE,
    "story": Kind.PICTURE,
    "voice": Kind.VOICE,
    "audio": Kind.VOICE,
    "video_note": Kind.VIDEO,
    "video": Kind.VIDEO,
    "sticker": Kind.STICKER,
    "venue": Kind.PLACE,
    "location": Kind.PLACE,
    "contact": Kind.CONTACT,
    "document": Kind.FILE,
    "dice": Kind.OTHER,
    "poll": Kind.OTHER,
    "checklist": Kind.OTHER,
    "game": Kind.OTHER,
    "invoice": Kind.OTHER,
    "web_app_data": Kind.OTHER,
    "rich_message": Kind.OTHER,
}
_FILE_KINDS = {"image": Kind.PICTURE, "video": Kind.VIDEO, "audio": Kind.VOICE}

# A command of ours that leads where a button leads (data/scripts/conversation/getting_around.yml).
_COMMAND_PAYLOADS = {"menu": "/menu", "leave": "/leave"}
_COMMAND_KINDS = {"help": Kind.HELP, "stop": Kind.STOP}
# `/start` may carry what stood in the link that led here, of these characters
# (https://core.telegram.org/bots/features#deep-linking). It says nothing to us.
_COMMAND = re.compile(r"/(?P<name>[a-z]+)(?:@\w+)?(?P<link> [\w-]{1,64})?", re.IGNORECASE)


class MalformedUpdateError(ValueError):
    """What was delivered is no update of Telegram's."""


class _UnreadableError(ValueError):
    """An update has a part that is not as it is documented."""


@dataclass(frozen=True)
class Tap:
    """A button was tapped: the query that waits for an answer, and the message it stood under."""

    query_id: str
    message_id: int = 0


@dataclass(frozen=True)
class Update:
    """What one update asks of us; nothing when all fields are empty."""

    incoming: Incoming | None = None
    tap: Tap | None = None
    public_chat: int = 0
    """A group or a channel that the bot stands in and has to leave."""
    can_speak: bool = False
    """Whether a line may be said there before: in a channel it would be a post to everybody."""


def read_update(body: Any) -> Update:
    """Read the JSON of one delivery.

    An update with a part that is not as documented asks nothing of us: if it were refused, Telegram
    would deliver it again and again, and hold back what the person writes after it.

    Raises:
        MalformedUpdateError: it is no update.
    """
    if not isinstance(body, dict) or not isinstance(body.get("update_id"), int):
        raise MalformedUpdateError
    try:
        return _read(str(body["update_id"]), body)
    except (_UnreadableError, RecursionError):
        logger.warning("An update of Telegram's is not as it is documented.")
        return Update()


def _read(update_id: str, body: dict[str, Any]) -> Update:
    if "callback_query" in body:
        return _tap(update_id, _object(body, "callback_query"))
    if "my_chat_member" in body:
        return _membership(update_id, _object(body, "my_chat_member"))
    for field, edited in (("message", False), ("edited_message", True)):
        if field in body:
            return _message(update_id, _object(body, field), edited)
    return Update()


def _message(update_id: str, message: dict[str, Any], edited: bool) -> Update:
    chat = _object(message, "chat")
    if chat.get("type") != "private":
        return _public(chat)
    person = str(_number(chat, "id"))
    kind, words = _content(message)
    if kind is None:
        return Update()
    if edited:
        # A live location is "edited" every few seconds; only words can say something new.
        changed = Incoming(person, update_id, Kind.EDITED, clean(words))
        return Update(changed if words else None)
    if kind is Kind.TEXT:
        return Update(_text(person, update_id, words))
    return Update(Incoming(person, update_id, kind, clean(words)))


def _text(person: str, update_id: str, words: str) -> Incoming:
    """Read a typed text; a command of ours is one only when nothing else is said with it."""
    command = _COMMAND.fullmatch(words.strip())
    name = command["name"].lower() if command else ""
    if command and name == "start":
        return Incoming(person, update_id, Kind.START)
    if command and not command["link"]:
        if name in _COMMAND_KINDS:
            return Incoming(person, update_id, _COMMAND_KINDS[name])
        if name in _COMMAND_PAYLOADS:
            choice = choice_id(_COMMAND_PAYLOADS[name])
            return Incoming(person, update_id, Kind.CHOICE, choice=choice)
    return Incoming(person, update_id, Kind.TEXT, clean(words))


def _tap(update_id: str, query: dict[str, Any]) -> Update:
    query_id = query.get("id")
    if not isinstance(query_id, str):
        raise _UnreadableError("a callback query without an id")
    message = query.get("message")
    data = query.get("data")
    if not isinstance(message, dict) or not isinstance(data, str):
        return Update(tap=Tap(query_id))
    chat = _object(message, "chat")
    if chat.get("type") != "private":
        public = _public(chat)
        return Update(None, Tap(query_id), public.public_chat, public.can_speak)
    incoming = Incoming(str(_number(chat, "id")), update_id, Kind.CHOICE, choice=data)
    return Update(incoming, Tap(query_id, _number(message, "message_id")))


def _membership(update_id: str, change: dict[str, Any]) -> Update:
    """Read that the bot was put into a chat, or blocked by a person, who is then done with us."""
    chat, status = _object(change, "chat"), _object(change, "new_chat_member").get("status")
    if chat.get("type") == "private":
        gone = status == "kicked"
        return Update(Incoming(str(_number(chat, "id")), update_id, Kind.STOP) if gone else None)
    return _public(chat) if status in ("member", "administrator", "restricted") else Update()


def _public(chat: dict[str, Any]) -> Update:
    can_speak = chat.get("type") in ("group", "supergroup")
    return Update(public_chat=_number(chat, "id"), can_speak=can_speak)


def _content(message: dict[str, Any]) -> tuple[Kind | None, str]:
    """Give the kind of a message and its words; None for a note of Telegram's own.

    Such a note says that a message was pinned, or that messages will delete themselves.
    """
    text = message.get("text")
    if isinstance(text, str):
        return Kind.TEXT, text
    field = next((name for name in _MEDIA if name in message), None)
    if field is None:
        return None, ""
    if field == "rich_message":
        words = " ".join(_rich_words(message[field]))
        return (Kind.TEXT if words else Kind.OTHER), words
    kind = _MEDIA[field]
    if field == "document" and isinstance(message[field], dict):
        kind = _FILE_KINDS.get(str(message[field].get("mime_type")).partition("/")[0], kind)
    caption = message.get("caption")
    return kind, caption if isinstance(caption, str) else ""


def _rich_words(part: Any) -> Iterator[str]:
    """Yield the words of a rich message: blocks in blocks, down to plain strings.

    Source: https://core.telegram.org/bots/api#richmessage
    """
    if isinstance(part, str):
        yield part
    elif isinstance(part, list):
        for one in part:
            yield from _rich_words(one)
    elif isinstance(part, dict):
        for field in ("summary", "text", "blocks", "items", "cells", "caption"):
            yield from _rich_words(part.get(field))


def _object(holder: dict[str, Any], field: str) -> dict[str, Any]:
    value = holder.get(field)
    if not isinstance(value, dict):
        raise _UnreadableError(f"{field} is no object")
    return value


def _number(holder: dict[str, Any], field: str) -> int:
    value = holder.get(field)
    if not isinstance(value, int) or isinstance(value, bool):
        raise _UnreadableError(f"{field} is no whole number")
    return value
