"""What a schema cannot say of a data file: names that must agree, days that exist, numbers that
nobody read, citations of another place, reviews of records that are gone.
"""

import datetime as dt
from collections.abc import Iterator

from actions.legal.citations import citation_mistake
from actions.legal.identity import SECTIONS, Record, record_key
from actions.legal.phones import phone_is_clear
from actions.legal.vocabulary import NATIONAL, NO_STRANGER_ORDER, open_to_stranger
from actions.legal.yaml_lines import Path

Found = Iterator[tuple[Path, str]]
"""Where in the file, and one sentence on what to mend."""


def sense_mistakes(record: Record, stem: str) -> Found:
    """Find the mistakes of one file that fits the schema; `stem` is its name without `.yaml`."""
    if stem != NATIONAL and record["code"] != stem:
        yield ("code",), f"the code {record['code']} does not fit the file name {stem}.yaml."
    known: dict[str, set[str]] = {}
    for section in SECTIONS.values():
        seen: dict[str, int] = {}
        for i, item in enumerate(record.get(section, [])):
            where = (section, i)
            same = record_key(section, item)
            if same in seen:
                yield where, f"this record says the same as {section}[{seen[same]}]."
            seen[same] = i
            yield from _item_mistakes(item, where, stem)
        known[section] = set(seen)
    for i, review in enumerate(record.get("reviews", [])):
        if review["record"] not in known[review["section"]]:
            yield (
                ("reviews", i, "record"),
                "no record here has this topic, kind and citation (or name) any more;"
                " take the review out.",
            )


def _item_mistakes(item: Record, where: Path, stem: str) -> Found:
    day = item.get("checked_on")
    if day is not None:
        try:
            dt.date.fromisoformat(day)
        except ValueError:
            yield (*where, "checked_on"), f"there is no day {day}."
    wrong = citation_mistake(stem, item["citation"]) if "citation" in item else ""
    if wrong:
        yield (*where, "citation"), wrong
    is_order = where[0] == "protective_orders"
    if is_order and stem in NO_STRANGER_ORDER and open_to_stranger(item) == "yes":
        yield (
            (*where, "relation_needed"),
            f"no order in {stem} was found to be open to a stranger (docs/legal-data.md).",
        )
    for name in ("relation_needed", "conduct"):
        if len(item.get(name, [])) > 1 and "unknown" in item[name]:
            yield (*where, name), "unknown stands alone; name what is known instead."
    if len(item.get("relation_needed", [])) > 1 and "anyone" in item["relation_needed"]:
        yield (*where, "relation_needed"), "anyone stands alone; it takes in all the others."
    for name in ("phone", "text"):
        if name in item and item["check"] != "read":
            yield (*where, name), "a number nobody read may not be listed; leave it out."
        elif stem == NATIONAL and name in item and name not in item.get("read_fields", []):
            yield (*where, name), f"{name} is not among read_fields, so it may not be listed."
    if "phone" in item and not phone_is_clear(item["phone"]):
        yield (*where, "phone"), f"{short(item['phone'])} is not a phone number we can read."


def short(value: object) -> str:
    """Quote a value in a sentence, cut to 40 characters."""
    if value is None:
        return "an empty value"
    text = str(value)
    return f"'{text[:40]}...'" if len(text) > 43 else f"'{text}'"
