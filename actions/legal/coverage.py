"""How complete the data files are, place by place, against what every place should have."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from actions.legal.files import LegalFiles
from actions.legal.identity import Record
from actions.legal.vocabulary import FEDERAL, open_to_stranger

KINDS_WANTED: Final = 6
READ_WANTED: Final = 0.85
"""What every place should have: kinds of resource, and the share of laws and orders read."""

HAS: Final = "yes"
NONE_FOUND: Final = "none found"
MISSING: Final = "MISSING"

_NEEDED: Final[dict[str, tuple[str, ...]]] = {
    "stalking": ("stalking",),
    "online harassment": ("electronic_harassment", "cyberstalking"),
    "threats": ("threats",),
    "private images": ("ncii",),
}
"""A column -> the topics of which one is enough."""

COLUMNS: Final = (*_NEEDED, "order open to a stranger", "domestic order")


@dataclass(frozen=True)
class PlaceCoverage:
    """One place: laws and orders as (read, all), what it has of `COLUMNS`, resource kinds."""

    code: str
    name: str
    laws: tuple[int, int]
    orders: tuple[int, int]
    has: dict[str, str]
    kinds: int
    resources: tuple[int, int]

    @property
    def missing(self) -> list[str]:
        """Name what this place lacks."""
        lacks = [column for column, state in self.has.items() if state == MISSING]
        return [*lacks, "kinds of resource"] if self.kinds < KINDS_WANTED else lacks


def coverage(data: LegalFiles) -> list[PlaceCoverage]:
    """Measure every place but the federal law, which has no offices or orders of its own."""
    return [_place(record) for record in data.jurisdictions if record["code"] != FEDERAL]


def read_share(data: LegalFiles) -> float:
    """Return which share of all laws and orders, the federal ones too, was read on a page."""
    read, total = _sum(
        [
            _counted(record[section])
            for record in data.jurisdictions
            for section in ("laws", "protective_orders")
        ]
    )
    return read / total


def table(data: LegalFiles) -> str:
    """Write the coverage as a Markdown page, with totals and what is missing."""
    places = coverage(data)
    heads = ["place", "laws", "orders", *COLUMNS, "kinds of resource", "resources"]
    lines = [
        "# What the legal data covers",
        "",
        "Made by `python -m actions.legal coverage --write docs/legal-coverage.md`; a test holds",
        "it to the files. `12/14` means: 12 of 14 were read on a page, the others are from memory,",
        "and the bot says so. `none found`: it was looked for, and the file says what is nearest.",
        "",
        "| " + " | ".join(heads) + " |",
        "|---" * len(heads) + "|",
    ]
    for place in places:
        cells = [f"{place.code} {place.name}", _part(place.laws), _part(place.orders)]
        cells += [place.has[column] for column in COLUMNS]
        lines.append("| " + " | ".join([*cells, str(place.kinds), _part(place.resources)]) + " |")
    laws, orders = _sum([p.laws for p in places]), _sum([p.orders for p in places])
    resources = _sum([p.resources for p in places])
    missing = [f"{place.code}: {', '.join(place.missing)}" for place in places if place.missing]
    lines += [
        "",
        f"- {len(places)} places and federal law. Without federal law: {_part(laws)} laws,"
        f" {_part(orders)} orders and {_part(resources)} resources read.",
        f"- Laws and orders read on a page, with federal law: {read_share(data):.1%}"
        f" (wanted: {READ_WANTED:.0%}).",
        f"- Missing: {'; '.join(missing) or 'nothing'}.",
        "",
    ]
    return "\n".join(lines)


def _place(record: Record) -> PlaceCoverage:
    absent = {item["what"] for item in record.get("none_found", [])}
    topics = {law["topic"] for law in record["laws"]}
    orders = record["protective_orders"]
    has = {
        column: _state(bool(topics & set(needed)), bool(absent & set(needed)))
        for column, needed in _NEEDED.items()
    }
    stranger = any(open_to_stranger(order) == "yes" for order in orders)
    domestic = any("domestic_abuse" in order["conduct"] for order in orders)
    has["order open to a stranger"] = _state(stranger, "stranger_order" in absent)
    has["domestic order"] = _state(domestic, "domestic_order" in absent)
    return PlaceCoverage(
        record["code"],
        record["name"],
        _counted(record["laws"]),
        _counted(orders),
        has,
        len({item["kind"] for item in record["resources"]}),
        _counted(record["resources"]),
    )


def _state(there: bool, said_to_be_none: bool) -> str:
    if there:
        return HAS
    return NONE_FOUND if said_to_be_none else MISSING


def _counted(items: Sequence[dict[str, Any]]) -> tuple[int, int]:
    return sum(item["check"] == "read" for item in items), len(items)


def _sum(pairs: Sequence[tuple[int, int]]) -> tuple[int, int]:
    return sum(read for read, _ in pairs), sum(total for _, total in pairs)


def _part(pair: tuple[int, int]) -> str:
    return f"{pair[0]}/{pair[1]}"
