"""A script's title as a reader needs it: notes for those who edit the files are left out."""

from __future__ import annotations

import re
from typing import Final

_FOR_EDITORS: Final = re.compile(
    r"\w+\.(?:yml|py|js|md)\b|\w_\w|`|[{}]|\bpayload|\b[A-Z][a-z]+[A-Z]\w*Policy\b|\w+Policy\b"
    r"|\bby_\w+|\bkey with\b",
)
_IN_PARENTHESES: Final = re.compile(r"\s*\(([^()]*)\)")
_FILE_SPACE: Final = re.compile(r"/\s+(?=\w+\.(?:yml|py|js|md)\b)")
_SENTENCE: Final = re.compile(r"(?<=[.!?])\s+(?=[A-Z{`])")


def plain_title(title: str) -> str:
    """Give the sentences of a title that name no file, no setting and no part of the program."""
    title = _FILE_SPACE.sub("/", title)
    title = _IN_PARENTHESES.sub(lambda m: "" if _FOR_EDITORS.search(m[1]) else m[0], title)
    first, *others = _SENTENCE.split(title)
    if _FOR_EDITORS.search(first):
        # What stands before a colon says what the script is.
        first = f"{first.partition(':')[0]}."
    return " ".join(one for one in (first, *others) if not _FOR_EDITORS.search(one))
