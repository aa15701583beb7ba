"""How a message is made ready for patterns and classifier: shortened, unmasked, cut up."""

import re

from bot.patterns import normalise

READ_AT_EACH_END = 5_000
# The classifier's stretches, in words: how long, how short at least, how much longer at the end of
# a sentence, how much two share where nothing shows where to cut.
WINDOW_WORDS = 28
LEAST_WORDS = 10
SPARE_WORDS = 8
OVERLAP_WORDS = 6
MOST_WORDS_AT_ONCE = 60
MOST_WINDOWS = 120
# From how many words on a stretch is read together with those beside it.
MANY_WORDS = 100

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
_JOIN = re.compile(
    r"(?<=,)\s+|\s+(?=(?:and|but|because|cuz|so|then|i|y|pero|porque)\s)", re.IGNORECASE
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


def windows(text: str) -> list[str]:
    """Cut a message into stretches for the classifier: sentences, long ones cut, short ones joined.

    A message of up to `MOST_WORDS_AT_ONCE` words is also read as a whole, since one sentence may
    say what the next one means. At most `MOST_WINDOWS`: the first and the last of a longer message.
    """
    lines = [normalise(line) for line in shorten(text).splitlines()]
    plain = " ".join(line for line in lines if line)
    cut = _merged(
        [
            stretch
            for line in lines
            for start, end in sentences(line)
            for stretch in _stretches(line[start:end])
        ]
    )
    if not cut or len(plain.split()) <= MOST_WORDS_AT_ONCE:
        cut.insert(0, plain)
    unique = list(dict.fromkeys(cut))
    if len(unique) > MOST_WINDOWS:
        unique = unique[: MOST_WINDOWS // 2] + unique[-MOST_WINDOWS // 2 :]
    return unique


def settings(stretches: list[str]) -> list[str]:
    """Each stretch with the one before and the one after it."""
    return [" ".join(stretches[max(0, at - 1) : at + 2]) for at in range(len(stretches))]


def _merged(stretches: list[str]) -> list[str]:
    """Join short sentences with the next one: "I did it again." says nothing by itself."""
    found: list[str] = []
    for stretch in stretches:
        if found and len(found[-1].split()) < LEAST_WORDS:
            found[-1] = f"{found[-1]} {stretch}"
        else:
            found.append(stretch)
    if len(found) > 1 and len(found[-1].split()) < LEAST_WORDS:
        last = found.pop()
        found[-1] = f"{found[-1]} {last}"
    return found


def _stretches(sentence: str) -> list[str]:
    """Cut one sentence at commas and joining words into stretches of about `WINDOW_WORDS`."""
    words = sentence.split()
    if len(words) <= WINDOW_WORDS + SPARE_WORDS:
        return [sentence.strip()] if words else []
    found: list[str] = []
    held: list[str] = []
    for part in _JOIN.split(sentence):
        if held and len(held) + len(part.split()) > WINDOW_WORDS:
            found.append(" ".join(held))
            held = []
        held += part.split()
        while len(held) > WINDOW_WORDS + SPARE_WORDS:
            found.append(" ".join(held[:WINDOW_WORDS]))
            held = held[WINDOW_WORDS - OVERLAP_WORDS :]
    return [*found, " ".join(held)] if held else found


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
