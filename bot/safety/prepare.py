"""How a message is made ready for the safety patterns: shortened, unmasked, cut into clauses."""

import re

from bot.patterns import normalise

READ_AT_EACH_END = 5_000

# "die.i cant" is two words to a person, one to a tokenizer.
_GLUED = re.compile(r"(?<=[^\W\d_])([.!?,;:]+)(?=[^\W\d_])")
# Letters set apart one by one ("k m s", "s.u.i.c.i.d.e"), to slip past a filter or for weight.
_SPACED = re.compile(r"(?<!\w)\w(?:[ .*_-]{1,2}\w){2,}(?!\w)")
# A word with figures or signs in place of letters ("su1cide", "k!ll", "d*e").
_MASKED = re.compile(r"(?<!\w)[a-z]+(?:[0-9!@$*_]+[a-z]+)+(?!\w)", re.IGNORECASE)
_UNMASK = str.maketrans("0134@$!", "oieaasi", "*_")
_CLAUSE_END = re.compile(
    r"[.!?;,:()\n]+(?=\s|$)|\s+-+\s+|\s+(?=(?:but|because|cuz|cause|although|though|pero|porque)\s)",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?]+(?=\s|$)")


def shorten(text: str) -> str:
    """Keep the first and last 5,000 characters: what grows without limit costs no more time."""
    if len(text) <= 2 * READ_AT_EACH_END:
        return text
    return text[:READ_AT_EACH_END] + " . " + text[-READ_AT_EACH_END:]


def readings(text: str) -> list[str]:
    """Return the normalised message, and a second reading where letters were masked or spaced."""
    plain = normalise(shorten(text))
    unmasked = _SPACED.sub(lambda m: re.sub(r"[^\w]|_", "", m.group()), plain)
    unmasked = _MASKED.sub(lambda m: m.group().translate(_UNMASK), unmasked)
    both = [plain] if unmasked == plain else [plain, unmasked]
    return [_GLUED.sub(r"\1 ", reading) for reading in both]


def clauses(text: str) -> list[tuple[int, int]]:
    """Start and end of each clause: commas, dashes, full stops, and words like "but" end one."""
    return _parts(text, _CLAUSE_END)


def sentences(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence. Unpunctuated text is one sentence."""
    return _parts(text, _SENTENCE_END)


def around(parts: list[tuple[int, int]], start: int, end: int) -> tuple[int, int]:
    """The stretch of all parts that the characters from `start` to `end` touch."""
    touched = [p for p in parts if p[0] < end and start < p[1]]
    return (touched[0][0], touched[-1][1]) if touched else (start, end)


def _parts(text: str, ends: "re.Pattern[str]") -> list[tuple[int, int]]:
    found, start = [], 0
    for match in ends.finditer(text):
        found.append((start, match.end()))
        start = match.end()
    if start < len(text):
        found.append((start, len(text)))
    return found
