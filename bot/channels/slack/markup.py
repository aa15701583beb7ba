"""Slack's message markup: ours written into it, a person's read out of it.

Source: docs.slack.dev, "Formatting message text": `&`, `<` and `>` are control characters and have
to be escaped, those three and no others; mentions and links stand in angle brackets.
"""

from __future__ import annotations

import re

_ESCAPES = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"))
# <@U123>, <@U123|name>, <!here>, <!subteam^S1|@team>, <#C123|general>: names, which nobody needs.
_MENTION = re.compile(r"<[@!#][^>]*>")
# <https://x.example|x.example>, <https://x.example>, <mailto:a@b.example|a@b.example>
_LINK = re.compile(r"<([^>|]+)(?:\|([^>]*))?>")


def escaped(text: str) -> str:
    """Write a plain text so that Slack shows it as it is."""
    for character, entity in _ESCAPES:
        text = text.replace(character, entity)
    return text


def plain(text: str) -> str:
    """Give what somebody wrote without mentions, links as they show, and nothing escaped."""
    text = _MENTION.sub(" ", text)
    text = _LINK.sub(lambda link: link[2] or link[1], text)
    for character, entity in reversed(_ESCAPES):
        text = text.replace(entity, character)
    return re.sub(r"[ \t]{2,}", " ", text).strip()
