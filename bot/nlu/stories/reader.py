"""The story reader: what a message or a whole story tells, stretch by stretch.

It is the sentence encoder, tuned on `data/sentences/stories/` (`make story-reader`). One clause of
ten often carries a type alone, so a type counts where it stands strongest; who does it to whom is
read from the whole.

A long message has many stretches, and each may be misread by itself. There a stretch is read with
what stands around it, too, and nothing is named where no stretch at all is plain.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, field

import numpy as np

from bot.encoder.sentence_encoder import EncoderGraph, FloatArray, encoder_folder
from bot.encoder.tuning import Tuning
from bot.locations import STORY_READER
from bot.patterns import normalise
from bot.safety.prepare import MANY_WORDS, MOST_WORDS_AT_ONCE, settings, shorten, windows

# Chance (0 to 1) from which it is taken for told who does it, to whom, and whether it goes on.
TOLD_SCORE = 0.5
# What a stretch of a long message weighs beside its setting: itself, the one before and after.
OWN_WEIGHT = 1 / 3
# Chance (0 to 1) of some type that one stretch of a long message has to have by itself.
PLAIN_SCORE = 0.7


@dataclass(frozen=True)
class Found:
    """A type of cyberstalking: its chance (0 to 1), and the stretch of the message that tells."""

    name: str
    confidence: float
    words: str


@dataclass(frozen=True)
class Reading:
    """What a message tells: types with their chance; who, whom, when (None: unsaid)."""

    types: dict[str, Found] = field(default_factory=dict)
    relation: str | None = None
    whom: str | None = None
    goes_on: str | None = None


class StoryReader:
    """Reads stories. Holds no state of any person, so threads may share it."""

    def __init__(self, tuning: Tuning) -> None:
        self._graph = EncoderGraph(encoder_folder(), tuning=tuning)
        # Places of the labels "type/threats", "relation/family" and so on, by the part before "/".
        self._places: dict[str, list[tuple[int, str]]] = {}
        for place, label in enumerate(tuning.labels):
            part, _, name = label.partition("/")
            self._places.setdefault(part, []).append((place, name))

    @property
    def types(self) -> frozenset[str]:
        """The types that it knows."""
        return frozenset(name for _, name in self._places["type"])

    def read(self, text: str) -> Reading:
        """Read a message."""
        stretches = windows(text)
        if not stretches:
            return Reading()
        if len(text.split()) > MOST_WORDS_AT_ONCE:
            stretches.insert(0, normalise(shorten(text)))
        chances = self._run(stretches)
        of_whole = who = chances[0]
        if len(text.split()) > MANY_WORDS:
            stretches = stretches[1:]
            around = self._run(settings(stretches))
            # Of a page of text the whole says little: who does it stands strongest somewhere in it.
            who = (of_whole + around.max(axis=0)) / 2
            chances = self._in_their_setting(chances[1:], around)
        types = {}
        for place, name in self._places["type"]:
            best = int(np.argmax(chances[:, place]))
            types[name] = Found(name, float(chances[best, place]), stretches[best])
        return Reading(
            types,
            self._told("relation", who),
            self._told("whom", of_whole),
            self._told("goes_on", of_whole),
        )

    def _run(self, stretches: list[str]) -> FloatArray:
        """Chances of shape (stretches, labels)."""
        return np.vstack([self._graph.run(stretch) for stretch in stretches])

    def _in_their_setting(self, chances: FloatArray, around: FloatArray) -> FloatArray:
        """Chances of a long message's stretches, each with those beside it; 0 where none is plain.

        `chances` are those of the stretches by themselves, `around` of them with those beside
        them; all have the shape (stretches, labels).
        """
        places = [place for place, _ in self._places["type"]]
        if chances[:, places].max() < PLAIN_SCORE:
            return np.zeros_like(chances)
        return OWN_WEIGHT * chances + (1 - OWN_WEIGHT) * around

    def _told(self, part: str, chances: FloatArray) -> str | None:
        place, name = max(self._places[part], key=lambda one: chances[one[0]])
        return name if chances[place] >= TOLD_SCORE else None


@functools.lru_cache(maxsize=1)
def shared_reader() -> StoryReader:
    """Load the reader once a process. Raises OSError, ValueError, EncoderError."""
    return StoryReader(Tuning.load(STORY_READER))
