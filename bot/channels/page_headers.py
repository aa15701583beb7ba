"""The headers that keep the page to itself, and let only the clinic's sites frame it."""

from __future__ import annotations

from collections.abc import Sequence

# The one file that other sites load. There is nothing of a person in it.
LOADER = "/web/embed.js"

_HEADERS = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    # Nothing of a visit is to stay in the browser's cache, or come back by the Back button.
    "Cache-Control": "no-store",
    "Permissions-Policy": (
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
        "magnetometer=(), microphone=(), midi=(), payment=(), usb=()"
    ),
    # A page that opened the chat in a window keeps no hold of it.
    "Cross-Origin-Opener-Policy": "same-origin",
}


def security_headers(path: str, framed_by: Sequence[str] = ()) -> dict[str, str]:
    """Give the headers of the answer at `path`; `framed_by` are origins that may frame the page."""
    ancestors = ("'self'", *framed_by)
    return {
        **_HEADERS,
        "Content-Security-Policy": (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
            "connect-src 'self'; base-uri 'none'; form-action 'none'; "
            f"frame-ancestors {' '.join(ancestors)}"
        ),
        "Cross-Origin-Resource-Policy": "cross-origin" if path == LOADER else "same-origin",
    }
