"""Who writes, under a name that tells nobody who it is."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from bot.storage.settings import session_secret

# For a start without LANTERN_SESSION_SECRET; chats then live no longer than this process.
_KEY_OF_THIS_PROCESS = secrets.token_urlsafe(32)


def sender_id(channel: str, person: str) -> str:
    """Give the keyed hash that stands for a person (phone number, chat id) of a channel.

    The same person gets the same one, and without the key nobody finds the person. The key is
    `LANTERN_SESSION_SECRET`, or a random one of this process. 32 characters, hexadecimal.
    """
    key = session_secret() or _KEY_OF_THIS_PROCESS
    # JSON can write half a character, which has no form in UTF-8.
    named = f"{channel} {person}".encode(errors="surrogatepass")
    return hmac.digest(key.encode(), named, hashlib.sha256).hex()[:32]
