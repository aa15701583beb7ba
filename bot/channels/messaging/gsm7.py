"""The alphabet of plain text messages (GSM-7), and what is written in its place.

A text with one character outside the alphabet is sent as UCS-2, of which less than half as much
fits: a curly quote alone can make three messages of one.
"""

from __future__ import annotations

import re
import unicodedata

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""The basic table, 3GPP TS 23.038, 6.2.1: each counts as one character."""
EXTENSION = frozenset("\f^{}\\[~]|€")
"""The extension table, 3GPP TS 23.038, 6.2.1.1: each counts as two."""

# The check mark stands before "Checked", which says the same.
_LEFT_OUT = re.compile(r"✓ ?|[\u200b\u200c\u2060\ufeff\u00ad]")
_PLAIN = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′´`", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−•‣·●▪", "-"),
        **dict.fromkeys("\u00a0\u2002\u2003\u2007\u2008\u2009\u200a\u202f\u3000\t", " "),
        **dict.fromkeys("\u2028\u2029", "\n"),
        **dict.fromkeys("→⇒", "->"),
        "…": "...",
        "×": "x",
        "⁄": "/",
        "\r": "",
    }
)


def to_gsm7(text: str) -> str:
    """Write a text in the alphabet of text messages, as far as that changes no meaning.

    Quotes, dashes, bullets and spaces become plain ones; a letter loses an accent that the alphabet
    lacks (the alphabet has `é` and not `á`). An emoji or another script stays as it is.
    """
    plain = _LEFT_OUT.sub("", text).translate(_PLAIN)
    return "".join(char if is_gsm7(char) else _without_accent(char) for char in plain)


def is_gsm7(text: str) -> bool:
    """Whether every character of a text stands in the alphabet."""
    return all(char in BASIC or char in EXTENSION for char in text)


def _without_accent(char: str) -> str:
    letters = "".join(
        one for one in unicodedata.normalize("NFKD", char) if not unicodedata.combining(one)
    ).translate(_PLAIN)
    # Combining marks of a letter that was written in two characters go as well.
    return letters if is_gsm7(letters) and not _is_mark_of_emoji(char) else char


def _is_mark_of_emoji(char: str) -> bool:
    return char in "\ufe0f\u20e3"
