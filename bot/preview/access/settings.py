"""What an operator sets about signing in."""

from __future__ import annotations

import os
import secrets
from typing import Final

from actions.secret_settings import LEAST_KEY_CHARACTERS
from bot.storage.settings import SettingError, secret

KEY_SETTING: Final = "LANTERN_PREVIEW_SECRET"
HTTPS_SETTING: Final = "LANTERN_PREVIEW_HTTPS"


def signing_key() -> str:
    """Give the key that signs the cookies; without a setting a new one at each start.

    Raises:
        SettingError: it cannot be read, or could be guessed.
    """
    return secret(KEY_SETTING, LEAST_KEY_CHARACTERS) or secrets.token_hex()


def only_over_https() -> bool:
    """Say whether the cookie is sent over https alone.

    Raises:
        SettingError: the setting is neither 1 nor 0.
    """
    value = os.environ.get(HTTPS_SETTING, "").strip()
    if value not in ("", "0", "1"):
        raise SettingError(
            f"{HTTPS_SETTING} is {value!r}; it has to be 1 (the preview is reached over https) "
            f"or 0."
        )
    return value == "1"
