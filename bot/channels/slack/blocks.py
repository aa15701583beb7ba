"""Replies as Slack shows them: a section a bubble, and the choices as buttons below.

Source: docs.slack.dev, Block Kit, "Section block", "Actions block", "Button element"; and
"chat.postMessage" for the text that stands in for the blocks in notifications and screen readers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from bot.channels.messaging.choices import choice_id
from bot.channels.messaging.splitting import split
from bot.channels.messaging.text_menu import with_menu
from bot.channels.reply import Button, Reply
from bot.channels.slack.markup import escaped

# Characters of a section's text, as it is escaped.
MOST_SECTION_CHARACTERS = 3000
# Buttons of an actions block.
MOST_BUTTONS = 25
# Characters of a button's text.
MOST_BUTTON_CHARACTERS = 75
# Blocks of a message.
MOST_BLOCKS = 50

Block = dict[str, Any]
Message = dict[str, Any]


def messages(replies: Sequence[Reply]) -> list[Message]:
    """Give `text` and `blocks` of each message of a turn; nearly always it is one.

    Slack lets an app say about one thing a second in a place, so a turn is not cut into bubbles.
    """
    blocks = list(_blocks(replies))
    parts = [blocks[at : at + MOST_BLOCKS] for at in range(0, len(blocks), MOST_BLOCKS)]
    return [{"text": _spoken(part), "blocks": part} for part in parts]


def _blocks(replies: Sequence[Reply]) -> Iterator[Block]:
    number = 1
    for bubble in (bubble for reply in replies for bubble in reply.bubbles()):
        fits = all(len(button["title"]) <= MOST_BUTTON_CHARACTERS for button in bubble.buttons)
        text = bubble.text if fits else with_menu(bubble, number)
        if text:
            yield from (_section(part) for part in _parts(text))
        if fits:
            yield from _actions(bubble.buttons, number)
        number += len(bubble.buttons)


def _parts(text: str) -> list[str]:
    # Escaping makes a text longer, at worst five times; it has to be split before.
    longer = len(escaped(text)) - len(text)
    most = max(MOST_SECTION_CHARACTERS - longer, MOST_SECTION_CHARACTERS // 5)
    return [escaped(part) for part in split(text, most)]


def _section(text: str) -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def _actions(buttons: Sequence[Button], first_number: int) -> Iterator[Block]:
    elements = [
        {
            "type": "button",
            # Unique in a message, and nothing but a number: what was chosen stands in `value`.
            "action_id": f"choice_{number}",
            "text": {"type": "plain_text", "text": button["title"]},
            "value": choice_id(button["payload"]),
        }
        for number, button in enumerate(buttons, start=first_number)
    ]
    for at in range(0, len(elements), MOST_BUTTONS):
        yield {"type": "actions", "elements": elements[at : at + MOST_BUTTONS]}


def _spoken(blocks: Sequence[Block]) -> str:
    return "\n\n".join(block["text"]["text"] for block in blocks if block["type"] == "section")
