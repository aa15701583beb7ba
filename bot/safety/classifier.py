"""The trained half of noticing: the sentence encoder, tuned on data/sentences/safety/.

It reads a message stretch by stretch, so that one clause of ten is enough. Each of the many
stretches of a long message may be misread by itself, so there they are read three at a time. How it
is trained stands in `bot/safety/training.py`; how the scores were set in docs/choices.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from bot.encoder.sentence_encoder import EncoderGraph, FloatArray, encoder_folder
from bot.encoder.tuning import Tuning
from bot.locations import SAFETY_CLASSIFIER
from bot.safety.model import Level
from bot.safety.prepare import MANY_WORDS, settings, windows

# Summed chance (0 to 1) of all danger from which the classifier asks by itself, and of all danger
# that calls for an answer from which it answers.
CHECK_SCORE = 0.31
ACT_SCORE = 0.58
# The first of the two for a stretch of a word or three, which may be nothing but noise.
FEW_WORDS = 3
CHECK_SCORE_OF_FEW_WORDS = 0.5
# The two scores for three stretches of a message above `MANY_WORDS`.
CHECK_SCORE_OF_MANY_WORDS = 0.45
ACT_SCORE_OF_MANY_WORDS = 0.4
NONE = "none"


@dataclass(frozen=True)
class Reading:
    """What the classifier finds in a message of `words` words: evidence, and the greatest `danger`.

    An entry has `flag`, `level`, `clause` (the stretch of the message), `score` (chance, 0 to 1, of
    any danger in it) and `act_score` (of danger to be answered). `danger` is the greatest `score`.
    """

    evidence: tuple[dict[str, Any], ...] = ()
    danger: float = 0.0
    words: int = 0


class SafetyClassifier:
    """Gives evidence with scores. Holds no state of any person."""

    def __init__(self, tuning: Tuning) -> None:
        self._graph = EncoderGraph(encoder_folder(), tuning=tuning)
        # Label "suicide_self/act" to its flag and level.
        self._labels = [tuple(label.split("/")) for label in tuning.labels]
        self._none = tuning.labels.index(NONE)
        self._acts = np.array([label.endswith("/act") for label in tuning.labels])

    @classmethod
    def load(cls) -> SafetyClassifier:
        """Read the project's own classifier. Raises OSError, ValueError, EncoderError."""
        return cls(Tuning.load(SAFETY_CLASSIFIER))

    def read(self, text: str) -> Reading:
        """Read a message stretch by stretch; each that passes a score gives evidence."""
        best: dict[tuple[str, str], dict[str, Any]] = {}
        greatest, stretches, words = 0.0, windows(text), len(text.split())
        long = words > MANY_WORDS
        for at, read in enumerate(settings(stretches) if long else stretches):
            chances = self._graph.run(read)
            greatest = max(greatest, self._danger(chances))
            found = self._judge(read, chances, long=long)
            if found:
                key = (found["flag"], found["level"])
                if key not in best or best[key]["score"] < found["score"]:
                    near = stretches[max(0, at - 1) : at + 2] if long else [read]
                    best[key] = found | {"clause": self._most_dangerous(near)}
        return Reading(tuple(best.values()), greatest, words)

    def _danger(self, chances: FloatArray) -> float:
        return 1 - float(chances[self._none])

    def _most_dangerous(self, stretches: list[str]) -> str:
        if len(stretches) == 1:
            return stretches[0]
        return max(stretches, key=lambda one: self._danger(self._graph.run(one)))

    def _judge(self, read: str, chances: FloatArray, *, long: bool) -> dict[str, Any] | None:
        danger, act = self._danger(chances), chances[self._acts].sum()
        level: Level = "act" if act >= (ACT_SCORE_OF_MANY_WORDS if long else ACT_SCORE) else "check"
        if level == "check" and danger < _least_to_check(read, long=long):
            return None
        by_flag: dict[str, float] = {}
        for label, chance in zip(self._labels, chances, strict=True):
            if len(label) == 2 and (level == "check" or label[1] == "act"):
                by_flag[label[0]] = by_flag.get(label[0], 0.0) + float(chance)
        flag = max(by_flag, key=lambda name: by_flag[name])
        return {
            "score": round(danger, 3),
            "act_score": round(float(act), 3),
            "flag": flag,
            "level": level,
        }


def _least_to_check(read: str, *, long: bool) -> float:
    if long:
        return CHECK_SCORE_OF_MANY_WORDS
    return CHECK_SCORE_OF_FEW_WORDS if len(read.split()) <= FEW_WORDS else CHECK_SCORE
