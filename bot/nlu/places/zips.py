"""ZIP codes to jurisdictions."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from bot.nlu.places.data import load_zip_table


def _spread(span: str) -> Iterator[str]:
    """Every number of a span such as "006-007", both ends included, with its leading zeros."""
    low, _, high = span.partition("-")
    for number in range(int(low), int(high or low) + 1):
        yield str(number).zfill(len(low))


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    table = load_zip_table()
    prefixes: dict[str, tuple[str, ...]] = {
        prefix: (code,)
        for code, spans in table["prefixes"].items()
        for span in spans
        for prefix in _spread(span)
    }
    exact = {
        digits: tuple(codes) for span, codes in table["codes"].items() for digits in _spread(span)
    }
    return prefixes, exact


def zip_codes(digits: str) -> tuple[str, ...]:
    """The jurisdictions that a ZIP code lies in.

    Args:
        digits: five digits; a ZIP+4 ending may follow.

    Returns:
        Usually one code. Two, if the area lies in two states. None at all, if no such prefix is
        in use, if it is military mail, or if it belongs to another country.
    """
    prefixes, exact = _tables()
    return exact[digits[:5]] if digits[:5] in exact else prefixes.get(digits[:3], ())
