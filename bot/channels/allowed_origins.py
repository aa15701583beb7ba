"""Whose pages may show the chat, and whose requests it takes."""

from __future__ import annotations

import os
import re

ALLOWED_ORIGINS_SETTING = "LANTERN_ALLOWED_ORIGINS"
# A name as browsers write it in an Origin header; also what keeps a value from adding a
# directive of its own to the Content-Security-Policy that it goes into.
_SECURE = re.compile(r"https://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?")
# Without TLS only on the machine itself, for trying it out.
_LOCAL = re.compile(r"http://(localhost|127\.0\.0\.1)(:\d{1,5})?")


class WrongOrigin(ValueError):  # noqa: N818
    """A setting names what is no origin; one sentence says which and how to write it."""


def allowed_origins() -> tuple[str, ...]:
    """Origins of the sites that may show the chat in a frame; none unless the setting names some.

    Raises:
        WrongOrigin: a part of `LANTERN_ALLOWED_ORIGINS` is no https origin.
    """
    parts = os.environ.get(ALLOWED_ORIGINS_SETTING, "").split(",")
    return tuple(dict.fromkeys(_origin(part.strip()) for part in parts if part.strip()))


def is_own_origin(origin: str, host: str, fetch_site: str = "") -> bool:
    """Whether a request with an `Origin` header comes from a page of this very server.

    Args:
        origin: the header `Origin`, such as `https://chat.example`.
        host: the header `Host`, such as `chat.example`.
        fetch_site: the header `Sec-Fetch-Site`. Scripts cannot set it, and it stays true behind
            a proxy that changes `Host`; older browsers do not send it.
    """
    if fetch_site:
        return fetch_site == "same-origin"
    _, _, name = origin.partition("://")
    return bool(name) and _without_standard_port(name) == _without_standard_port(host)


def _origin(text: str) -> str:
    origin = text.lower().removesuffix("/")
    if not (_SECURE.fullmatch(origin) or _LOCAL.fullmatch(origin)):
        raise WrongOrigin(
            f"{ALLOWED_ORIGINS_SETTING} has {text!r}, which is no address of a site: write "
            "https:// and the name alone, such as https://clinic.example, and commas between."
        )
    return origin


def _without_standard_port(host: str) -> str:
    return re.sub(r":(80|443)$", "", host.lower())
