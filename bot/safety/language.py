"""Whether somebody writes in Spanish, so that the first words can say where help speaks it."""

import re

from spacy.lang.en.stop_words import STOP_WORDS as ENGLISH
from spacy.lang.es.stop_words import STOP_WORDS as SPANISH

_WORD = re.compile(r"[^\W\d_]+")
# Words that people in distress use and that no list of stop words has.
_ALSO_SPANISH = frozenset({"quiero", "morir", "matarme", "vivir", "ayuda", "tengo", "miedo", "me"})
_ONLY_SPANISH = (SPANISH | _ALSO_SPANISH) - ENGLISH
_ONLY_ENGLISH = ENGLISH - SPANISH


def is_spanish(text: str) -> bool:
    """Whether more of the common words in a text are Spanish than English."""
    words = _WORD.findall(text.casefold())
    spanish = sum(word in _ONLY_SPANISH for word in words)
    return spanish > sum(word in _ONLY_ENGLISH for word in words)
