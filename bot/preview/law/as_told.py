"""One record in the words that the bot would say it in, also before it is saved."""

from __future__ import annotations

import datetime as dt
from typing import Any

from actions.law_records import RecordWords
from actions.law_words import Words
from actions.legal.files import LegalFiles, Record
from actions.legal.freshness import stale_after_days
from actions.legal.models import NationalResource
from actions.legal.rows import TABLES, table_rows
from actions.legal.vocabulary import FEDERAL, NATIONAL
from bot.preview.law.folder import PlaceFile
from bot.responses.script_index import shared_index


def as_told(file: PlaceFile, section: str, record: Record) -> str:
    """Give the lines that people read in the chat for a record of a place."""
    words = Words(shared_index().responses)
    say = RecordWords(words, dt.date.today(), stale_after_days())
    if file.code == NATIONAL:
        data = LegalFiles("", national={section: [record]})
        table: Any = NationalResource
    else:
        place = {"code": file.code, "name": file.name, "notes": "", section: [record]}
        data = LegalFiles("", [place])
        table = TABLES[section]
    shown = table(**table_rows(data)[table][0])
    if section == "laws":
        return say.law(shown, federal=file.code == FEDERAL)
    if section == "protective_orders":
        return say.order(shown)
    if section == "none_found":
        return say.none_found(shown)
    return say.national(shown) if file.code == NATIONAL else say.resource(shown)
