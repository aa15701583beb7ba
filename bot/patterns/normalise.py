"""One normal form for everything that a person types, before any pattern or encoder reads it."""

import re
import unicodedata

# Quotes, apostrophes and dashes that phones put in, beside their plain forms.
_PLAIN = str.maketrans(
    {
        "\u2018": "'",
        "\u2019": "'",
        "\u201a": "'",
        "\u201b": "'",
        "\u02bc": "'",
        "\u00b4": "'",
        "`": "'",
        "\u2032": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u201e": '"',
        "\u00ab": '"',
        "\u00bb": '"',
        "\u2033": '"',
        "\u2010": "-",
        "\u2011": "-",
        "\u2012": "-",
        "\u2013": "-",
        "\u2014": "-",
        "\u2015": "-",
        "\u2212": "-",
    }
)
# Line breaks and tabs are control characters too, but they separate words.
_SPACE = re.compile(r"\s+")
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}", re.IGNORECASE)
# Cc control, Cf format (zero-width, direction marks, soft hyphen), Co and Cs: nothing to read.
_UNREADABLE = {"Cc", "Cf", "Co", "Cs"}
# Skin tones and the variation selectors of emoji say nothing that a pattern needs.
_DECORATION = re.compile("[\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0100-\U000e01ef]")


def normalise(text: str) -> str:
    """Return the text in one normal form, for pattern matching and for the sentence encoder.

    NFKC; straight quotes and dashes; no zero-width, control or unpaired surrogate characters;
    three or more of one letter in a row become two ("soooo" -> "soo"); every run of white space
    becomes one space, none at the ends. Upper and lower case stay as they are. Doing it twice
    changes nothing.
    """
    text = unicodedata.normalize("NFKC", _SPACE.sub(" ", text)).translate(_PLAIN)
    if not text.isascii() or not text.isprintable():
        text = _DECORATION.sub("", text)
        text = "".join(c for c in text if c == " " or unicodedata.category(c) not in _UNREADABLE)
        # Taking a character out may leave a letter beside its accent: compose once more.
        text = unicodedata.normalize("NFKC", text).translate(_PLAIN)
    return _SPACE.sub(" ", _STRETCHED.sub(r"\1\1", text)).strip()
