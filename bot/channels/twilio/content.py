"""WhatsApp's buttons and lists as contents of Twilio: which one a menu fits, and what fills it in.

A content stays in the operator's account, so there is nothing in it but places to be filled in:
every line, title and id is a variable that is sent with the message. Contents then differ only by
their shape, and each shape is made once.

Limits, from Twilio's documentation (https://www.twilio.com/docs/content/): `twilio-quick-reply`
(three buttons in a session, text of 1,024 characters), `twiliolist-picker` (ten items; title of 24,
id of 200, description of 72), `using-variables-with-content-api` (100 variables, names of 16
characters; error 21656: none empty). A button's 20 characters are WhatsApp's: Meta's "Interactive
reply buttons messages". That a variable holds no line break is WhatsApp's rule for templates.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.channels.messaging.choices import choice_id
from bot.channels.reply import Button

MOST_MENU_CHARACTERS = 1_024
MOST_QUICK_REPLIES = 3
MOST_QUICK_REPLY_CHARACTERS = 20
MOST_LIST_ITEMS = 10
MOST_LIST_ITEM_CHARACTERS = 24
MOST_DESCRIPTION_CHARACTERS = 72
# Ten items take at most 30 of the 100 variables, and the list's own button one.
MOST_MENU_LINES = 60

_CUT_OFF = "…"


@dataclass(frozen=True)
class Shape:
    """A content to be made once; `definition` is what the Content API takes."""

    name: str
    definition: dict[str, Any]


@dataclass(frozen=True)
class Menu:
    """A message with buttons or a list: its shape, and what fills the shape in."""

    shape: Shape
    variables: dict[str, str]


def menu(text: str, buttons: Sequence[Button], list_button: str) -> Menu | None:
    """Give the menu that shows a text and its choices; None where WhatsApp has none that fits.

    `list_button` is what the button says that opens a list (at most 20 characters).
    """
    lines = [" ".join(line.split()) for line in text.strip().splitlines()]
    ids = [choice_id(button["payload"]) for button in buttons]
    titles = [button["title"] for button in buttons]
    if not any(lines) or len(lines) > MOST_MENU_LINES or len(text) > MOST_MENU_CHARACTERS:
        return None
    if len(set(ids)) < len(ids) or len(set(titles)) < len(titles) or not all(titles):
        return None
    short = all(len(title) <= MOST_QUICK_REPLY_CHARACTERS for title in titles)
    if short and 1 <= len(titles) <= MOST_QUICK_REPLIES:
        return _quick_replies(lines, titles, ids)
    if 1 <= len(titles) <= MOST_LIST_ITEMS:
        return _list_picker(lines, titles, ids, list_button)
    return None


def shortened(title: str, most: int = MOST_LIST_ITEM_CHARACTERS) -> str:
    """Shorten a title at the end of a word; one that fits stays as it is."""
    if len(title) <= most:
        return title
    begun = title[: most - len(_CUT_OFF) + 1]
    words = begun.rpartition(" ")[0].rstrip(" ,;:-") or begun[: most - len(_CUT_OFF)]
    return words + _CUT_OFF


def _quick_replies(lines: list[str], titles: list[str], ids: list[str]) -> Menu:
    body, variables = _body(lines)
    actions = []
    for number, (title, choice) in enumerate(zip(titles, ids, strict=True), 1):
        actions.append(
            {"type": "QUICK_REPLY", "title": f"{{{{t{number}}}}}", "id": f"{{{{i{number}}}}}"}
        )
        variables |= {f"t{number}": title, f"i{number}": choice}
    return _menu("twilio/quick-reply", {"body": body, "actions": actions}, variables)


def _list_picker(
    lines: list[str], titles: list[str], ids: list[str], list_button: str
) -> Menu | None:
    body, variables = _body(lines)
    variables["button"] = list_button
    items = []
    for number, (title, choice) in enumerate(zip(titles, ids, strict=True), 1):
        item = {"item": f"{{{{t{number}}}}}", "id": f"{{{{i{number}}}}}"}
        variables |= {f"t{number}": shortened(title), f"i{number}": choice}
        if len(title) > MOST_LIST_ITEM_CHARACTERS:
            item["description"] = f"{{{{d{number}}}}}"
            variables[f"d{number}"] = title
        if len(title) > MOST_DESCRIPTION_CHARACTERS:
            return None  # nowhere could the whole title be read
        items.append(item)
    content = {"body": body, "button": "{{button}}", "items": items}
    return _menu("twilio/list-picker", content, variables)


def _body(lines: list[str]) -> tuple[str, dict[str, str]]:
    """Write a text as its line breaks, with a variable for each line."""
    written, variables = [], {}
    for number, line in enumerate(lines, 1):
        written.append(f"{{{{l{number}}}}}" if line else "")
        if line:
            variables[f"l{number}"] = line
    return "\n".join(written), variables


def _menu(kind: str, content: dict[str, Any], variables: dict[str, str]) -> Menu:
    # What a variable is by default is only seen in the operator's account.
    definition = {
        "language": "en",
        "variables": {name: name for name in sorted(variables)},
        "types": {kind: content},
    }
    mark = hashlib.sha256(json.dumps(definition, sort_keys=True).encode()).hexdigest()[:16]
    name = f"lantern {kind.removeprefix('twilio/')} {mark}"
    return Menu(Shape(name, {"friendly_name": name, **definition}), variables)
