"""What a channel does to a typed text before anything else reads it."""

from __future__ import annotations

import re
import unicodedata
from typing import NewType

# Longest text that goes to the dialogue, in characters; the gate reads longer ones too.
MOST_CHARACTERS = 4_000

# What somebody wrote, cleaned: a type of its own, so that raw text cannot slip past the cleaning.
MessageText = NewType("MessageText", str)

_BLANK_LINES = re.compile(r"\n{3,}")
_INVISIBLE = {"Cc", "Cf", "Co", "Cs", "Cn"}
# Emoji are joined and coloured with these two, so they stay.
_KEPT = {"\n", "\u200d", "\ufe0f"}


def clean(raw: str) -> MessageText:
    """Drop control and invisible characters and a typed leading slash, keep the words.

    A leading slash would let anybody name any intent and any slot value (Rasa's
    RegexMessageHandler); only our own buttons may do so.
    """
    text = raw.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    text = "".join(
        char for char in text if char in _KEPT or unicodedata.category(char) not in _INVISIBLE
    )
    return MessageText(_BLANK_LINES.sub("\n\n", text).strip().lstrip("/ ").strip())
