"""Choices written into the text, for a channel that has no buttons.

The numbers are those by which bot/nlu/choice_resolver.py knows the choices: over all replies of a
turn that Rasa gave, in order. What the channel says by itself (`kind` "notice") is unknown to it,
so its choices get no numbers, which could mean something else; they are typed as words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.channels.reply import Reply
from bot.responses.generator import fill
from bot.responses.script_index import shared_index


def as_texts(replies: Iterable[Reply]) -> Iterator[str]:
    """Yield the texts of a whole turn, one a reply; only the last one says how to reply."""
    said = [reply for reply in replies if reply.text or reply.buttons]
    numbered = [reply for reply in said if _is_numbered(reply)]
    number = 1
    for reply in said:
        yield with_menu(reply, number, how=not _is_numbered(reply) or reply is numbered[-1])
        number += len(reply.buttons) if _is_numbered(reply) else 0


def with_menu(reply: Reply, first_number: int = 1, *, how: bool = True) -> str:
    """Give the text of a reply with its choices, one a line; never a payload.

    `first_number` is the number of its first choice, where the turn offered some before; `how` adds
    the line that says how to reply.
    """
    if not reply.buttons:
        return reply.text
    titles = [button["title"] for button in reply.buttons]
    if not _is_numbered(reply):
        return _joined(reply.text, _in_words(titles))
    lines = [f"{number} {title}" for number, title in enumerate(titles, first_number)]
    if how:
        alone = len(titles) == 1 and first_number == 1
        lines.append(_scripted("utter_text_menu_how_one" if alone else "utter_text_menu_how"))
    return _joined(reply.text, "\n".join(lines))


def _is_numbered(reply: Reply) -> bool:
    return bool(reply.buttons) and reply.kind != "notice"


def _in_words(titles: list[str]) -> str:
    quoted = [f'"{title}"' for title in dict.fromkeys(titles)]
    return fill(_scripted("utter_text_menu_words"), {"choices": ", ".join(quoted)})


def _joined(text: str, menu: str) -> str:
    return f"{text}\n\n{menu}" if text else menu


def _scripted(name: str) -> str:
    return shared_index().text(name)
