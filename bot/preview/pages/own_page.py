"""Going back to a page of ours, and to no other site."""

from __future__ import annotations

from urllib.parse import urlsplit


def own_page(address: str | None) -> str | None:
    """Give an address to go on to, if it is a page of ours."""
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")):
        return None
    parts = urlsplit(address)
    return None if parts.scheme or parts.netloc else address
