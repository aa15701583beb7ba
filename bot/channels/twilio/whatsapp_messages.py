"""A turn's replies as WhatsApp messages: joined where they fit, each menu tapped or numbered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.channels.messaging.splitting import split
from bot.channels.messaging.text_menu import with_menu
from bot.channels.reply import Reply
from bot.channels.twilio.content import MOST_MENU_CHARACTERS, Menu, menu

# Longest message that Twilio takes (Messages resource, `Body`).
MOST_BODY_CHARACTERS = 1_600


@dataclass(frozen=True)
class WhatsAppMessage:
    """A message: its text, with numbered choices, and the menu that shows the same, if one fits."""

    text: str
    menu: Menu | None = None


def whatsapp_messages(replies: Sequence[Reply], list_button: str) -> Iterator[WhatsAppMessage]:
    """Yield the messages of a turn, in order.

    Replies are joined, since two messages may arrive in the wrong order. Choices are numbered over
    the whole turn (bot/channels/messaging/text_menu.py), also where some of them can be tapped.
    """
    waiting, number = "", 1
    for reply in replies:
        text = f"{waiting}\n\n{reply.text}".strip() if waiting else reply.text
        if not reply.buttons:
            if len(text) > MOST_BODY_CHARACTERS:
                yield from _texts(waiting)
                text = reply.text
            waiting = text
            continue
        yield from _with_choices(replace(reply, text=text), number, list_button)
        waiting = ""
        number += len(reply.buttons) if reply.kind != "notice" else 0
    yield from _texts(waiting)


def _with_choices(reply: Reply, number: int, list_button: str) -> Iterator[WhatsAppMessage]:
    before, last = _last_paragraphs(reply.text)
    shown = menu(last, reply.buttons, list_button)
    if shown is None:
        yield from _texts(with_menu(reply, number))
        return
    yield from _texts(before)
    yield WhatsAppMessage(with_menu(replace(reply, text=last), number), shown)


def _last_paragraphs(text: str) -> tuple[str, str]:
    """Divide a text before as many of its last paragraphs as fit above a menu."""
    paragraphs = text.split("\n\n")
    for first in range(len(paragraphs)):
        last = "\n\n".join(paragraphs[first:])
        if len(last) <= MOST_MENU_CHARACTERS:
            return "\n\n".join(paragraphs[:first]), last
    return "", text


def _texts(text: str) -> Iterator[WhatsAppMessage]:
    for part in split(text, MOST_BODY_CHARACTERS):
        yield WhatsAppMessage(part)
