"""The flow as a graph: boxes (what is said, what a person says, what is done) and arrows."""

from __future__ import annotations

import enum
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property


class Kind(enum.Enum):
    """What a box is."""

    SAYS = "says"
    ASKS = "asks"  # the question of a form, which waits for an answer
    LENT = "lent"  # a line or a button that other responses take in; never said alone
    VARIANT = "variant"  # another wording of one response: for a channel, or under a condition
    PERSON = "person"  # what a person says in their own words, at any time
    STEP = "step"  # what the bot does without words, such as looking up a law
    APP = "app"  # the page or the messaging app itself speaks


THIS_TURN = "this turn"


class Way(enum.Enum):
    """What leads along an arrow."""

    TAP = "tap"  # the person taps (or types) a choice
    ANSWER = "answer"  # the person says something
    THEN = "then"  # it follows in the same turn
    INSTEAD = "instead"  # it stands in
    LENDS = "lends"  # it is taken in


@dataclass(frozen=True)
class Box:
    """One box. `name` is a response's name, or `person:…`, `step:…`, `app:…`, `<response>@…`."""

    name: str
    kind: Kind
    words: str
    script: str = ""
    response: str = ""
    ends: bool = False
    open_question: bool = False
    repeats_choices: bool = False


@dataclass(frozen=True)
class Arrow:
    """One way from a box to another; `label` is what is tapped or said, or when it is so.

    `gathered` marks a choice that stands there only where it fits what the person told; `in_turn`
    one of those responses of which the next is said each time, never their general one. `sets` are
    the slots that are certain afterwards; `needs` is the slot and value without which the arrow is
    not gone. The pair of THIS_TURN and a mark ties what follows in a turn to what began it.
    """

    source: str
    target: str
    way: Way
    label: str = ""
    gathered: bool = False
    sets: tuple[tuple[str, str], ...] = ()
    needs: tuple[str, str] | None = None
    in_turn: bool = False


@dataclass(frozen=True)
class Tap:
    """A choice under a response, and whether anything answers it."""

    title: str
    payload: str
    leads: bool
    gathered: bool = False


@dataclass(frozen=True)
class Chart:
    """All boxes and arrows. Arrows are in the order in which the scripts have them."""

    boxes: dict[str, Box]
    arrows: list[Arrow]
    taps: dict[str, list[Tap]] = field(default_factory=dict)

    @cached_property
    def out_of(self) -> dict[str, list[Arrow]]:
        """Arrows by the box that they start from."""
        return _by((one.source, one) for one in self.arrows)

    @cached_property
    def into(self) -> dict[str, list[Arrow]]:
        """Arrows by the box that they lead to."""
        return _by((one.target, one) for one in self.arrows)


def _by(pairs: Iterable[tuple[str, Arrow]]) -> dict[str, list[Arrow]]:
    found: dict[str, list[Arrow]] = defaultdict(list)
    for name, arrow in pairs:
        found[name].append(arrow)
    return found
