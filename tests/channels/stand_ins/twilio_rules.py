"""What Twilio's stand-in refuses, and how it shows a content: the rules of Twilio and WhatsApp.

From https://www.twilio.com/docs/content/content-api-resources and the pages beside it
(`twilio-quick-reply`, `twiliolist-picker`, `using-variables-with-content-api`), the errors of
https://www.twilio.com/docs/api/errors, and Meta's "Interactive reply buttons messages".
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_VARIABLE = re.compile(r"\{\{(\w+)\}\}")
_MENUS = {
    "twilio/quick-reply": ({"body", "actions"}, {"type", "title", "id"}),
    "twilio/list-picker": ({"body", "button", "items"}, {"item", "id", "description"}),
}


class RefusedError(Exception):
    """An answer that is an error, as Twilio writes one."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message


@dataclass(frozen=True)
class Shown:
    """A message as it is on somebody's phone; `choices` are (title, id, description)."""

    text: str
    choices: list[tuple[str, str, str]] = field(default_factory=list)
    opened_by: str = ""
    """What the button says that opens a list; empty where the choices are buttons themselves."""
    sid: str = ""
    callback: str = ""

    @property
    def titles(self) -> list[str]:
        return [title for title, _, _ in self.choices]


def text_shown(body: str) -> Shown:
    """Show a message without a content."""
    if not body.strip():
        raise RefusedError(400, 21602, "Message body is required")
    if len(body) > 1600:
        raise RefusedError(400, 21617, "The message body exceeds the 1600 character limit")
    return Shown(body)


def content_shown(content: Mapping[str, Any] | None, variables: str) -> Shown:
    """Show a content with its variables filled in, as WhatsApp takes it in a session."""
    if content is None:
        raise RefusedError(400, 21655, "The ContentSid is Invalid")
    values: dict[str, Any] = json.loads(variables)
    if any(not isinstance(one, str) or not one or "\n" in one for one in values.values()):
        raise RefusedError(400, 21656, "The ContentVariables Parameter is invalid")

    def fill(text: str) -> str:
        return _VARIABLE.sub(lambda found: values[found[1]], text)

    ((kind, menu),) = content["types"].items()
    named = "title" if kind == "twilio/quick-reply" else "item"
    try:
        choices = [
            (fill(row[named]), fill(row["id"]), fill(row.get("description", "")))
            for row in menu.get("actions") or menu["items"]
        ]
        shown = Shown(fill(menu["body"]), choices, fill(menu.get("button", "")))
    except KeyError:
        raise RefusedError(400, 21656, "A variable is not defined") from None
    for flaw in _flaws(shown, quick=kind == "twilio/quick-reply"):
        raise RefusedError(400, 63013, flaw)
    return shown


def check_content(content: Mapping[str, Any]) -> None:
    """Refuse what the Content API would refuse of a new content."""
    types = content.get("types") or {}
    variables = content.get("variables") or {}
    used = set(_VARIABLE.findall(json.dumps(types)))
    right = (
        content.get("language")
        and len(types) == 1
        and types.keys() <= _MENUS.keys()
        and used == variables.keys()
        and len(used) <= 100
        and all(len(name) <= 16 and value for name, value in variables.items())
    )
    for kind, menu in types.items():
        keys, of_rows = _MENUS.get(kind, (set(), set()))
        rows = menu.get("actions") or menu.get("items") or []
        right = right and set(menu) == keys and all(set(row) <= of_rows for row in rows)
        if kind == "twilio/quick-reply":
            right = right and all(row.get("type") == "QUICK_REPLY" for row in rows)
    if not right:
        raise RefusedError(400, 20001, "The content is malformed")


def _flaws(shown: Shown, *, quick: bool) -> list[str]:
    most, longest = (3, 20) if quick else (10, 24)
    ids = [choice for _, choice, _ in shown.choices]
    found = {
        "the body is too long": len(shown.text) > 1024,
        "too many choices, or none": not 1 <= len(ids) <= most,
        "a title is too long": any(not 1 <= len(one) <= longest for one in shown.titles),
        "an id is too long": any(not 1 <= len(one) <= 200 for one in ids),
        "a description is too long": any(len(one[2]) > 72 for one in shown.choices),
        "two choices have one id": len(set(ids)) < len(ids),
        "two buttons say the same": quick and len(set(shown.titles)) < len(ids),
        "the list's button is too long": not quick and not 1 <= len(shown.opened_by) <= 20,
    }
    return [flaw for flaw, is_so in found.items() if is_so]
