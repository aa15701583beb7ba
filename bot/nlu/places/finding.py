"""What the place lookup gives back, and the mention it works with inside."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

SEVERAL = "several"
"""Key of an ambiguity between two or more places that the text names."""
OTHER = "other"
"""Key of an ambiguity that has no response of its own."""


@dataclass(frozen=True)
class Ambiguity:
    """A place that could be several. The bot asks with utter_place_ambiguous_<key>.

    `codes` are the jurisdictions it may be, best known first; a single code means that the other
    meaning is no US jurisdiction (Georgia, the country), or that it may not be the person's own.
    """

    key: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class PlaceFinding:
    """The answer: at most one of `certain` (a code such as "CA") and `ambiguous` is set.

    `start` and `end` are character offsets into the text that was searched, end exclusive.
    """

    certain: str | None = None
    ambiguous: Ambiguity | None = None
    start: int = 0
    end: int = 0

    def __bool__(self) -> bool:
        return self.certain is not None or self.ambiguous is not None


class Kind(Enum):
    """What sort of name a mention is."""

    STATE = "state"
    AMBIGUOUS = "ambiguous"
    CITY = "city"
    ZIP = "zip"


class Role(Enum):
    """Whose place a mention is, from the words before it."""

    SELF = "self"  # "I live in Ohio"
    PLAIN = "plain"  # "Ohio"
    OTHER = "other"  # "he lives in Ohio"
    GONE = "gone"  # "I left Ohio", "I am moving to Ohio"
    NEGATED = "negated"  # "not in Ohio"


@dataclass
class Mention:
    """One place named in the text; `first` and `last` are token indices, last exclusive."""

    first: int
    last: int
    kind: Kind
    codes: tuple[str, ...]
    key: str | None = None
    tentative: bool = False  # counts only if a state stands right behind it
    role: Role = Role.PLAIN

    @property
    def sure(self) -> bool:
        """Whether it means one jurisdiction and nothing else."""
        return self.key is None and len(self.codes) == 1

    def settle(self, code: str) -> None:
        """Make it mean this one jurisdiction."""
        self.codes, self.key, self.tentative = (code,), None, False
