"""Who signs or comments, and the words that they type."""

from __future__ import annotations

from typing import Final, Protocol

LONGEST_TEXT: Final = 5000
"""Characters of the longest comment or reason."""


class Signer(Protocol):
    """The account of somebody who signs, as it is called at that moment."""

    id: int
    full_name: str
    job: str


class TypedTextError(ValueError):
    """A typed text is missing or too long; `kind` is `missing` or `long`."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


def typed_text(raw: str) -> str:
    """Give what somebody typed, as it is kept: one kind of line end, no zero characters.

    Raises:
        TypedTextError: there are no words in it, or too many.
    """
    text = raw.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").strip()
    if not text:
        raise TypedTextError("missing")
    if len(text) > LONGEST_TEXT:
        raise TypedTextError("long")
    return text
