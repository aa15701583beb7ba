"""Settings that are secret: each comes as NAME, or as NAME_FILE, which names a file that holds it.

Files are how Docker, Kubernetes and systemd (`LoadCredential`) hand secrets over: unlike the
environment they are in no list of processes and in no report of a crash. It stands here, since both
the actions and the bot read secrets, and actions know nothing of the bot.
"""

import logging
import os
import re
import stat
from functools import lru_cache
from pathlib import Path
from typing import Final

FILE_ENDING: Final = "_FILE"
LEAST_KEY_CHARACTERS: Final = 32
"""Characters of a key that signs: 128 bits, where it is written in hexadecimal."""

LEAST_WEBHOOK_CHARACTERS: Final = 16
"""Characters of what proves that a request comes from the provider of a messaging app."""

_LEAST_DIFFERENT: Final = 8
_MOST_FILE_BYTES: Final = 64 * 1024
# What stands in examples, and in front of who forgets to replace it.
_PLACEHOLDER: Final = re.compile(
    r"change.?(me|this|it)|replace.?(me|this|with)|your.?(own|secret|key)|example|placeholder|password|insecure",
    re.IGNORECASE,
)

_log = logging.getLogger(__name__)


class SecretSettingError(ValueError):
    """A secret that cannot be used: one sentence that says what to mend, without the secret."""


def secret_setting(name: str) -> str:
    """Return a secret out of NAME or of the file that NAME_FILE names; empty when neither is set.

    A file is read once: one that changes counts from the next start on.

    Raises SecretSettingError when both are set, or the file cannot be used.
    """
    value = os.environ.get(name, "").strip()
    file = os.environ.get(name + FILE_ENDING, "").strip()
    if not file:
        return value
    if value:
        raise SecretSettingError(
            f"{name} and {name}{FILE_ENDING} are both set; take one of them away."
        )
    return _content(name + FILE_ENDING, file)


def check_hard_to_guess(name: str, value: str, least_characters: int) -> None:
    """See that a secret is none that somebody could find by trying.

    Raises SecretSettingError when it is short, repeats itself, or stands in examples.
    """
    if len(value) < least_characters:
        fault = f"has fewer than {least_characters} characters"
    elif len(set(value)) < _LEAST_DIFFERENT or _repeats_itself(value):
        fault = "repeats itself"
    elif _PLACEHOLDER.search(value):
        fault = "is a placeholder out of an example"
    else:
        return
    raise SecretSettingError(
        f"{name} {fault}, so that it could be guessed; it has to be random, as "
        f"`openssl rand -hex 32` makes one, or the whole of what a provider gave you."
    )


@lru_cache(maxsize=64)
def _content(setting: str, name: str) -> str:
    # The name is not repeated in errors: who mixes the two variables up writes the secret there.
    file = Path(name)
    try:
        if not file.is_file():  # a pipe would keep the start waiting
            raise FileNotFoundError
        mode = file.stat().st_mode
        with file.open("rb") as opened:
            content = opened.read(_MOST_FILE_BYTES + 1).decode().strip()
    except FileNotFoundError:
        raise SecretSettingError(f"{setting} has to name a file, and there is none.") from None
    except OSError as error:
        raise SecretSettingError(
            f"{setting} names a file that cannot be read ({error.strerror}); "
            f"give the account of the server the right to read it."
        ) from None
    except ValueError:  # no UTF-8
        raise SecretSettingError(f"{setting} names a file that holds no text.") from None
    if not content:
        raise SecretSettingError(f"{setting} names a file that is empty.")
    if len(content) > _MOST_FILE_BYTES or not content.isprintable():
        raise SecretSettingError(
            f"{setting} has to name a file with the secret alone, in one line."
        )
    if mode & stat.S_IROTH:
        _log.warning(
            "The file that %s names can be read by every account of this machine; "
            "take that right away (chmod o-r).",
            setting,
        )
    return content


def _repeats_itself(value: str) -> bool:
    return any(value[period:] == value[:-period] for period in range(1, len(value) // 2 + 1))
