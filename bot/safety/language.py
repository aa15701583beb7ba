"""Whether somebody writes in Spanish, so that the safety talk goes on in Spanish."""

import re
from collections.abc import Container

from spacy.lang.en.stop_words import STOP_WORDS as ENGLISH
from spacy.lang.es.stop_words import STOP_WORDS as SPANISH

_WORD = re.compile(r"[^\W\d_]+")
# Words that people in distress use and that no list of stop words has.
_ALSO_SPANISH = frozenset(
    {
        *("quiero", "morir", "morirme", "matarme", "matar", "vivir", "ayuda", "tengo", "miedo"),
        *("me", "casa", "dice", "dicen", "está", "puerta", "hija", "hijo", "vida", "mátate"),
    }
)
_ONLY_SPANISH = (SPANISH | _ALSO_SPANISH) - ENGLISH
_ONLY_ENGLISH = ENGLISH - SPANISH
# Different Spanish words, and no English one, from which nothing but Spanish is answered.
_FEWEST_WORDS = 2


def language_of(text: str) -> str:
    """Return "es" for Spanish, "mixed" for more Spanish than English words, else "en".

    Only common words are looked at. What is "mixed" may be English with a stray word in it ("ha ha
    ha"), so whoever answers it answers in both languages.
    """
    words = _WORD.findall(text.casefold())
    spanish = [word for word in words if word in _ONLY_SPANISH]
    english = sum(word in _ONLY_ENGLISH for word in words)
    if len(spanish) <= english:
        return "en"
    return "es" if not english and len(set(spanish)) >= _FEWEST_WORDS else "mixed"


def is_english(text: str) -> bool:
    """Whether a text has common English words, several, and no Spanish ones: a change back."""
    words = set(_WORD.findall(text.casefold()))
    return len(words & _ONLY_ENGLISH) >= _FEWEST_WORDS and not words & _ONLY_SPANISH


def in_spanish(name: str, known: Container[str], *, said_as: str | None = None) -> str:
    """Name of the Spanish wording, `<name>_es`, of a response; the name itself where none is known.

    A variant without a Spanish wording has that of the response that it stands in for, `said_as`.
    """
    for one in (name, name.removesuffix("_again"), said_as):
        if f"{one}_es" in known:
            return f"{one}_es"
    return name
