"""Whose address a request has, behind proxies that are the operator's and others that are not."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from sanic.compat import Header

from bot.channels.client_address import TRUSTED_PROXIES_SETTING, client_address, trusted_proxies
from bot.storage.settings import SettingError


@dataclass
class Request:
    ip: str
    headers: Header = field(default_factory=Header)


def address(ip: str, *forwarded: str) -> str:
    request = Request(ip, Header([("X-Forwarded-For", each) for each in forwarded]))
    return client_address(request, trusted_proxies())  # type: ignore[arg-type]


def test_no_header_is_believed_unless_a_proxy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(TRUSTED_PROXIES_SETTING, raising=False)
    assert trusted_proxies() == ()
    assert address("127.0.0.1", "203.0.113.5") == "127.0.0.1"


@pytest.mark.parametrize(
    ("ip", "forwarded", "expected"),
    [
        ("127.0.0.1", ["203.0.113.5"], "203.0.113.5"),
        ("::ffff:127.0.0.1", ["203.0.113.5"], "203.0.113.5"),
        ("127.0.0.1", ["198.51.100.1, 203.0.113.5, 10.1.2.3"], "203.0.113.5"),
        ("127.0.0.1", ["198.51.100.1", "203.0.113.5"], "203.0.113.5"),
        ("127.0.0.1", [], "127.0.0.1"),
        ("127.0.0.1", ["10.1.2.3"], "10.1.2.3"),
        ("203.0.113.9", ["203.0.113.5"], "203.0.113.9"),
        ("127.0.0.1", ["203.0.113.5, nonsense"], "nonsense"),
        ("127.0.0.1", ["2001:db8:1:2:3:4:5:6"], "2001:db8:1:2::/64"),
    ],
)
def test_the_last_that_is_no_proxy_of_ours_counts(
    monkeypatch: pytest.MonkeyPatch, ip: str, forwarded: list[str], expected: str
) -> None:
    monkeypatch.setenv(TRUSTED_PROXIES_SETTING, " 127.0.0.1, 10.0.0.0/8 ,")
    assert address(ip, *forwarded) == expected


def test_a_wrong_setting_is_said_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(TRUSTED_PROXIES_SETTING, "127.0.0.1,the proxy")
    with pytest.raises(SettingError, match="'the proxy', which is neither an address nor a net"):
        trusted_proxies()
