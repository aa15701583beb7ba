"""The trained half of noticing: the sentence encoder, tuned on data/sentences/safety/.

It reads a message stretch by stretch, so that one clause of ten is enough. How it is trained stands
in `bot/safety/training.py`; the scores below were set on the training sentences (docs/safety.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from bot.encoder.sentence_encoder import EncoderGraph, FloatArray, encoder_folder
from bot.encoder.tuning import Tuning
from bot.locations import SAFETY_CLASSIFIER
from bot.safety.model import Level
from bot.safety.prepare import windows

# Summed chance (0 to 1) of all danger from which the classifier asks by itself, and of all danger
# that calls for an answer from which it answers.
CHECK_SCORE = 0.31
ACT_SCORE = 0.58
# The first of the two for a stretch of a word or three, which may be nothing but noise.
FEW_WORDS = 3
CHECK_SCORE_OF_FEW_WORDS = 0.5
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
        greatest = 0.0
        for window in windows(text):
            chances = self._graph.run(window)
            greatest = max(greatest, 1 - float(chances[self._none]))
            found = self._judge(window, chances)
            if found:
                key = (found["flag"], found["level"])
                if key not in best or best[key]["score"] < found["score"]:
                    best[key] = found
        return Reading(tuple(best.values()), greatest, len(text.split()))

    def _judge(self, window: str, chances: FloatArray) -> dict[str, Any] | None:
        danger, act = 1 - chances[self._none], chances[self._acts].sum()
        level: Level = "act" if act >= ACT_SCORE else "check"
        few = len(window.split()) <= FEW_WORDS
        if danger < (CHECK_SCORE_OF_FEW_WORDS if few else CHECK_SCORE) and level == "check":
            return None
        by_flag: dict[str, float] = {}
        for label, chance in zip(self._labels, chances, strict=True):
            if len(label) == 2 and (level == "check" or label[1] == "act"):
                by_flag[label[0]] = by_flag.get(label[0], 0.0) + float(chance)
        flag = max(by_flag, key=lambda name: by_flag[name])
        return {
            "score": round(float(danger), 3),
            "act_score": round(float(act), 3),
            "flag": flag,
            "level": level,
            "clause": window,
        }
