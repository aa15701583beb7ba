"""How an editor says that a record is known: which page they read and when, or that nobody did."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any, Final

from actions.legal.files import Record
from actions.legal.verification import how_by_address
from actions.legal.vocabulary import NATIONAL
from bot.preview.law.fields import ABOUT_THE_CHECK, Sent, hows, plain

READ: Final = "read"
RECALLED: Final = "recalled"
WORDING: Final = "wording"
_ADDRESS: Final = re.compile(r"https?://\S+")

Wrong = dict[str, str]
"""Name of a field of the form -> the word of what is wrong with it (the template says it)."""


def told(sent: Sent, code: str, base: Mapping[str, Any]) -> tuple[Record, Wrong]:
    """Give the fields about the check, and what is missing or wrong in them.

    Whoever changes a record that was read says which page they read; without that it is from
    memory, and is shown as not yet verified. Where only the wording changes, the check stays.
    """
    known = sent.get("known", "")
    if known == RECALLED:
        return {"check": RECALLED}, {}
    if known != READ:
        as_it_was = {name: base[name] for name in ABOUT_THE_CHECK if name in base}
        stays = known == WORDING and base.get("check") == READ
        return as_it_was, {} if stays else {"known": "missing"}
    national = code == NATIONAL
    wrong: Wrong = {}
    sources = sent.get("source", "").split() if national else [plain(sent.get("source", ""))]
    if not sources or not all(map(_ADDRESS.fullmatch, sources)):
        wrong["source"] = "no_address"
    day = _day(sent.get("checked_on", ""))
    if day is None:
        wrong["checked_on"] = "no_day"
    elif day > dt.date.today():
        wrong["checked_on"] = "to_come"
    found: Record = {"check": READ}
    if not national:
        how = sent.get("how", "")
        found["how"] = how if how in hows(code) else how_by_address(sources[0])
    found["checked_on"] = sent.get("checked_on", "")
    found["source"] = sources if national else sources[0]
    if source_date := plain(sent.get("source_date", "")):
        found["source_date"] = source_date
    if national and (fields := [plain(one) for one in sent.get("read_fields", "").splitlines()]):
        found["read_fields"] = [one for one in fields if one]
    return found, wrong


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
