"""A provider's request to our webhook."""

from __future__ import annotations

import urllib.error
import urllib.request


def deliver(url: str, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
    """Send it; give status and body of our answer."""
    request = urllib.request.Request(url, data=body, headers=headers, method="POST")
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
