"""How well a place is found, on the sentences of places.yml."""

from __future__ import annotations

from pathlib import Path

import yaml

from bot.nlu.places import find_places
from tests.evaluation.intervals import share

SENTENCES = Path(__file__).with_name("places.yml")


def report() -> list[str]:
    """Lines of the report; every miss is listed."""
    sentences = yaml.safe_load(SENTENCES.read_text(encoding="utf-8"))["sentences"]
    right: list[bool] = []
    misses: list[str] = []
    for one in sentences:
        finding = find_places(one["text"], asked=one.get("asked", False))
        ambiguous = finding.ambiguous.key if finding.ambiguous else None
        right.append((finding.certain, ambiguous) == (one.get("place"), one.get("ask")))
        if not right[-1]:
            misses.append(f"    {one['text']}: {finding.certain or ambiguous}")
    return [f"Places: {share(right)}", *misses]
