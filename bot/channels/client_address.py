"""Where a request comes from, also behind the operator's reverse proxies.

Addresses are counted in memory to slow down a program that opens chat after chat, and are kept
nowhere else. Only proxies that the operator names are believed: whoever sends a request can write
an `X-Forwarded-For` of their own.
"""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from limits import RateLimitItemPerMinute

from bot.storage.settings import SettingError

if TYPE_CHECKING:  # Sanic turns Python's warnings on, and the launcher reads the setting here
    from sanic.request import Request

TRUSTED_PROXIES_SETTING = "LANTERN_TRUSTED_PROXIES"

# Chats that one address may open: for programs, not people. A whole clinic can have one address.
NEW_SESSIONS = RateLimitItemPerMinute(120)
# Bits that a home's or a phone's IPv6 addresses have in common; the rest changes at will.
HOME_BITS = 64

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def trusted_proxies() -> tuple[Network, ...]:
    """Networks of the operator's own proxies; none unless the setting names some.

    Raises:
        SettingError: a part of the setting is neither an address nor a network.
    """
    parts = os.environ.get(TRUSTED_PROXIES_SETTING, "").split(",")
    return tuple(_network(part.strip()) for part in parts if part.strip())


def client_address(request: Request, proxies: Sequence[Network]) -> str:
    """Give the address of whoever sent a request: the last that is no proxy of the operator's.

    Of IPv6 it is the network of 64 bits, which one home has as a whole.
    """
    forwarded = ",".join(request.headers.getall("x-forwarded-for", ()))
    passed = [part.strip() for part in forwarded.split(",") if part.strip()]
    nearest = str(request.ip)
    while passed and _is_in(nearest, proxies):
        nearest = passed.pop()
    address = _read(nearest)
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, HOME_BITS), strict=False))
    return str(address or nearest)


def _network(text: str) -> Network:
    try:
        return ipaddress.ip_network(text, strict=False)
    except ValueError:
        raise SettingError(
            f"{TRUSTED_PROXIES_SETTING} has {text!r}, which is neither an address nor a network: "
            f"write 127.0.0.1 or 10.0.0.0/8, and commas between."
        ) from None


def _is_in(text: str, networks: Sequence[Network]) -> bool:
    address = _read(text)
    return address is not None and any(address in network for network in networks)


def _read(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address
