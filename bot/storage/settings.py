"""What an operator sets about keeping: for how long, in which place, under which key."""

from __future__ import annotations

import os

from rasa.shared.exceptions import RasaException

from actions.secret_settings import (
    LEAST_KEY_CHARACTERS,
    SecretSettingError,
    check_hard_to_guess,
    secret_setting,
)

IDLE_SETTING = "LANTERN_IDLE_MINUTES"
# Quiet minutes after which a conversation is dropped and its session is over.
IDLE_MINUTES = 30
LEAST_IDLE_MINUTES = 1
MOST_IDLE_MINUTES = 240
REDIS_SETTING = "REDIS_URL"
SECRET_SETTING = "LANTERN_SESSION_SECRET"  # noqa: S105
WORKERS_SETTING = "SANIC_WORKERS"
LOG_FORMAT_SETTING = "LANTERN_LOG_FORMAT"
PLAIN_LINES, JSON_LINES = "text", "json"


class SettingError(RasaException):
    """A setting that cannot be used: one sentence that says what to mend.

    Rasa's own commands print such an error without a traceback.
    """


def idle_minutes() -> int:
    """Give the quiet minutes after which a conversation ends.

    Raises:
        SettingError: the setting is no whole number from 1 to 240.
    """
    value = os.environ.get(IDLE_SETTING, "").strip() or str(IDLE_MINUTES)
    minutes = int(value) if value.isascii() and value.isdigit() else 0
    if LEAST_IDLE_MINUTES <= minutes <= MOST_IDLE_MINUTES:
        return minutes
    raise SettingError(
        f"{IDLE_SETTING} is {value!r}; it has to be a whole number of minutes "
        f"from {LEAST_IDLE_MINUTES} to {MOST_IDLE_MINUTES}."
    )


def log_format() -> str:
    """Give how log lines are written: PLAIN_LINES or JSON_LINES.

    Raises:
        SettingError: the setting is neither.
    """
    value = os.environ.get(LOG_FORMAT_SETTING, "").strip() or PLAIN_LINES
    if value in (PLAIN_LINES, JSON_LINES):
        return value
    raise SettingError(
        f"{LOG_FORMAT_SETTING} is {value!r}; it has to be {PLAIN_LINES} or {JSON_LINES}."
    )


def secret(name: str, least_characters: int = 0) -> str:
    """Give a secret out of NAME or of the file that NAME_FILE names; empty when neither is set.

    With `least_characters` it has to be hard to guess too.

    Raises:
        SettingError: its file cannot be used, both are set, or it could be guessed.
    """
    try:
        value = secret_setting(name)
        if value and least_characters:
            check_hard_to_guess(name, value, least_characters)
    except SecretSettingError as error:
        raise SettingError(str(error)) from None
    return value


def session_secret() -> str:
    """Give the key that signs sessions and hides ids; empty when none is set.

    Raises:
        SettingError: it cannot be read, or could be guessed.
    """
    return secret(SECRET_SETTING, LEAST_KEY_CHARACTERS)


def redis_url() -> str:
    """Give the address of Redis; empty when everything is to stay in this process's memory.

    Raises:
        SettingError: a setting beside it is missing that could not do without, or a secret cannot
            be read.
    """
    url = secret(REDIS_SETTING)
    if url and not session_secret():
        raise SettingError(
            f"{REDIS_SETTING} is set and {SECRET_SETTING} is not; both are needed, since chats "
            f"that outlive a restart have to be signed with the same key."
        )
    if not url and os.environ.get(WORKERS_SETTING, "").strip() not in ("", "1"):
        raise SettingError(
            f"{WORKERS_SETTING} asks for several processes; they share conversations only "
            f"through Redis, so set {REDIS_SETTING} too, or take {WORKERS_SETTING} away."
        )
    return url
