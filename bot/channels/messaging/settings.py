"""What an operator sets about messaging apps: which are on, where we and their providers are.

A channel's settings are environment variables, or files that these name. None of them set: the
channel is off. Some but not all, or a wrong one: the start ends with one sentence.
"""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

import yaml

from actions.secret_settings import LEAST_WEBHOOK_CHARACTERS
from bot.locations import MESSAGING_WORDS
from bot.storage.settings import SettingError, secret

PUBLIC_ADDRESS_SETTING = "LANTERN_PUBLIC_ADDRESS"
CODE_WORD_SETTING = "LANTERN_CODE_WORD"

_CODE_WORD = re.compile(r"[^\W\d_]{4,20}")
_LOCAL_HOSTS = ("127.0.0.1", "localhost")


def channel_settings(
    channel: str, needed: Sequence[str], proofs: Sequence[str] = ()
) -> dict[str, str] | None:
    """Give the values of the variables that a channel needs; None when it is off.

    `channel` is its name as an operator reads it, such as `SMS`. `proofs` are those of them that
    show that a request comes from the provider: who can guess one can write in anybody's name.

    Raises:
        SettingError: some are set and others are not, a file of one cannot be read, or a proof
            could be guessed.
    """
    values = {name: secret(name) for name in needed}
    missing = [name for name, value in values.items() if not value]
    if len(missing) == len(needed):
        return None
    if missing:
        present = [name for name in needed if name not in missing]
        raise SettingError(
            f"{channel} needs {_listed(missing)} too, since {_listed(present)} "
            f"{'is' if len(present) == 1 else 'are'} set; set all of them, or none to leave "
            f"{channel} off."
        )
    for name in proofs:
        secret(name, LEAST_WEBHOOK_CHARACTERS)
    return values


def public_address(channel: str) -> str:
    """Give the address under which a channel's provider reaches us, without a slash at its end.

    Raises:
        SettingError: it is not set, or no such address.
    """
    value = os.environ.get(PUBLIC_ADDRESS_SETTING, "").strip()
    if not value:
        raise SettingError(
            f"{channel} is on, and {PUBLIC_ADDRESS_SETTING} is not set: it is the address under "
            f"which this server is reached from outside, such as https://chat.clinic.example."
        )
    return _checked_address(PUBLIC_ADDRESS_SETTING, value)


def api_address(setting: str, usual: str) -> str:
    """Give the address of a provider's API, without a slash at its end; `usual` unless it is set.

    Raises:
        SettingError: what is set is no https address, nor one of this machine.
    """
    return _checked_address(setting, os.environ.get(setting, "").strip() or usual)


def code_word() -> str:
    """Give the word, in small letters, that ends a chat at once and without an answer.

    Raises:
        SettingError: what is set is no single word of 4 to 20 letters, or has a meaning already.
    """
    word = os.environ.get(CODE_WORD_SETTING, "").strip().casefold()
    words = messaging_words()
    if not word:
        return str(words["code_word"])
    if not _CODE_WORD.fullmatch(word) or word in words["taken"]:
        raise SettingError(
            f"{CODE_WORD_SETTING} has to be one word of 4 to 20 letters that means nothing to the "
            f"chat yet (not HELP, STOP and the like), such as umbrella."
        )
    return word


def _checked_address(setting: str, value: str) -> str:
    parts = urlsplit(value)
    try:
        port_is_right = parts.port is None or parts.port > 0
    except ValueError:
        port_is_right = False
    local = parts.scheme == "http" and parts.hostname in _LOCAL_HOSTS
    right = (parts.scheme == "https" or local) and parts.hostname and port_is_right
    if not right or parts.query or parts.fragment or parts.username or parts.password:
        # It may hold what is secret, so that it is not repeated.
        raise SettingError(
            f"{setting} is no address that can be used; it looks like https://chat.clinic.example "
            f"(http only for 127.0.0.1 and localhost)."
        )
    return value.rstrip("/")


def _listed(names: Sequence[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


@functools.lru_cache(maxsize=1)
def messaging_words() -> dict[str, Any]:
    """Give the words of data/messaging that are no response."""
    content: dict[str, Any] = yaml.safe_load(MESSAGING_WORDS.read_text(encoding="utf-8"))
    return content
