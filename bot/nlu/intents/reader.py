"""The intent reader: the sentence encoder, tuned on the examples in `data/nlu/`.

It tells apart what sounds alike and means another thing ("should I write to him?", "I keep writing
to him"). It knows the intents that there were when it was trained (`make intent-reader`); those
that came later are heard by the regression that every `rasa train` fits.
"""

from __future__ import annotations

import functools

from bot.encoder.sentence_encoder import EncoderGraph, FloatArray, encoder_folder
from bot.encoder.tuning import Tuning
from bot.locations import INTENT_READER
from bot.patterns import normalise


class IntentReader:
    """Reads intents. Holds no state of any person, so threads may share it."""

    def __init__(self, tuning: Tuning) -> None:
        self._graph = EncoderGraph(encoder_folder(), tuning=tuning)
        self.intents = tuning.labels

    def chances(self, text: str) -> FloatArray:
        """Chance (0..1) of each of `intents`; together they are 1."""
        return self._graph.run(normalise(text))


@functools.lru_cache(maxsize=1)
def shared_intent_reader() -> IntentReader:
    """Load the reader once a process. Raises OSError, ValueError, EncoderError."""
    return IntentReader(Tuning.load(INTENT_READER))
