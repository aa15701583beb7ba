"""The operator's settings, looked at before anything is made or started."""

from __future__ import annotations

import os

from sqlalchemy.exc import ArgumentError

from actions.legal.database import URL_SETTING
from bot.channels.client_address import trusted_proxies
from bot.channels.draining import drain_seconds
from bot.channels.messaging.settings import PUBLIC_ADDRESS_SETTING, code_word, public_address
from bot.launch.errors import LaunchError
from bot.launch.signed import check_signed
from bot.storage.redis_place import redis_place
from bot.storage.settings import SettingError, idle_minutes, log_format, secret, session_secret
from bot.watching.settings import metrics_place


def check_settings() -> None:
    """See that the settings of the servers can be used.

    Those of a single messaging app are looked at by the Rasa server as it starts: only there are
    Rasa's connectors loaded.

    Raises:
        LaunchError: one cannot.
    """
    try:
        idle_minutes()
        log_format()
        metrics_place()
        secret(URL_SETTING)
        session_secret()
        redis_place()
        trusted_proxies()
        code_word()
        drain_seconds()
        if os.environ.get(PUBLIC_ADDRESS_SETTING, "").strip():
            public_address("A messaging app")
        check_signed()
    except SettingError as error:
        raise LaunchError(str(error)) from None


def check_preview_settings() -> None:
    """See that the secrets of the preview can be used.

    Raises:
        LaunchError: one cannot.
    """
    # Loaded only here: the chat does without the preview.
    from bot.preview.access.settings import only_over_https, signing_key
    from bot.preview.records.database import SETTING as PREVIEW_DATABASE
    from bot.preview.records.database import database_address

    try:
        secret(URL_SETTING)
        database_address()
        signing_key()
        only_over_https()
    except SettingError as error:
        raise LaunchError(str(error)) from None
    except ArgumentError as error:
        raise LaunchError(f"{PREVIEW_DATABASE} cannot be used: {error}.") from None
