"""What a button carries in an app: a short id, in place of the payload it stands for.

Apps allow few characters there (Telegram 64 bytes), and what a person did should not stand in it.
"""

from __future__ import annotations

import base64
import functools
import hashlib
from collections.abc import Collection

from bot.responses.script_index import shared_index

ID_CHARACTERS = 24


def choice_id(payload: str) -> str:
    """Give the id of a payload: 24 characters of `A-Z` and `2-7`, the same at every start."""
    digest = hashlib.sha256(payload.encode()).digest()
    return base64.b32encode(digest).decode("ascii")[:ID_CHARACTERS]


def payload_of(choice: str, offered: Collection[str]) -> str | None:
    """Give the payload that a tapped button stands for.

    Only a payload that was `offered` in this chat, or that stands in the scripts, can come out;
    for everything else None.
    """
    for payload in offered:
        if choice_id(payload) == choice:
            return payload
    return _in_scripts().get(choice)


@functools.lru_cache(maxsize=1)
def _in_scripts() -> dict[str, str]:
    return {choice_id(payload): payload for payload in shared_index().payloads}
