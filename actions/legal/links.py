"""Ask every web address in the data whether it still answers. Only ever on demand, never in a test
against the open network: it tells all those sites that somebody here keeps such a list.
"""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import aiohttp

from actions.legal.files import LegalFiles
from actions.legal.identity import RecordName
from actions.legal.rows import TABLES
from actions.legal.vocabulary import NATIONAL

AT_ONCE: Final = 8
"""How many addresses are asked at the same time."""

_FIELDS: Final = ("url", "forms_url", "source", "chat")
_REFUSES_ROBOTS: Final = frozenset({401, 403, 405, 406, 429})
"""Answers that say that the page is there, but not for a program."""


@dataclass(frozen=True)
class DeadLink:
    """An address that did not answer, why, and the records that name it."""

    url: str
    reason: str
    named_by: tuple[str, ...]


def addresses(data: LegalFiles, codes: Sequence[str] = ()) -> dict[str, tuple[str, ...]]:
    """Return every address of these places (or of all) and the records that name it."""
    found: dict[str, list[str]] = {}
    for name, item in _records(data):
        if codes and name.split(".")[0] not in codes:
            continue
        said = item.get("source")
        values = [item.get(field) for field in _FIELDS if field != "source"]
        values += said if isinstance(said, list) else [said]
        for value in values:
            if isinstance(value, str) and value.startswith("http"):
                found.setdefault(value, []).append(name)
    return {url: tuple(dict.fromkeys(names)) for url, names in found.items()}


async def dead_links(wanted: dict[str, tuple[str, ...]], seconds: float) -> list[DeadLink]:
    """Ask each address once, waiting at most `seconds` for it; returns those without an answer."""
    limit = asyncio.Semaphore(AT_ONCE)
    timeout = aiohttp.ClientTimeout(total=seconds)
    async with aiohttp.ClientSession(timeout=timeout) as session:

        async def ask(url: str) -> str:
            async with limit:
                try:
                    async with session.get(url) as answer:
                        bad = answer.status >= 400 and answer.status not in _REFUSES_ROBOTS
                        return f"answers {answer.status}" if bad else ""
                except asyncio.TimeoutError:
                    return f"no answer in {seconds:g} seconds"
                except (aiohttp.ClientError, ValueError) as error:
                    return f"cannot be reached ({type(error).__name__})"

        reasons = await asyncio.gather(*(ask(url) for url in wanted))
    return [
        DeadLink(url, reason, wanted[url])
        for url, reason in zip(wanted, reasons, strict=True)
        if reason
    ]


def _records(data: LegalFiles) -> Iterable[tuple[str, dict[str, object]]]:
    for record in data.jurisdictions:
        for section in TABLES:
            for number, item in enumerate(record.get(section, []), 1):
                yield str(RecordName(record["code"], section, number)), item
    for number, item in enumerate(data.national.get("resources", []), 1):
        yield f"{NATIONAL}.resources.{number}", item
