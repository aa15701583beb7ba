"""A response's wording as one value: what is signed, and what counts as a change."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

_MARK = "reviewed"
"""The day of a signature in the file itself: signing is no change of what was signed."""


def content(variations: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give a response's variations as they are kept: all of them but the mark of a signature."""
    return [_without_mark(one) for one in variations]


def content_hash(variations: Sequence[dict[str, Any]]) -> str:
    """Give the SHA-256, in hexadecimal digits, of everything that a response says and when.

    Text, buttons, conditions, channels and metadata count; their order in the file does not, but
    for the order of variations and buttons.
    """
    canonical = json.dumps(
        content(variations), sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )
    return hashlib.sha256(canonical.encode()).hexdigest()


def _without_mark(variation: dict[str, Any]) -> dict[str, Any]:
    if "metadata" not in variation:
        return dict(variation)
    metadata = {key: value for key, value in (variation["metadata"] or {}).items() if key != _MARK}
    return {**variation, "metadata": metadata}
