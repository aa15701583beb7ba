"""Shares with their 95% interval (Wilson 1927), as text."""

from __future__ import annotations

from collections.abc import Iterable
from math import sqrt

Z = 1.96


def share(hits: Iterable[bool]) -> str:
    """For instance `148/155 = 0.955 [0.910, 0.978]`."""
    values = list(hits)
    count, total = sum(values), len(values)
    if not total:
        return "0/0"
    low, high = wilson(count, total)
    return f"{count}/{total} = {count / total:.3f} [{low:.3f}, {high:.3f}]"


def wilson(count: int, total: int) -> tuple[float, float]:
    """Lower and upper end of the interval of a share."""
    rate = count / total
    middle = rate + Z * Z / (2 * total)
    spread = Z * sqrt(rate * (1 - rate) / total + Z * Z / (4 * total * total))
    scale = 1 + Z * Z / total
    return (middle - spread) / scale, (middle + spread) / scale
