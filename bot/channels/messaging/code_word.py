"""The word that ends a chat at once: somebody may be looking over a shoulder."""

from __future__ import annotations

import re

from bot.channels.messaging.settings import code_word

_AROUND_WORD = re.compile(r"^[^\w]+|[^\w]+$")


def is_code_word(text: str) -> bool:
    """Whether a message is the code word and nothing else, however it is written."""
    return _AROUND_WORD.sub("", text).casefold() == code_word()
