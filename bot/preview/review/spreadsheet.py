"""Tables as CSV files that a spreadsheet opens as what they are: words, never formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

_FORMULA_STARTS: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "|", "%")
"""A spreadsheet can run a cell that begins so; full-width signs too (OWASP, CSV Injection)."""


def csv_file(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Give a CSV file in UTF-8, with the mark by which Excel knows it; every cell is quoted."""
    written = io.StringIO()
    writer = csv.writer(written, quoting=csv.QUOTE_ALL)
    writer.writerow(heading)
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return written.getvalue().encode("utf-8-sig")


def safe_cell(text: str) -> str:
    """Put an apostrophe before what a spreadsheet would take for a formula."""
    begins = text.lstrip()
    dangerous = begins.startswith(_FORMULA_STARTS) or text[:1] in ("\t", "\r", "\n")
    return f"'{text}" if dangerous else text
