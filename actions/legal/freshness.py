"""How old a check may be before we say so: to the person in the chat, and to who keeps the data."""

import datetime as dt
import os
from collections.abc import Mapping
from statistics import median_low
from typing import Final

SETTING: Final = "LANTERN_STALE_AFTER_DAYS"
DEFAULT_DAYS: Final = 365


class WrongSettingError(ValueError):
    """The setting is not a whole number of days above zero."""


def stale_after_days() -> int:
    """Return how many days a check counts as fresh, out of LANTERN_STALE_AFTER_DAYS or 365.

    Raises WrongSettingError for anything but a whole number above zero.
    """
    said = os.environ.get(SETTING) or str(DEFAULT_DAYS)
    if not said.isdecimal() or int(said) == 0:
        raise WrongSettingError(f"{SETTING} is {said}; it has to be a whole number of days.")
    return int(said)


def is_stale(checked_on: dt.date | None, today: dt.date, days: int) -> bool:
    """Say whether a check is more than `days` ago; what was never checked is not stale but open."""
    return checked_on is not None and (today - checked_on).days > days


def ages(
    checked: Mapping[dt.date | None, int], today: dt.date, stale_days: int
) -> dict[str, dict[str, int]]:
    """Sum up how old the checks are.

    `checked` says how many records were checked on which day (LegalQueries.check_days). Of the
    result, `records` counts them as `fresh`, `stale` or `unverified`, and `days` has the age of the
    `oldest` check and of the one in the `middle`; it is empty where nothing was ever checked.
    """
    known = {day: number for day, number in checked.items() if day is not None}
    days = sorted((today - day).days for day, number in known.items() for _ in range(number))
    stale = sum(number for day, number in known.items() if is_stale(day, today, stale_days))
    return {
        "records": {
            "fresh": len(days) - stale,
            "stale": stale,
            "unverified": checked.get(None, 0),
        },
        "days": {"oldest": days[-1], "middle": median_low(days)} if days else {},
    }
